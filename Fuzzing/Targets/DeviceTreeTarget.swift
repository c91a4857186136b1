import DeviceTree

/// Trees, whole and cut, node by node and as source text.
enum DeviceTreeTarget {
    static func run(_ bytes: [UInt8]) {
        let tree = try? FlattenedDeviceTree(blob: bytes)
        if let tree { read(tree) }
        if let cut = try? CutDeviceTree(blob: bytes) {
            read(cut)
            if let tree {
                precondition(cut.isWhole, "a whole tree is taken for a cut one: \(cut.reason)")
                precondition(cut.nodes.count == tree.nodeCount, "a cut tree has other nodes than the whole one")
            }
        } else {
            precondition(tree == nil, "a whole tree cannot be read as a cut one")
        }
        // A cut at a place that the input chooses, as running kernels cut their trees.
        if tree != nil, let last = bytes.last, let front = try? CutDeviceTree(blob: bytes.dropLast(Int(last) + 1)) {
            read(front)
        }
    }

    private static func read(_ tree: FlattenedDeviceTree) {
        var nodes = 0
        visit(tree.root, &nodes)
        precondition(nodes == tree.nodeCount, "a walk meets \(nodes) of \(tree.nodeCount) nodes")
        for style in 0..<2 {
            var text: [UInt8] = []
            if style == 0 {
                tree.writeSource(annotating: .cells, to: &text)
            } else {
                tree.writeSource(annotating: .handover, to: &text)
            }
            precondition(!text.isEmpty, "a tree without source text")
        }
    }

    private static func visit(_ node: FlattenedDeviceTree.Node, _ nodes: inout Int) {
        nodes += 1
        for property in node.properties {
            // Each way to read a value.
            _ = property.nativeUInt32
            _ = property.nativeUInt64
            _ = property.nativeUInt64s?.count
            _ = property.bigEndianUInt64
            _ = property.bigEndianCells?.count
            _ = property.string
            _ = property.strings?.count
            precondition(property.bytes.count == property.count, "a property of another length than its bytes")
            if nodes <= 64, property.name.utf8.elementsEqual(property.nameBytes) {
                precondition(node[property.name] != nil, "a property that its name does not find")
            }
        }
        if nodes <= 64 {
            _ = node.path
            _ = (node.baseName, node.unitAddress, node.parent?.depth)
        }
        for child in node.children { visit(child, &nodes) }
    }

    private static func read(_ cut: CutDeviceTree) {
        for node in cut.nodes.prefix(64) {
            _ = node.path
            for property in node.properties { _ = (property.name, property.bytes.count, property.isWhole) }
        }
        _ = (cut.missing.count, cut.reason)
        guard let repaired = try? cut.repaired(naming: { $0 & 1 == 0 ? "name-\($0)" : nil }) else { return }
        read(repaired)
    }
}
