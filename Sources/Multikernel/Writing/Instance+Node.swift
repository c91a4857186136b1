import DeviceTree

extension Instance {
    /// The node of an instance in a list.
    var node: DeviceTreeNode {
        var builder = NodeBuilder(name)
        builder.number32("id", id)
        builder.properties(of: other)
        builder.child(resources?.node)
        builder.child(options?.node)
        builder.children(other.nodes)
        return builder.node
    }
}

extension InstanceOptions {
    var node: DeviceTreeNode {
        var builder = NodeBuilder("options")
        if seesHostCore { builder.standard("enable-host-kcore", .empty, unlessIn: other) }
        builder.properties(of: other)
        builder.children(other.nodes)
        return builder.node
    }
}

extension BootInformation {
    var node: DeviceTreeNode {
        var builder = NodeBuilder("chosen")
        builder.processors("multikernel,pool-cpus", poolCPUs)
        builder.numbers64("multikernel,reserved-memory", reservedMemory.map { $0.flatMap { [$0.base, $0.size] } })
        builder.number64("multikernel,host-ipi-buffer", hostMessages?.address)
        builder.number32("multikernel,host-ipi-pages", hostMessages?.pages)
        builder.number64("multikernel,host-ipi-cpu", hostCPU)
        builder.number64("multikernel,pool-slot", poolSlot)
        builder.number64("multikernel,ipi-buffer", messages?.address)
        builder.number32("multikernel,ipi-pages", messages?.pages)
        builder.properties(of: other)
        if let hostTree {
            builder.child(
                DeviceTreeNode("multikernel,host-tree", properties: hostTree.properties, children: hostTree.nodes))
        }
        builder.children(other.nodes)
        return builder.node
    }
}
