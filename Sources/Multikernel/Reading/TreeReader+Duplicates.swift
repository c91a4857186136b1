import DeviceTree

extension TreeReader {
    /// Remarks what stands twice in a node and below it: readers take the first of a name.
    mutating func remarkDuplicates(below node: FlattenedDeviceTree.Node) {
        var names: Set<String> = []
        for property in node.properties {
            let name = property.name
            if !names.insert(name).inserted { remark(.duplicateProperty, node, name) }
        }
        names.removeAll(keepingCapacity: true)
        for child in node.children {
            if !names.insert(child.name).inserted { remark(.duplicateNode, child) }
            remarkDuplicates(below: child)
        }
    }
}
