internal import MemoryDumps

/// A compressed file that is a list of blocks, each of which is decompressed as a whole.
protocol BlockSequence {
    /// Where the next block begins, or where the damage is.
    var position: UInt64 { get }
    /// The bytes of the block decompressed last, at its start.
    var buffer: [UInt8] { get }
    /// Decompresses the next block.
    mutating func next() -> BlockOutcome
}

/// What became of a block.
enum BlockOutcome {
    /// So many bytes at the start of the buffer.
    case bytes(Int)
    /// There are no more blocks.
    case end
    /// The list or a block is not what a compressor writes.
    case damaged(String)
}

/// lz4's legacy frame: a magic number, then blocks of a little-endian length and data.
///
/// Nothing closes the list. The kernel's build puts the size of what it compressed behind it, four bytes that are
/// too few for a block.
struct LZ4Blocks: BlockSequence {
    private let file: MappedFile
    private let end: UInt64
    private(set) var position: UInt64
    private(set) var buffer: [UInt8]

    /// What a block holds at most, uncompressed.
    private static let blockSize = 8 << 20
    /// What lz4 makes of a block that cannot be compressed.
    private static let mostCompressed = blockSize + blockSize / 255 + 16

    init(file: MappedFile, range: Range<UInt64>) {
        self.file = file
        end = min(range.upperBound, file.size)
        position = min(range.lowerBound, end)
        buffer = [UInt8](repeating: 0, count: Self.blockSize)
    }

    mutating func next() -> BlockOutcome {
        var length = word()
        // Frames may follow one another.
        while length == 0x184c_2102 {
            position += 4
            length = word()
        }
        guard let length else { return position == end ? .end : .damaged("it is cut short") }
        if end - position == 4 { return .end }
        guard length > 0, length <= Self.mostCompressed else { return .damaged("a block of \(length) bytes") }
        guard UInt64(length) <= end - position - 4 else { return .damaged("it is cut short") }
        let count = file.withBytes(at: position + 4, count: Int(length)) { block in
            BlockDecoder.lz4.decode(block, into: &buffer)
        }
        guard let count = count ?? nil else { return .damaged("a block cannot be decompressed") }
        position += 4 + UInt64(length)
        return .bytes(count)
    }

    private func word() -> UInt32? {
        end - position >= 4 ? file.integer(at: position, as: UInt32.self) : nil
    }
}

/// lzop's file: a header, then blocks of two big-endian lengths, checksums and data, closed by a length of 0.
struct LZOBlocks: BlockSequence {
    private let file: MappedFile
    private let end: UInt64
    private(set) var position: UInt64
    private(set) var buffer: [UInt8] = []
    /// The checksums that each block carries; `nil` before the header was read.
    private var flags: UInt32?

    /// The largest block that lzop makes.
    private static let blockSize: UInt32 = 64 << 20

    private enum Flag {
        static let adler32: UInt32 = 0x1
        static let adler32Compressed: UInt32 = 0x2
        static let crc32: UInt32 = 0x100
        static let crc32Compressed: UInt32 = 0x200
        static let filter: UInt32 = 0x800
    }

    init(file: MappedFile, range: Range<UInt64>) {
        self.file = file
        end = min(range.upperBound, file.size)
        position = min(range.lowerBound, end)
    }

    mutating func next() -> BlockOutcome {
        if flags == nil { readHeader() }
        guard let flags else { return .damaged("the header is not valid") }
        guard let size = take(UInt32.self) else { return .damaged("it is cut short") }
        if size == 0 { return .end }
        guard let compressed = take(UInt32.self) else { return .damaged("it is cut short") }
        guard size <= Self.blockSize, compressed > 0, compressed <= size else {
            return .damaged("a block of \(compressed) for \(size) bytes")
        }
        var checksums = flags & Flag.adler32 != 0 ? 1 : 0
        checksums += flags & Flag.crc32 != 0 ? 1 : 0
        if compressed < size {
            checksums += flags & Flag.adler32Compressed != 0 ? 1 : 0
            checksums += flags & Flag.crc32Compressed != 0 ? 1 : 0
        }
        // The decompressor's own checks, and the kernel that is looked for, are proof enough of the contents.
        position += UInt64(4 * checksums)
        guard position <= end, UInt64(compressed) <= end - position else { return .damaged("it is cut short") }
        if compressed == size {
            buffer = file.prefix(at: position, count: Int(size))
        } else {
            if buffer.count != Int(size) { buffer = [UInt8](repeating: 0, count: Int(size)) }
            let count = file.withBytes(at: position, count: Int(compressed)) { block in
                BlockDecoder.lzo.decode(block, into: &buffer)
            }
            guard let count = count ?? nil, count == Int(size) else {
                return .damaged("a block cannot be decompressed")
            }
        }
        position += UInt64(compressed)
        return .bytes(Int(size))
    }

    /// Reads the header: versions, method, flags, times, a name and a checksum.
    private mutating func readHeader() {
        position += UInt64(Compression.lzo.magic.count)
        guard let version = take(UInt16.self), take(UInt16.self) != nil else { return }
        let isModern = version >= 0x940
        if isModern { _ = take(UInt16.self) }
        guard let method = take(UInt8.self), (1...3).contains(method) else { return }
        if isModern { _ = take(UInt8.self) }
        guard let flags = take(UInt32.self) else { return }
        if flags & Flag.filter != 0 { _ = take(UInt32.self) }
        _ = take(UInt32.self)  // mode
        _ = take(UInt32.self)  // time
        if isModern { _ = take(UInt32.self) }
        guard let name = take(UInt8.self) else { return }
        position += UInt64(name) + 4
        self.flags = flags
    }

    private mutating func take<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type) -> Value? {
        let width = UInt64(MemoryLayout<Value>.size)
        guard position <= end, width <= end - position, let value = file.integer(at: position, as: type) else {
            return nil
        }
        position += width
        return Value(bigEndian: Value(littleEndian: value))
    }
}
