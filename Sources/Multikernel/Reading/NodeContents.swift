import DeviceTree

/// A node while it is read: what was taken from it, and so what is left.
///
/// Names are made text once; a node is asked for a dozen of them.
struct NodeContents {
    let node: FlattenedDeviceTree.Node
    private let properties: FlattenedDeviceTree.Node.Properties
    private let names: [String]
    private let children: [FlattenedDeviceTree.Node]
    private var isTaken: [Bool]
    private var isChildTaken: [Bool]

    init(_ node: FlattenedDeviceTree.Node) {
        self.node = node
        properties = node.properties
        names = properties.map(\.name)
        children = Array(node.children)
        isTaken = Array(repeating: false, count: names.count)
        isChildTaken = Array(repeating: false, count: children.count)
    }

    /// The first property of a name, taken or not.
    subscript(_ name: String) -> FlattenedDeviceTree.Property? {
        names.firstIndex(of: name).map { properties[properties.startIndex + $0] }
    }

    /// Takes the first property of a name if it can be read; it stays where it is if not.
    mutating func take<Value>(
        _ name: String, as read: (FlattenedDeviceTree.Property) -> Value?
    ) -> Value? {
        guard let place = names.firstIndex(of: name), let value = read(properties[properties.startIndex + place])
        else { return nil }
        isTaken[place] = true
        return value
    }

    /// Takes a property that says just what the writer says by itself; one that is there twice stays where it is.
    mutating func takeStandard(_ name: String, _ value: DeviceTreeValue) {
        guard names.lazy.filter({ $0 == name }).prefix(2).count == 1 else { return }
        _ = take(name) { $0.bytes.elementsEqual(value.bytes) ? true : nil }
    }

    /// Takes the first node of a name.
    mutating func takeNode(_ name: String) -> FlattenedDeviceTree.Node? {
        guard let place = children.firstIndex(where: { $0.nameBytes.elementsEqual(name.utf8) }), !isChildTaken[place]
        else { return nil }
        isChildTaken[place] = true
        return children[place]
    }

    /// Takes the nodes that fit, in their order.
    mutating func takeNodes(where fits: (FlattenedDeviceTree.Node) -> Bool) -> [FlattenedDeviceTree.Node] {
        let places = children.indices.filter { !isChildTaken[$0] && fits(children[$0]) }
        for place in places { isChildTaken[place] = true }
        return places.map { children[$0] }
    }

    /// Puts a node back that was taken.
    mutating func giveBack(_ child: FlattenedDeviceTree.Node) {
        if let place = children.firstIndex(where: { $0.offset == child.offset }) { isChildTaken[place] = false }
    }

    /// What nobody took.
    var leftover: Leftover {
        guard isTaken.contains(false) || isChildTaken.contains(false) else { return Leftover() }
        return Leftover(
            properties: zip(properties, isTaken).filter { !$1 }.map { DeviceTreeNode.Property($0.0) },
            nodes: zip(children, isChildTaken).filter { !$1 }.map { DeviceTreeNode($0.0) })
    }
}
