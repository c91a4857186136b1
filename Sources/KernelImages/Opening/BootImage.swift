internal import MemoryDumps

/// The forms in which boot loaders take kernels: where the kernel itself is in them.
enum BootImage {
    /// x86: setup code, and a payload that is named in the setup header.
    case bzImage(payload: Range<UInt64>)
    /// arm64: the kernel as it lies in memory; two bits of its header tell the page size.
    case arm64(pageShift: Int?)
    /// A compressed kernel in an EFI program.
    case efiZboot(payload: Range<UInt64>)

    /// How many bytes are needed to tell.
    static let prefixSize = 0x250

    /// The form that a file begins with; `nil` where it is none of these.
    static func recognise(_ file: MappedFile, path: String) throws(InputError) -> BootImage? {
        let head = file.prefix(count: prefixSize)
        func word(_ offset: Int) -> UInt32? { head.integer(at: offset, .little) }
        if word(0x202) == 0x5372_6448, head[0x1fe] == 0x55, head[0x1ff] == 0xaa {
            return .bzImage(payload: try bzImagePayload(file, head, path: path))
        }
        if word(4) == 0x676d_697a, let offset = word(8), let size = word(12) {
            return .efiZboot(payload: try part(UInt64(offset), UInt64(size), of: file, path: path))
        }
        if word(0x38) == 0x644d_5241, let flags: UInt64 = head.integer(at: 0x18, .little) {
            return .arm64(pageShift: [nil, 12, 14, 16][Int(flags >> 1 & 3)])
        }
        return nil
    }

    /// Documentation/arch/x86/boot.rst: `payload_offset` counts from the start of the protected-mode code.
    private static func bzImagePayload(
        _ file: MappedFile, _ head: [UInt8], path: String
    ) throws(InputError) -> Range<UInt64> {
        guard let version: UInt16 = head.integer(at: 0x206, .little), version >= 0x208,
            let offset: UInt32 = head.integer(at: 0x248, .little), let size: UInt32 = head.integer(at: 0x24c, .little)
        else {
            throw InputError(
                .unsupported, path: path, offset: 0x206,
                reason: "a bzImage that does not say where its payload is (boot protocol before 2.08)")
        }
        // 0 stands for 4 sectors of setup code, behind the boot sector.
        let sectors = UInt64(head[0x1f1] == 0 ? 4 : head[0x1f1])
        return try part((sectors + 1) * 512 + UInt64(offset), UInt64(size), of: file, path: path)
    }

    private static func part(
        _ start: UInt64, _ size: UInt64, of file: MappedFile, path: String
    ) throws(InputError) -> Range<UInt64> {
        guard start < file.size, size <= file.size - start, size > 0 else {
            throw InputError(
                .damaged, path: path, offset: start,
                reason: "the payload of \(size) bytes reaches past the end of the file (\(file.size) bytes)")
        }
        return start..<start + size
    }
}
