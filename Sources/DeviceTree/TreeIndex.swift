/// What a tree knows about itself: the blob and flat arrays of where its nodes and properties are, in the blob's order.
///
/// One object for the whole tree, never changed after it is made; nodes and properties are positions in it.
final class TreeIndex: Sendable {
    /// A node. Positions count nodes in pre-order, the root being 0.
    struct Node: Sendable {
        /// The byte offset of the begin token.
        let offset: UInt32
        let nameLength: UInt32
        /// The parent's position, or -1 for the root.
        let parent: Int32
        /// The number of levels above, 0 for the root.
        let depth: UInt32
        let firstProperty: UInt32
        var propertyCount: UInt32 = 0
        /// The position after the last node below this one.
        var subtreeEnd: UInt32 = 0

        /// The byte range of the name, without its NUL.
        var name: Range<Int> {
            let start = Int(offset) + 4
            return start..<start + Int(nameLength)
        }
    }

    /// A property.
    struct Property: Sendable {
        /// The byte offset of the property token.
        let offset: UInt32
        let nameOffset: UInt32
        let valueLength: UInt32
        /// The length of the name, or `nil` when the strings block is cut before the name's end.
        let nameLength: UInt32?

        /// The byte range of the value.
        var value: Range<Int> {
            let start = Int(offset) + 12
            return start..<start + Int(valueLength)
        }
    }

    let blob: [UInt8]
    let header: TreeHeader
    let reservations: [MemoryReservation]
    let nodes: [Node]
    let properties: [Property]

    init(
        blob: [UInt8], header: TreeHeader, reservations: [MemoryReservation], nodes: [Node], properties: [Property]
    ) {
        self.blob = blob
        self.header = header
        self.reservations = reservations
        self.nodes = nodes
        self.properties = properties
    }

    /// The bytes of a property's name, or `nil` when they are lost.
    func nameBytes(of property: Property) -> ArraySlice<UInt8>? {
        guard let length = property.nameLength else { return nil }
        let start = header.strings.lowerBound + Int(property.nameOffset)
        return blob[start..<start + Int(length)]
    }
}

extension [TreeIndex.Node] {
    /// The path of the node at a position: `/`, or the names from the root down, each after a slash.
    func path(of position: Int, in blob: [UInt8]) -> String {
        var names: [String] = []
        var current = position
        while current > 0 {
            names.append(NameText.node(blob[self[current].name]))
            current = Int(self[current].parent)
        }
        if names.isEmpty { return "/" }
        return names.reversed().reduce(into: "") { path, name in
            path += "/"
            path += name
        }
    }
}
