import DeviceTree

/// Where in a file that holds one device tree the items of its handover stand.
struct TreeOffsets {
    let root: FlattenedDeviceTree?
    let trees: [String: FlattenedDeviceTree]

    /// The offset of the node or property that a path names, or of the last node on the way there that the tree has.
    func offset(of path: String) -> Int? {
        if let root { return Self.offset(of: path[...], in: root) }
        // A subtree alone: the first name of a path is its own.
        guard trees.count == 1, let (name, tree) = trees.first else { return nil }
        let prefix = "/" + name
        guard path.hasPrefix(prefix) else { return path == "/" ? tree.root.offset : nil }
        return Self.offset(of: path.dropFirst(prefix.count), in: tree)
    }

    private static func offset(of path: Substring, in tree: FlattenedDeviceTree) -> Int {
        var node = tree.root
        for name in path.split(separator: "/") {
            guard let child = node.child(named: String(name)) else { return node[String(name)]?.offset ?? node.offset }
            node = child
        }
        return node.offset
    }
}
