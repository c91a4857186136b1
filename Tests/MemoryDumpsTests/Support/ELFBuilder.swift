import MemoryDumps

/// An ELF core as a test wants it, right or wrong.
struct ELFBuilder {
    struct Segment {
        var type: UInt64 = 1
        var address: UInt64
        var bytes: [UInt8]
        /// Values written instead of the right ones.
        var offset: UInt64?
        var fileSize: UInt64?
        var memorySize: UInt64?
    }

    var segments: [Segment] = []
    var notes: [UInt8] = []
    /// Bytes between the headers and the contents; 8 keeps words aligned.
    var padding = 0
    var isExtended = false

    init(_ pieces: (address: UInt64, bytes: [UInt8])...) {
        segments = pieces.map { Segment(address: $0.address, bytes: $0.bytes) }
    }

    var bytes: [UInt8] {
        var all = segments
        if !notes.isEmpty { all.insert(Segment(type: 4, address: 0, bytes: notes), at: 0) }
        var file = ByteBuilder(count: 64)
        file.put([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1], at: 0)
        file.put(4, width: 2, at: 16)
        file.put(62, width: 2, at: 18)
        file.put(1, width: 4, at: 20)
        file.put(64, width: 8, at: 32)
        file.put(64, width: 2, at: 52)
        file.put(56, width: 2, at: 54)
        file.put(isExtended ? 0xffff : UInt64(all.count), width: 2, at: 56)
        var position = 64 + 56 * all.count + (isExtended ? 64 : 0)
        if isExtended {
            file.put(UInt64(64 + 56 * all.count), width: 8, at: 40)
            file.put(64, width: 2, at: 58)
            file.put(1, width: 2, at: 60)
            file.put(UInt64(all.count), width: 4, at: 64 + 56 * all.count + 44)
        }
        file.grow(to: position)
        position += padding
        for (index, segment) in all.enumerated() {
            let header = 64 + 56 * index
            file.put(segment.type, width: 4, at: header)
            file.put(segment.offset ?? UInt64(position), width: 8, at: header + 8)
            file.put(segment.address, width: 8, at: header + 24)
            file.put(segment.fileSize ?? UInt64(segment.bytes.count), width: 8, at: header + 32)
            file.put(segment.memorySize ?? segment.fileSize ?? UInt64(segment.bytes.count), width: 8, at: header + 40)
            file.put(segment.bytes, at: position)
            position += segment.bytes.count
        }
        return file.bytes
    }
}

/// A note as it stands in a file.
func note(_ name: String, type: UInt64, _ contents: [UInt8]) -> [UInt8] {
    var builder = ByteBuilder()
    builder.put(UInt64(name.utf8.count + 1), width: 4, at: 0)
    builder.put(UInt64(contents.count), width: 4, at: 4)
    builder.put(type, width: 4, at: 8)
    builder.put(Array(name.utf8) + [0], at: 12)
    builder.grow(to: (builder.bytes.count + 3) / 4 * 4)
    builder.put(contents, at: builder.bytes.count)
    builder.grow(to: (builder.bytes.count + 3) / 4 * 4)
    return builder.bytes
}
