extension CutDeviceTree {
    /// A node of which at least the beginning is there.
    public struct Node: Sendable {
        let index: TreeIndex
        let position: Int

        /// Whether the name is there to its NUL.
        public let isNameWhole: Bool

        /// Whether the node is there to its end, with all below it.
        public let isComplete: Bool

        private var record: TreeIndex.Node { index.nodes[position] }

        /// The name as printable ASCII, or what is there of it; empty for the root.
        public var name: String { NameText.node(nameBytes) }

        /// The bytes of ``name``.
        public var nameBytes: ArraySlice<UInt8> { index.blob[record.name] }

        /// The path from the root.
        public var path: String { index.nodes.path(of: position, in: index.blob) }

        /// The number of levels above: 0 for the root.
        public var depth: Int { Int(record.depth) }

        /// The byte offset of the token that begins the node.
        public var offset: Int { Int(record.offset) }

        /// The properties that are there, in order. Only the last one of the last node can be broken off.
        public var properties: [Property] {
            let first = Int(record.firstProperty)
            return index.properties[first..<first + Int(record.propertyCount)].map {
                Property(index: index, record: $0)
            }
        }
    }

    /// A property of which at least the length is there.
    public struct Property: Sendable {
        let index: TreeIndex
        let record: TreeIndex.Property

        /// The byte offset of the name within the strings block.
        public var nameOffset: Int { Int(record.nameOffset) }

        /// The name as printable ASCII, or `nil` when it is lost.
        public var name: String? { nameBytes.map { NameText.property($0) } }

        /// The bytes of the name, or `nil` when it is lost.
        public var nameBytes: ArraySlice<UInt8>? { index.nameBytes(of: record) }

        /// The byte offset of the value in the blob.
        public var offset: Int { record.value.lowerBound }

        /// The size of the value in bytes, as the property says.
        public var declaredCount: Int { record.value.count }

        /// The bytes of the value that are there; indices are offsets in the blob.
        public var bytes: ArraySlice<UInt8> { index.blob[record.value.clamped(to: 0..<index.blob.count)] }

        /// Whether the value is there as a whole.
        public var isWhole: Bool { record.value.upperBound <= index.blob.count }
    }
}
