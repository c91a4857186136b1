/// Bytes put together field by field, for files that tests make.
struct ByteBuilder {
    private(set) var bytes: [UInt8]

    init(count: Int = 0) {
        bytes = [UInt8](repeating: 0, count: count)
    }

    mutating func put(_ value: UInt64, width: Int, at offset: Int) {
        put((0..<width).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }, at: offset)
    }

    mutating func putBigEndian(_ value: UInt64, width: Int, at offset: Int) {
        put((0..<width).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }, at: offset)
    }

    mutating func put(_ new: [UInt8], at offset: Int) {
        grow(to: offset + new.count)
        bytes.replaceSubrange(offset..<offset + new.count, with: new)
    }

    mutating func grow(to count: Int) {
        if bytes.count < count { bytes += [UInt8](repeating: 0, count: count - bytes.count) }
    }
}

extension [UInt8] {
    /// The bytes with little-endian fields written over some of them.
    func patched(_ fields: (offset: Int, width: Int, value: UInt64)...) -> [UInt8] {
        var builder = ByteBuilder()
        builder.put(self, at: 0)
        for field in fields { builder.put(field.value, width: field.width, at: field.offset) }
        return builder.bytes
    }
}

/// Bytes that look like nothing in particular, the same on every run.
func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var state = seed &* 0x9e37_79b9_7f4a_7c15
    return (0..<count).map { _ in
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return UInt8(truncatingIfNeeded: state >> 32)
    }
}
