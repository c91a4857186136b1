import DeviceTree

extension Overlay {
    var node: DeviceTreeNode {
        var root = NodeBuilder("")
        root.texts("compatible", compatible)
        root.text("mk,resources", label)
        root.properties(of: other)
        root.children(fragments.map { $0.node })
        root.children(other.nodes)
        return root.node
    }
}

extension OverlayFragment {
    var node: DeviceTreeNode {
        var builder = NodeBuilder(name)
        builder.text("target-path", target)
        builder.properties(of: other)
        if let operations {
            var inner = NodeBuilder("__overlay__")
            inner.properties(of: otherOperations)
            inner.children(operations.map { $0.node })
            inner.children(otherOperations.nodes)
            builder.child(inner.node)
        }
        builder.children(other.nodes)
        return builder.node
    }
}

extension OverlayOperation {
    var node: DeviceTreeNode {
        var builder = NodeBuilder(name)
        switch action {
        case .createInstance(let request): request.fill(&builder)
        case .removeInstance(let name): builder.text("instance-name", name)
        case .addMemory(let items), .removeMemory(let items): builder.children(items.map { $0.node })
        case .addCPUs(let items), .removeCPUs(let items): builder.children(items.map { $0.node })
        case .addDevices(let items), .removeDevices(let items): builder.children(items.map { $0.node })
        }
        builder.properties(of: other)
        builder.children(other.nodes)
        return builder.node
    }
}

extension InstanceRequest {
    func fill(_ builder: inout NodeBuilder) {
        builder.text("instance-name", name)
        builder.number32("id", id)
        builder.properties(of: other)
        builder.child(resources?.node)
        builder.child(options?.node)
        if let chosen {
            builder.child(DeviceTreeNode("chosen", properties: chosen.properties, children: chosen.nodes))
        }
        builder.children(other.nodes)
    }
}

extension OverlayMemory {
    var node: DeviceTreeNode {
        var builder = NodeBuilder(name)
        builder.extent(extent)
        builder.number32("numa-node-id", numaNode)
        builder.properties(of: other)
        builder.children(other.nodes)
        return builder.node
    }
}

extension OverlayCPU {
    var node: DeviceTreeNode {
        var builder = NodeBuilder(name)
        builder.number("reg", id, width)
        builder.number32("numa-node-id", numaNode)
        builder.properties(of: other)
        builder.children(other.nodes)
        return builder.node
    }
}

extension OverlayDevice {
    var node: DeviceTreeNode {
        var builder = NodeBuilder(name)
        builder.text("pci-id", pciID)
        builder.text("alias", alias)
        builder.text("driver", driver)
        builder.properties(of: other)
        builder.children(other.nodes)
        return builder.node
    }
}
