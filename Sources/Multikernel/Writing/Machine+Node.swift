import DeviceTree

extension Machine {
    var node: DeviceTreeNode {
        var root = NodeBuilder("")
        root.texts("compatible", compatible)
        if kind == .pool { root.rootCells(unlessIn: other) }
        root.number32("id", id)
        root.properties(of: other)
        root.child(pool?.node)
        if let instances {
            var list = NodeBuilder("instances")
            list.properties(of: otherInstances)
            list.children(instances.map { $0.node })
            list.children(otherInstances.nodes)
            root.child(list.node)
        }
        root.aliases(aliases)
        root.children(hostBridges.map { $0.node })
        root.children(references.map { $0.node })
        var labels = (pool?.devices ?? []).symbols(below: "/resources/devices/")
        for instance in instances ?? [] {
            labels += (instance.resources?.devices ?? []).symbols(
                below: "/instances/\(instance.name)/resources/devices/")
        }
        labels += hostBridges.flatMap { $0.symbols }
        labels += references.flatMap { reference in
            reference.labels.map { DeviceTreeNode.Property($0, .string("/" + reference.name)) }
        }
        root.rest(other.nodes, symbols: labels)
        return root.node
    }
}

extension InstanceTree {
    var node: DeviceTreeNode {
        var root = NodeBuilder("")
        root.texts("compatible", compatible)
        if !instance.name.isEmpty { root.text("model", instance.name) }
        root.rootCells(unlessIn: instance.other)
        root.number32("id", instance.id)
        root.properties(of: instance.other)
        root.child(instance.resources?.node)
        root.child(instance.options?.node)
        root.aliases(aliases)
        root.children(hostBridges.map { $0.node })
        root.child(chosen?.node)
        var labels = (instance.resources?.devices ?? []).symbols(below: "/resources/devices/")
        labels += hostBridges.flatMap { $0.symbols }
        root.rest(instance.other.nodes, symbols: labels)
        return root.node
    }
}

extension NodeBuilder {
    /// What the root of a tree with addresses says of their width.
    mutating func rootCells(unlessIn left: Leftover) {
        standard("#address-cells", .cells([2]), unlessIn: left)
        standard("#size-cells", .cells([2]), unlessIn: left)
    }

    mutating func aliases(_ aliases: [Alias]) {
        guard !aliases.isEmpty else { return }
        var list = NodeBuilder("aliases")
        for alias in aliases {
            switch alias.target {
            case .path(let path): list.text(alias.name, path)
            case .bytes(let bytes): list.property(alias.name, DeviceTreeValue(bytes))
            }
        }
        child(list.node)
    }

    /// The nodes that are left of a root, the labels of devices among the symbols.
    mutating func rest(_ nodes: [DeviceTreeNode], symbols: [DeviceTreeNode.Property]) {
        guard !symbols.isEmpty else { return children(nodes) }
        var nodes = nodes
        if let place = nodes.firstIndex(where: { $0.name == "__symbols__" }) {
            nodes[place].properties.insert(contentsOf: symbols, at: 0)
        } else {
            nodes.append(DeviceTreeNode("__symbols__", properties: symbols))
        }
        children(nodes)
    }
}

extension DeviceReference {
    var node: DeviceTreeNode {
        var builder = NodeBuilder(name)
        switch parent {
        case .phandle(let phandle): builder.number32("parent", phandle)
        case .text(let text): builder.text("parent", text)
        case nil: break
        }
        builder.number32("vf-id", virtualFunction)
        builder.number32("namespace-id", namespace)
        builder.number32("phandle", phandle)
        builder.properties(of: other)
        builder.children(other.nodes)
        return builder.node
    }
}
