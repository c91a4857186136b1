/// How a kernel is compressed, told by the first bytes.
public enum Compression: String, Hashable, Sendable, CaseIterable {
    case gzip, xz, zstd, lz4, lzo, bzip2, lzma

    /// How many bytes are needed to tell.
    static let prefixSize = 13

    /// The first bytes of what the kernel's build makes with each compressor.
    var magic: [UInt8] {
        switch self {
        case .gzip: [0x1f, 0x8b, 0x08]
        case .xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]
        case .zstd: [0x28, 0xb5, 0x2f, 0xfd]
        // The legacy frame: `lz4 -l`.
        case .lz4: [0x02, 0x21, 0x4c, 0x18]
        case .lzo: [0x89, 0x4c, 0x5a, 0x4f, 0x00, 0x0d, 0x0a, 0x1a, 0x0a]
        case .bzip2: [0x42, 0x5a, 0x68]
        // Properties lc=3, lp=0, pb=2, and a dictionary of whole pages.
        case .lzma: [0x5d, 0x00, 0x00]
        }
    }

    /// The compression of contents that begin with some bytes.
    static func recognise(_ prefix: [UInt8]) -> Compression? {
        allCases.first { prefix.starts(with: $0.magic) }
    }
}
