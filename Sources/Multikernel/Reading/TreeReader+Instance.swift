import DeviceTree

extension TreeReader {
    /// A node of `/instances`.
    mutating func instance(_ node: FlattenedDeviceTree.Node) -> Instance {
        var contents = NodeContents(node)
        var instance = Instance(name: node.name, resources: nil)
        instanceNode(&instance, in: &contents)
        instance.other = contents.leftover
        return instance
    }

    /// What an instance has, be it a node or a tree of its own.
    mutating func instanceNode(_ instance: inout Instance, in contents: inout NodeContents) {
        instance.id = number32("id", in: &contents)
        instance.resources = contents.takeNode("resources").map { instanceResources($0) }
        instance.options = contents.takeNode("options").map { options($0) }
    }

    /// `options`.
    mutating func options(_ node: FlattenedDeviceTree.Node) -> InstanceOptions {
        var contents = NodeContents(node)
        var options = InstanceOptions(seesHostCore: node["enable-host-kcore"] != nil)
        contents.takeStandard("enable-host-kcore", .empty)
        options.other = contents.leftover
        return options
    }

    /// `/chosen` of an instance.
    mutating func bootInformation(_ node: FlattenedDeviceTree.Node) -> BootInformation {
        var contents = NodeContents(node)
        var chosen = BootInformation()
        chosen.poolCPUs = processors("multikernel,pool-cpus", in: &contents)
        chosen.messages = messageBuffer("multikernel,ipi", in: &contents)
        chosen.hostMessages = messageBuffer("multikernel,host-ipi", in: &contents)
        chosen.hostCPU = number64("multikernel,host-ipi-cpu", in: &contents)
        chosen.reservedMemory = reservedMemory(in: &contents)
        chosen.poolSlot = number64("multikernel,pool-slot", in: &contents)
        if let node = contents.takeNode("multikernel,host-tree") { chosen.hostTree = NodeContents(node).leftover }
        chosen.other = contents.leftover
        return chosen
    }

    private mutating func messageBuffer(
        _ name: String, in contents: inout NodeContents
    ) -> BootInformation.MessageBuffer? {
        let address = number64(name + "-buffer", in: &contents)
        let pages = number32(name + "-pages", in: &contents)
        return address == nil && pages == nil ? nil : BootInformation.MessageBuffer(address: address, pages: pages)
    }

    private mutating func reservedMemory(in contents: inout NodeContents) -> [BootInformation.Region]? {
        let name = "multikernel,reserved-memory"
        guard let property = contents[name] else { return nil }
        guard property.count % 16 == 0, let cells = contents.take(name, as: { $0.bigEndianCells }) else {
            remark(.wrongLength(bytes: property.count, expected: "a multiple of 16"), contents.node, name)
            return nil
        }
        let numbers = CPUWidths.pairs(cells)
        return stride(from: 0, to: numbers.count - 1, by: 2).map {
            BootInformation.Region(base: numbers[$0], size: numbers[$0 + 1])
        }
    }
}
