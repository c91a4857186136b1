import DeviceTree

/// A node while it is read: what was taken from it, and so what is left.
struct NodeContents {
    let node: FlattenedDeviceTree.Node
    private var takenProperties: Set<Int> = []
    private var takenNodes: Set<Int> = []

    init(_ node: FlattenedDeviceTree.Node) {
        self.node = node
    }

    /// Takes the first property of a name if it can be read; it stays where it is if not.
    mutating func take<Value>(
        _ name: String, as read: (FlattenedDeviceTree.Property) -> Value?
    ) -> Value? {
        guard let property = node[name], let value = read(property) else { return nil }
        takenProperties.insert(property.offset)
        return value
    }

    /// Takes a property that says just what the writer says by itself.
    mutating func takeStandard(_ name: String, _ value: DeviceTreeValue) {
        _ = take(name) { $0.bytes.elementsEqual(value.bytes) ? true : nil }
    }

    /// Takes the first node of a name.
    mutating func takeNode(_ name: String) -> FlattenedDeviceTree.Node? {
        guard let child = node.child(named: name) else { return nil }
        takenNodes.insert(child.offset)
        return child
    }

    /// Takes the nodes that fit, in their order.
    mutating func takeNodes(where fits: (FlattenedDeviceTree.Node) -> Bool) -> [FlattenedDeviceTree.Node] {
        let nodes = node.children.filter { !takenNodes.contains($0.offset) && fits($0) }
        for child in nodes { takenNodes.insert(child.offset) }
        return nodes
    }

    /// Puts a node back that was taken.
    mutating func giveBack(_ child: FlattenedDeviceTree.Node) {
        takenNodes.remove(child.offset)
    }

    /// What nobody took.
    var leftover: Leftover {
        Leftover(
            properties: node.properties.lazy.filter { !takenProperties.contains($0.offset) }.map {
                DeviceTreeNode.Property($0)
            },
            nodes: node.children.lazy.filter { !takenNodes.contains($0.offset) }.map { DeviceTreeNode($0) })
    }
}
