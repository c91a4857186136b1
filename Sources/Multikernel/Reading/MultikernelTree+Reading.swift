public import DeviceTree

extension MultikernelTree {
    /// What was read from a tree.
    public struct Reading: Sendable {
        /// What the tree tells.
        public let tree: MultikernelTree
        /// What there is to say of its shape, in the order in which it was met.
        public let remarks: [MultikernelRemark]
        /// Where things stand in the tree.
        public let origins: Origins
    }

    /// Where the nodes and properties of a tree stand in its blob.
    public struct Origins: Sendable {
        /// The tree that was read.
        public let tree: FlattenedDeviceTree

        /// The byte offset of a node, or of a property of it, by the node's path; `nil` where there is no such thing.
        public func offset(of path: String, property: String? = nil) -> Int? {
            guard let node = tree.node(at: path) else { return nil }
            guard let property else { return node.offset }
            return node[property]?.offset
        }
    }

    /// Whether a tree is one of the multikernel patches, by what it holds: a cheap look at the nodes near the root.
    public static func recognises(_ tree: FlattenedDeviceTree) -> Bool {
        TreeShape(tree.root) != nil
    }

    /// Reads a tree of any kind.
    ///
    /// Whatever has no place in the model, or cannot be read, is kept as ``Leftover``: nothing is lost, and what there is
    /// to say about it is among the remarks. Lists of processors are read in the width that the tree as a whole speaks
    /// for, see ``CPUList``.
    ///
    /// - Throws: `unrecognised` for a tree that ``recognises(_:)`` does not know.
    /// - Complexity: Linear in the size of the tree.
    public static func read(_ tree: FlattenedDeviceTree) throws(MultikernelError) -> Reading {
        let root = tree.root
        guard let shape = TreeShape(root) else {
            throw MultikernelError(
                code: .unrecognised, path: "/",
                reason: "neither /resources nor /instances nor fragments of a multikernel device tree are here")
        }
        var reader = TreeReader(widths: CPUWidths(root, shape: shape))
        let read = reader.read(root, shape: shape)
        reader.remarkDuplicates(below: root)
        return Reading(tree: read, remarks: reader.remarks, origins: Origins(tree: tree))
    }
}
