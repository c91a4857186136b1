/// What a file is, told by its first bytes and never by its name.
enum ContentKind: Hashable, Sendable {
    case empty
    case deviceTree
    case elf
    case kdump
    case flattenedKdump
    case gzip
    case document
    case deviceTreeSource
    /// Something known that is not read here, and what to do about it.
    case foreign(String)
    /// Something known that is not read here, though memory could begin with the same bytes.
    case perhapsMemory(String)
    /// Nothing known: a description of what it looks like.
    case unknown(String)

    /// How many first bytes are enough to tell.
    static let prefixSize = 64 << 10

    /// The kind of contents that begin with `prefix`.
    static func recognise(_ prefix: [UInt8]) -> ContentKind {
        if prefix.isEmpty { return .empty }
        if prefix.starts(with: [0xd0, 0x0d, 0xfe, 0xed]) { return .deviceTree }
        if prefix.starts(with: [0x7f, 0x45, 0x4c, 0x46]) { return .elf }
        if prefix.starts(with: "KDUMP   ".utf8) { return .kdump }
        if prefix.starts(with: FlattenedDump.signature) { return .flattenedKdump }
        if prefix.starts(with: GzipInflation.magic) { return .gzip }
        for (magic, what) in foreign where prefix.starts(with: magic) { return .foreign(what) }
        if let kernel = kernelImage(prefix) { return .perhapsMemory(kernel) }
        if let text = TextKind.recognise(prefix) {
            switch text {
            case .document: return .document
            case .deviceTreeSource: return .deviceTreeSource
            default: return .perhapsMemory(text.description)
            }
        }
        if prefix.allSatisfy({ $0 == 0 }) { return .unknown("only zeros at the start") }
        return .unknown("binary data of no known kind")
    }

    private static let foreign: [(magic: [UInt8], what: String)] = [
        ([0xff, 0xd8, 0xff], "a JPEG picture"),
        ([0x89, 0x50, 0x4e, 0x47], "a PNG picture"),
        ([0x47, 0x49, 0x46, 0x38], "a GIF picture"),
        ([0x25, 0x50, 0x44, 0x46], "a PDF document"),
        ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], "xz-compressed data; decompress it first (xz -d)"),
        ([0x28, 0xb5, 0x2f, 0xfd], "zstd-compressed data; decompress it first (zstd -d)"),
        ([0x42, 0x5a, 0x68], "bzip2-compressed data; decompress it first (bzip2 -d)"),
        ([0x04, 0x22, 0x4d, 0x18], "lz4-compressed data; decompress it first (lz4 -d)"),
        ([0x89, 0x4c, 0x5a, 0x4f], "lzop-compressed data; decompress it first (lzop -d)"),
        ([0x50, 0x4b, 0x03, 0x04], "a zip archive; unpack it first"),
        ([0x1f, 0x8b], "gzip data of an unknown method"),
        ([0x51, 0x45, 0x56, 0x4d], "a QEMU migration stream; make a dump with dump-guest-memory instead"),
        ([0x51, 0x46, 0x49, 0xfb], "a QEMU disk image (qcow2)"),
        (Array("DISKDUMP".utf8), "an old diskdump file; convert it with makedumpfile"),
        (Array("070701".utf8), "a cpio archive (an initramfs)"),
        (Array("!<arch>\n".utf8), "an ar archive"),
    ]

    private static func kernelImage(_ prefix: [UInt8]) -> String? {
        func holds(_ text: String, at offset: Int) -> Bool {
            prefix.count >= offset && prefix[offset...].starts(with: text.utf8)
        }
        if holds("HdrS", at: 0x202) { return "an x86 kernel image (bzImage), not memory of a running kernel" }
        if holds("ARM\u{64}", at: 0x38) { return "an arm64 kernel image (Image), not memory of a running kernel" }
        if holds("ustar", at: 257) { return "a tar archive; unpack it first" }
        if holds("MZ", at: 0) { return "an EFI or DOS program" }
        return nil
    }
}
