extension FlattenedDeviceTree {
    /// A node of a tree.
    public struct Node: Sendable {
        let index: TreeIndex
        let position: Int

        private var record: TreeIndex.Node { index.nodes[position] }

        /// The name as printable ASCII, unit address included; empty for the root.
        ///
        /// Bytes outside printable ASCII, and slashes, stand as `\xNN`, a backslash as `\\`.
        public var name: String { NameText.node(nameBytes) }

        /// The name's bytes as the blob has them, without the NUL.
        public var nameBytes: ArraySlice<UInt8> { index.blob[record.name] }

        /// The part of the name before the first `@` (specification v0.4, section 2.2.1).
        public var baseName: String {
            NameText.node(nameBytes.prefix { $0 != UInt8(ascii: "@") })
        }

        /// The part of the name after the first `@`, or `nil` when the name has none.
        public var unitAddress: String? {
            guard let at = nameBytes.firstIndex(of: UInt8(ascii: "@")) else { return nil }
            return NameText.node(nameBytes[(at + 1)...])
        }

        /// The path from the root, `/` for the root itself.
        public var path: String { index.nodes.path(of: position, in: index.blob) }

        /// The byte offset in the blob of the token that begins the node.
        public var offset: Int { Int(record.offset) }

        /// The number of levels above the node: 0 for the root.
        public var depth: Int { Int(record.depth) }

        /// The node above, or `nil` for the root.
        public var parent: Node? {
            record.parent < 0 ? nil : Node(index: index, position: Int(record.parent))
        }

        /// The properties, in the blob's order.
        public var properties: Properties {
            let first = Int(record.firstProperty)
            return Properties(index: index, startIndex: first, endIndex: first + Int(record.propertyCount))
        }

        /// The nodes directly below, in the blob's order.
        public var children: Children {
            Children(index: index, startIndex: position + 1, endIndex: Int(record.subtreeEnd))
        }

        /// The first property of a name, compared byte for byte.
        public subscript(_ name: String) -> Property? {
            properties.first { $0.nameBytes.elementsEqual(name.utf8) }
        }

        /// The first node directly below with a name, compared byte for byte, unit address included.
        public func child(named name: String) -> Node? {
            children.first { $0.nameBytes.elementsEqual(name.utf8) }
        }
    }
}

extension FlattenedDeviceTree.Node {
    /// The properties of a node, in the blob's order.
    public struct Properties: RandomAccessCollection, Sendable {
        let index: TreeIndex
        /// The place of the first property.
        public let startIndex: Int
        /// The place after the last property.
        public let endIndex: Int

        /// The property at a place.
        public subscript(place: Int) -> FlattenedDeviceTree.Property {
            FlattenedDeviceTree.Property(index: index, position: place)
        }
    }

    /// The nodes directly below a node, in the blob's order.
    ///
    /// Going from one to the next takes the same time however much lies below it; `count` goes through them all.
    public struct Children: Collection, Sendable {
        let index: TreeIndex
        /// The place of the first child.
        public let startIndex: Int
        /// The place after the last child.
        public let endIndex: Int

        /// The place of the next child.
        public func index(after place: Int) -> Int {
            Int(index.nodes[place].subtreeEnd)
        }

        /// The child at a place.
        public subscript(place: Int) -> FlattenedDeviceTree.Node {
            FlattenedDeviceTree.Node(index: index, position: place)
        }
    }
}
