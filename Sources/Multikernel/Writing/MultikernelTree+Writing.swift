public import DeviceTree

extension MultikernelTree {
    /// The root node of the tree, with properties and nodes in the order in which kernels write them.
    ///
    /// What kernels write alike in every tree of a form and nobody asks for, such as `#address-cells` of the trees with
    /// addresses and `device_type` of chunks and bridges, is written although the model does not mention it. A number that
    /// does not fit the one cell that it should have is written in two.
    public var node: DeviceTreeNode {
        switch self {
        case .machine(let machine): machine.node
        case .instance(let tree): tree.node
        case .overlay(let overlay): overlay.node
        }
    }

    /// The tree as a blob, byte for byte what kernels write for the trees that they write.
    ///
    /// - Throws: `badName` for a name that no blob can hold: one that is empty or has a NUL.
    public func blob() throws(DeviceTreeError) -> [UInt8] {
        let node = node
        return try DeviceTreeWriter.build { root throws(DeviceTreeError) in
            try root.contents(of: node)
        }
    }
}
