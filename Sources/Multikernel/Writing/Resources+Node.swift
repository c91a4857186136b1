import DeviceTree

extension ResourcePool {
    var node: DeviceTreeNode {
        var builder = NodeBuilder("resources")
        builder.processors("cpus", cpus)
        builder.processors("cpus-available", freeCPUs)
        builder.singleMemory(singleMemory)
        builder.number32("llc-way-mask", cacheWays)
        builder.number32("linux,resctrl-closid", cacheClass)
        builder.properties(of: other)
        builder.children(memory.map { $0.node(typed: true) })
        builder.devices(devices, otherDevices)
        builder.child(topology?.node)
        builder.children(other.nodes)
        return builder.node
    }
}

extension InstanceResources {
    var node: DeviceTreeNode {
        var builder = NodeBuilder("resources")
        builder.singleMemory(memory)
        builder.processors("cpus", cpus)
        builder.cells("numa-nodes", numaNodes)
        builder.number32("llc-way-mask", cacheWays)
        builder.number32("linux,resctrl-closid", cacheClass)
        switch deviceReferences {
        case .names(let names): builder.property("device-names", .strings(names))
        case .texts(let texts): builder.property("devices", .strings(texts))
        case .phandles(let phandles): builder.cells("devices", phandles)
        case nil: break
        }
        builder.text("cpu-affinity", cpuAffinity)
        builder.text("memory-policy", memoryPolicy)
        builder.properties(of: other)
        builder.children(regions.map { $0.node(typed: false) })
        builder.children(generatedDevices.map { $0.generatedNode })
        builder.devices(devices, otherDevices)
        builder.child(rings?.node)
        builder.children(other.nodes)
        return builder.node
    }
}

extension NodeBuilder {
    mutating func singleMemory(_ memory: SingleMemory?) {
        guard let memory else { return }
        number("memory-base", memory.base, memory.baseWidth)
        number("memory-bytes", memory.size, memory.sizeWidth)
    }

    mutating func extent(_ extent: PoolMemory.Extent) {
        switch extent {
        case .chunk(let base, let size): numbers64("reg", [base, size])
        case .request(let size): number64("size", size)
        case .unknown: break
        }
    }

    mutating func devices(_ devices: [Device], _ other: Leftover) {
        guard !devices.isEmpty || !other.isEmpty else { return }
        var list = NodeBuilder("devices")
        list.properties(of: other)
        list.children(devices.map { $0.node })
        list.children(other.nodes)
        child(list.node)
    }
}

extension PoolMemory {
    /// The node; chunks of a pool say of what type they are.
    func node(typed: Bool) -> DeviceTreeNode {
        var builder = NodeBuilder(name)
        if typed, case .chunk = extent { builder.standard("device_type", .string("memory"), unlessIn: other) }
        builder.extent(extent)
        builder.number32("numa-node-id", numaNode)
        builder.properties(of: other)
        builder.children(other.nodes)
        return builder.node
    }
}

extension SharedRings {
    var node: DeviceTreeNode {
        var builder = NodeBuilder("uring")
        builder.number32("sq-entries", submissions)
        builder.number32("cq-entries", completions)
        builder.number32("shim-data-pages", dataPages)
        builder.properties(of: other)
        builder.children(other.nodes)
        return builder.node
    }
}

extension Topology {
    var node: DeviceTreeNode {
        var builder = NodeBuilder("topology")
        builder.properties(of: other)
        if !nodes.isEmpty || !otherNodes.isEmpty {
            var list = NodeBuilder("numa-nodes")
            list.properties(of: otherNodes)
            list.children(nodes.map { $0.node })
            list.children(otherNodes.nodes)
            builder.child(list.node)
        }
        builder.children(other.nodes)
        return builder.node
    }
}

extension NUMANode {
    var node: DeviceTreeNode {
        var builder = NodeBuilder(name)
        builder.number32("node-id", id)
        builder.number64("memory-base", memoryBase)
        builder.number64("memory-size", memorySize)
        builder.text("memory-type", memoryType)
        builder.processors("cpus", cpus)
        builder.cells("distance-matrix", distances)
        builder.properties(of: other)
        builder.children(other.nodes)
        return builder.node
    }
}
