extension FlattenedDeviceTree {
    /// A property of a node: a name and bytes.
    ///
    /// The format does not say what the bytes mean. The reads below name the byte order they use and give `nil` when the
    /// length does not fit: `bigEndian…` for ordinary device trees (specification v0.4, section 2.2.4), `native…` for the
    /// trees that kernels hand over to each other, whose numbers stand in the kernel's own order, little-endian on every
    /// architecture that hands over.
    public struct Property: Sendable {
        let index: TreeIndex
        let position: Int

        private var record: TreeIndex.Property { index.properties[position] }

        /// The name as printable ASCII: other bytes stand as `\xNN`, a backslash as `\\`.
        public var name: String { NameText.property(nameBytes) }

        /// The name's bytes as the blob has them, without the NUL.
        public var nameBytes: ArraySlice<UInt8> { index.nameBytes(of: record) ?? [] }

        /// The byte offset of the name within the strings block.
        public var nameOffset: Int { Int(record.nameOffset) }

        /// The byte offset of the value in the blob.
        public var offset: Int { record.value.lowerBound }

        /// The size of the value in bytes.
        public var count: Int { record.value.count }

        /// The value; its indices are offsets in the blob.
        public var bytes: ArraySlice<UInt8> { index.blob[record.value] }
    }
}

extension FlattenedDeviceTree.Property {
    /// The value as a little-endian 32-bit number, or `nil` when it does not have four bytes.
    public var nativeUInt32: UInt32? {
        count == 4 ? UInt32(truncatingIfNeeded: littleEndian(bytes)) : nil
    }

    /// The value as a little-endian 64-bit number, or `nil` when it does not have eight bytes.
    public var nativeUInt64: UInt64? {
        count == 8 ? littleEndian(bytes) : nil
    }

    /// The value as little-endian 64-bit numbers, or `nil` when its size is not a multiple of eight bytes.
    public var nativeUInt64s: [UInt64]? {
        guard count % 8 == 0 else { return nil }
        return (0..<count / 8).map { littleEndian(bytes.dropFirst($0 * 8).prefix(8)) }
    }

    /// The value as a big-endian 32-bit number, or `nil` when it does not have four bytes.
    public var bigEndianUInt32: UInt32? {
        count == 4 ? index.blob.bigEndian32(at: offset) : nil
    }

    /// The value as a big-endian 64-bit number, or `nil` when it does not have eight bytes.
    public var bigEndianUInt64: UInt64? {
        count == 8 ? index.blob.bigEndian64(at: offset) : nil
    }

    /// The value as big-endian 32-bit cells, or `nil` when its size is not a multiple of four bytes.
    public var bigEndianCells: [UInt32]? {
        guard count % 4 == 0 else { return nil }
        return (0..<count / 4).compactMap { index.blob.bigEndian32(at: offset + $0 * 4) }
    }

    /// The value as a string, or `nil` unless it is UTF-8 with exactly one NUL, at the end.
    public var string: String? {
        guard let first = bytes.firstIndex(of: 0), first == bytes.endIndex - 1 else { return nil }
        return Self.text(bytes.dropLast())
    }

    /// The value as a list of strings, or `nil` unless it is UTF-8 and every string, the last included, ends with a NUL.
    ///
    /// An empty value is an empty list.
    public var strings: [String]? {
        let bytes = bytes
        guard bytes.isEmpty || bytes.last == 0 else { return nil }
        var strings: [String] = []
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: 0) {
            guard let string = Self.text(bytes[start..<end]) else { return nil }
            strings.append(string)
            start = end + 1
        }
        return strings
    }

    /// Bytes as text, or `nil` unless they are UTF-8. Nearly all are ASCII, which takes no validation.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
        if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
        return String(validating: bytes, as: UTF8.self)
    }

    private func littleEndian(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
