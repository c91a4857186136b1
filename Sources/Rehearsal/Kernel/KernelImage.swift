internal import ChildProcesses

/// A kernel as x86 boot loaders take it: the setup header of a bzImage, and the part that runs.
public struct KernelImage: Hashable, Sendable {
    /// The version of the boot protocol, 0x20f for 2.15.
    let version: UInt16
    /// The bytes of the setup header, which begins at 0x1f1 in the image as in the boot parameters.
    let setupHeader: [UInt8]
    /// The part that is loaded and entered.
    let payload: [UInt8]
    /// What the load address must be a multiple of.
    let alignment: UInt64
    /// The address below which the kernel moves itself up, or the only one where it can run.
    let preferredAddress: UInt64
    /// Whether it runs where it is loaded.
    let isRelocatable: Bool
    /// How much memory it needs from its load address on, before it can look at the memory map.
    public let initialSize: UInt64
    /// The longest command line it takes, without the NUL.
    let commandLineLimit: Int
    /// The release and build, as the image says it; `nil` where it does not.
    public let versionText: String?

    static let headerStart = 0x1f1
    /// Where the 64-bit entry is, from the load address.
    static let entryOffset: UInt64 = 0x200

    /// Reads an image.
    ///
    /// - Throws: ``RehearsalError`` where it is no kernel that can be entered in 64-bit mode.
    public init(_ image: [UInt8], path: String) throws(RehearsalError) {
        func refuse(_ reason: String) -> RehearsalError { RehearsalError(.kernel, "\(path): \(reason)") }
        guard image.count > 0x290, image.integer(at: 0x1fe, as: UInt16.self) == 0xaa55,
            image.integer(at: 0x202, as: UInt32.self) == 0x5372_6448
        else {
            throw refuse("not a bzImage: there is no setup header")
        }
        version = image.integer(at: 0x206)
        guard version >= 0x20c else {
            throw refuse("its boot protocol is \(version >> 8).\(version & 0xff), needed is 2.12 or later")
        }
        guard image.integer(at: 0x236, as: UInt16.self) & 1 != 0 else {
            throw refuse("it has no 64-bit entry (XLF_KERNEL_64)")
        }
        let headerEnd = 0x202 + Int(image[0x201])
        setupHeader = Array(image[Self.headerStart..<min(headerEnd, 0x290)])
        // 0 stands for 4 sectors of setup code, behind the boot sector.
        let sectors = image[0x1f1] == 0 ? 4 : Int(image[0x1f1])
        let start = (sectors + 1) * 512
        guard image.count > start + Int(Self.entryOffset) else {
            throw refuse("it is cut short: \(image.count) bytes, the setup code alone takes \(start)")
        }
        payload = Array(image[start...])
        alignment = UInt64(max(image.integer(at: 0x230, as: UInt32.self), 4096))
        guard alignment.nonzeroBitCount == 1 else { throw refuse("its alignment \(alignment) is not a power of two") }
        preferredAddress = image.integer(at: 0x258)
        isRelocatable = image[0x234] != 0
        initialSize = max(UInt64(image.integer(at: 0x260, as: UInt32.self)), UInt64(payload.count))
        commandLineLimit = Int(image.integer(at: 0x238, as: UInt32.self))
        versionText = Self.versionText(in: image)
    }

    /// Reads an image from a file.
    ///
    /// - Throws: ``RehearsalError`` where the file cannot be read or is no kernel.
    public static func read(_ path: String) throws(RehearsalError) -> KernelImage {
        let image: [UInt8]
        do throws(SystemFailure) {
            image = try Descriptor.reading(path).readAll(limit: 1 << 30)
        } catch {
            throw RehearsalError(.kernel, "\(path): \(error)")
        }
        return try KernelImage(image, path: path)
    }

    /// The string that `file` shows of a kernel: 512 bytes before where 0x20e says.
    private static func versionText(in image: [UInt8]) -> String? {
        let pointer = Int(image.integer(at: 0x20e, as: UInt16.self))
        guard pointer != 0, pointer + 512 < image.count else { return nil }
        let bytes = image[(pointer + 512)...].prefix(256).prefix { $0 != 0 }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.allSatisfy { $0.isASCII && !$0.isNewline } ? text : nil
    }
}
