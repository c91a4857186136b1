public import DeviceTree

/// What a node holds that the model has no place for: kept byte for byte, and written again.
public struct Leftover: Hashable, Sendable {
    /// Properties, in the order of the tree.
    public var properties: [DeviceTreeNode.Property]
    /// Nodes with all that is in them, in the order of the tree.
    public var nodes: [DeviceTreeNode]

    /// What is left, or nothing.
    public init(properties: [DeviceTreeNode.Property] = [], nodes: [DeviceTreeNode] = []) {
        self.properties = properties
        self.nodes = nodes
    }

    /// Whether nothing is left.
    public var isEmpty: Bool { properties.isEmpty && nodes.isEmpty }
}
