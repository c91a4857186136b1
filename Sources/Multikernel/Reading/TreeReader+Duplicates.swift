import DeviceTree

extension TreeReader {
    /// Remarks what stands twice in a node and below it: readers take the first of a name.
    mutating func remarkDuplicates(below node: FlattenedDeviceTree.Node) {
        let properties = node.properties
        let names = properties.map(\.name)
        for place in Self.repeats(in: names) { remark(.duplicateProperty, node, names[place]) }
        let children = Array(node.children)
        var repeated = Self.repeats(in: children.map(\.name))[...]
        for (place, child) in children.enumerated() {
            if repeated.first == place {
                repeated.removeFirst()
                remark(.duplicateNode, child)
            }
            remarkDuplicates(below: child)
        }
    }

    /// The places of names that stood before; a few are compared with each other, which is faster than to hash them.
    private static func repeats(in names: [String]) -> [Int] {
        if names.count <= 8 {
            return names.indices.filter { names[..<$0].contains(names[$0]) }
        }
        var seen: Set<String> = []
        return names.indices.filter { !seen.insert(names[$0]).inserted }
    }
}
