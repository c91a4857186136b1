/// A node as a value of its own, apart from any blob: a name, properties as bytes, and nodes below.
///
/// Trees are read where they lie; this is for what somebody takes out of one, or puts together.
public struct DeviceTreeNode: Hashable, Sendable {
    /// The name, unit address included; bytes that are not printable as ``FlattenedDeviceTree/Node/name`` shows them.
    public var name: String
    /// The properties, in their order.
    public var properties: [Property]
    /// The nodes below, in their order.
    public var children: [DeviceTreeNode]

    /// A node.
    public init(_ name: String, properties: [Property] = [], children: [DeviceTreeNode] = []) {
        self.name = name
        self.properties = properties
        self.children = children
    }

    /// A node of a tree, with all that is below it.
    ///
    /// As deep as the tree that was indexed; its limits bound that.
    public init(_ node: FlattenedDeviceTree.Node) {
        name = node.name
        properties = node.properties.map { Property($0) }
        children = node.children.map { DeviceTreeNode($0) }
    }

    /// A property: a name and bytes.
    public struct Property: Hashable, Sendable {
        /// The name; bytes that are not printable as ``FlattenedDeviceTree/Property/name`` shows them.
        public var name: String
        /// The bytes.
        public var value: DeviceTreeValue

        /// A property.
        public init(_ name: String, _ value: DeviceTreeValue) {
            self.name = name
            self.value = value
        }

        /// A property of a tree.
        public init(_ property: FlattenedDeviceTree.Property) {
            self.init(property.name, DeviceTreeValue(Array(property.bytes)))
        }
    }

    /// The first property of a name.
    public subscript(_ name: String) -> DeviceTreeValue? {
        properties.first { $0.name == name }?.value
    }
}

extension DeviceTreeWriter {
    /// Writes a node with all that is below it.
    public mutating func node(_ node: DeviceTreeNode) throws(DeviceTreeError) {
        try begin(NameText.bytes(node.name))
        try contents(of: node)
        try end()
    }

    /// Writes the properties and the nodes of a node into the one that is open.
    public mutating func contents(of node: DeviceTreeNode) throws(DeviceTreeError) {
        for property in node.properties { try self.property(NameText.bytes(property.name), property.value) }
        for child in node.children { try self.node(child) }
    }
}
