internal import MemoryDumps

/// The bytes of a kernel without what they were packed in.
struct UnfoldedKernel {
    let file: MappedFile
    /// What it was packed in, from the outside in: `bzImage`, `xz`.
    private(set) var wrapping: [String] = []
    /// What is left.
    private(set) var form: Form
    /// The page size that a boot header tells, as a power of two.
    private(set) var pageShift: Int?

    enum Form {
        /// A file with sections.
        case elf(KernelELF)
        /// The kernel as it lies in memory.
        case raw
        /// No kernel, but what one says of its types.
        case typeInformation
    }

    /// A kernel in a compressed file in a boot image, and no deeper.
    private static let mostLayers = 3

    static func open(_ path: String, limits: InputLimits) throws(InputError) -> UnfoldedKernel {
        var file = try MappedFile.contents(of: path, limits: limits)
        var wrapping: [String] = []
        var whole: Range<UInt64>?
        for _ in 0...mostLayers {
            // The payload of a boot image is looked at for itself; everything else from its first byte on.
            let range = whole ?? 0..<file.size
            let prefix = file.prefix(at: range.lowerBound, count: Compression.prefixSize)
            if let compression = Compression.recognise(prefix) {
                file = try Unfolding(file: file, range: range, path: path, limits: limits).run(compression)
                wrapping.append(compression.rawValue)
                whole = nil
                continue
            }
            if let payload = whole {
                // Not compressed: CONFIG_KERNEL_UNCOMPRESSED.
                guard prefix.starts(with: KernelELF.magic) else {
                    throw InputError(
                        .unsupported, path: path, offset: payload.lowerBound,
                        reason: "the payload of the \(wrapping.last ?? "image") is of no compression that is read: "
                            + Compression.allCases.map(\.rawValue).joined(separator: ", "))
                }
                file = try Self.copy(payload, of: file, path: path, limits: limits)
                whole = nil
            }
            if prefix.starts(with: KernelELF.magic) {
                return UnfoldedKernel(
                    file: file, wrapping: wrapping, form: .elf(try KernelELF(file, path: path)), pageShift: nil)
            }
            if BTFHeader.recognises(prefix) {
                return UnfoldedKernel(file: file, wrapping: wrapping, form: .typeInformation, pageShift: nil)
            }
            switch try BootImage.recognise(file, path: path) {
            case .bzImage(let payload):
                wrapping.append("bzImage")
                whole = payload
            case .efiZboot(let payload):
                wrapping.append("EFI zboot")
                whole = payload
            case .arm64(let pageShift):
                return UnfoldedKernel(
                    file: file, wrapping: wrapping + ["arm64 Image"], form: .raw, pageShift: pageShift)
            case nil: throw unrecognised(file, path: path)
            }
        }
        throw InputError(.unrecognised, path: path, reason: "packed in more than \(mostLayers) layers")
    }

    private static func copy(
        _ range: Range<UInt64>, of file: MappedFile, path: String, limits: InputLimits
    ) throws(InputError) -> MappedFile {
        var kept = ScratchFile(limits: limits)
        do throws(FileFailure) {
            for start in stride(from: range.lowerBound, to: range.upperBound, by: 1 << 20) {
                let piece = file.prefix(at: start, count: Int(min(1 << 20, range.upperBound - start)))
                try kept.write(piece.span, at: kept.size)
            }
            return try kept.map()
        } catch {
            throw error.error(path: path)
        }
    }

    private static func unrecognised(_ file: MappedFile, path: String) -> InputError {
        if file.size == 0 { return InputError(.empty, path: path, reason: "an empty file") }
        return InputError(
            .unrecognised, path: path,
            reason: "no kernel: expected a bzImage, an arm64 Image, a vmlinux, any of them compressed, or BTF")
    }
}
