import DeviceTree

extension TreeReader {
    /// Reads a tree from its root.
    mutating func read(_ root: FlattenedDeviceTree.Node, shape: TreeShape) -> MultikernelTree {
        switch shape {
        case .overlay: return .overlay(overlay(root))
        case .machine:
            labels = DeviceLabels(root)
            return .machine(machine(root))
        case .instance:
            labels = DeviceLabels(root)
            return .instance(instanceTree(root))
        }
    }

    private mutating func machine(_ root: FlattenedDeviceTree.Node) -> Machine {
        var contents = NodeContents(root)
        var machine = Machine()
        machine.compatible = texts("compatible", in: &contents)
        machine.id = number32("id", in: &contents)
        if let node = contents.takeNode("resources") { machine.pool = pool(node) }
        instances(of: &machine, in: &contents)
        machine.aliases = aliases(in: &contents)
        machine.hostBridges = hostBridges(in: &contents)
        for node in contents.takeNodes(where: { Self.isReference($0) }) { machine.references.append(reference(node)) }
        if machine.kind == .pool { takeRootCells(in: &contents) }
        machine.other = leftover(of: contents)
        return machine
    }

    private mutating func instances(of machine: inout Machine, in contents: inout NodeContents) {
        guard let node = contents.takeNode("instances") else { return }
        var list = NodeContents(node)
        machine.instances = list.takeNodes { _ in true }.map { instance($0) }
        machine.otherInstances = list.leftover
    }

    private mutating func instanceTree(_ root: FlattenedDeviceTree.Node) -> InstanceTree {
        var contents = NodeContents(root)
        let compatible = texts("compatible", in: &contents)
        var tree = InstanceTree(Instance(name: modelName(in: &contents)))
        tree.compatible = compatible
        instanceNode(&tree.instance, in: &contents)
        tree.aliases = aliases(in: &contents)
        tree.hostBridges = hostBridges(in: &contents)
        if let node = contents.takeNode("chosen") { tree.chosen = bootInformation(node) }
        takeRootCells(in: &contents)
        tree.instance.other = leftover(of: contents)
        return tree
    }

    /// `model`, which is the name; one that is empty stays where it is.
    private mutating func modelName(in contents: inout NodeContents) -> String {
        if contents["model"]?.bytes.elementsEqual([0]) == true { return "" }
        return text("model", in: &contents) ?? ""
    }

    private mutating func takeRootCells(in contents: inout NodeContents) {
        contents.takeStandard("#address-cells", .cells([2]))
        contents.takeStandard("#size-cells", .cells([2]))
    }

    /// `/aliases`; a node without any, or with nodes of its own, stays where it is.
    private mutating func aliases(in contents: inout NodeContents) -> [Alias] {
        guard let node = contents.takeNode("aliases") else { return [] }
        guard !node.properties.isEmpty, node.children.isEmpty else {
            contents.giveBack(node)
            return []
        }
        return node.properties.map { property in
            let target = property.string.map { Alias.Target.path($0) } ?? .bytes(Array(property.bytes))
            return Alias(name: property.name, target: target)
        }
    }
}

/// Labels, and nodes that refer to devices.
extension TreeReader {
    /// What is left of the root: of the labels only those that no device has claimed.
    private func leftover(of contents: NodeContents) -> Leftover {
        var left = contents.leftover
        guard let labels, let place = left.nodes.firstIndex(where: { $0.name == "__symbols__" }),
            let symbols = contents.node.child(named: "__symbols__")
        else { return left }
        let unclaimed = symbols.properties.filter { !labels.isClaimed($0) }
        guard unclaimed.count < symbols.properties.count else { return left }
        left.nodes[place].properties = unclaimed.map { DeviceTreeNode.Property($0) }
        if unclaimed.isEmpty, left.nodes[place].children.isEmpty { left.nodes.remove(at: place) }
        return left
    }

    /// Whether a node of the root has a place by its name, whatever it holds.
    static func isStructure(_ node: FlattenedDeviceTree.Node) -> Bool {
        node.name.hasPrefix("__")
            || ["resources", "instances", "aliases", "chosen", "options"].contains(node.name)
    }

    private static func isReference(_ node: FlattenedDeviceTree.Node) -> Bool {
        guard !isStructure(node) else { return false }
        return node["parent"] != nil || node["vf-id"] != nil || node["namespace-id"] != nil
    }

    private mutating func reference(_ node: FlattenedDeviceTree.Node) -> DeviceReference {
        var contents = NodeContents(node)
        var reference = DeviceReference(name: node.name)
        reference.parent = contents.take("parent") { property in
            if let text = property.string, Self.isPrintable(text) { return .text(text) }
            return property.bigEndianUInt32.map { .phandle($0) }
        }
        if reference.parent == nil, node["parent"] != nil { remark(.notText, node, "parent") }
        reference.virtualFunction = number32("vf-id", in: &contents)
        reference.namespace = number32("namespace-id", in: &contents)
        reference.phandle = phandle(in: &contents)
        reference.labels = labels?.claim(node) ?? []
        reference.other = contents.leftover
        return reference
    }

    /// `phandle`, or `linux,phandle`, which stays where it is.
    mutating func phandle(in contents: inout NodeContents) -> UInt32? {
        number32("phandle", in: &contents) ?? contents["linux,phandle"]?.bigEndianUInt32
    }

    /// Whether text is such as people write, and not cells that happen to end with a zero.
    static func isPrintable(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
    }
}
