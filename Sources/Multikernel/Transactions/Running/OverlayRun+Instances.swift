import DeviceTree
import HandoverState

/// Instances: how they come and go.
extension OverlayRun {
    mutating func create(_ request: InstanceRequest, at place: String) throws(Refusal) {
        let name = try name(request.name, at: place)
        guard let resources = request.resources else {
            throw Refusal(.applyRequest, .EINVAL, at: place, "resources are missing")
        }
        if machine[name] != nil {
            throw Refusal(.applyInstanceExists, .EEXIST, at: place, "there is an instance \(name) already")
        }
        let taken = machine.takenIDs
        let id = identifier(request, at: place)
        if let id, taken.contains(id) {
            let owner = machine.instances.first { $0.id == id }?.name ?? "the host"
            throw Refusal(.applyInstanceExists, .EEXIST, at: place, "id \(id) is \(owner)'s")
        }
        let wanted = try WantedResources(resources, pageSize: conditions.pageSize, at: place)
        for (property, message) in wanted.ignored { skip(place + "/resources/" + property, message) }
        try checkChosen(request.chosen, at: place)
        if request.options != nil { skip(place + "/options", "kernels do not read options") }

        var instance = RunningInstance(name: name, id: id ?? (1...).first { !taken.contains($0) })
        if wanted.bytes > 0 {
            let pageSize = conditions.pageSize
            guard
                let regions = machine.memory.take(wanted.bytes, numaNode: wanted.numaNode, pageSize: pageSize)
            else {
                throw Refusal(
                    .applyNoMemory, .ENOMEM, at: place,
                    "\(name) asks for \(wanted.bytes.bytesText), of \(machine.memory.freeBytes.bytesText) that are free"
                )
            }
            instance.regions = regions
        }
        takeCPUs(wanted.cpus, for: &instance, at: place)
        takeDevices(wanted.devices, for: &instance, at: place)
        var origin = Instance(name: name, id: instance.id, resources: resources)
        origin.options = request.options
        if let chosen = request.chosen {
            origin.other.nodes.append(
                DeviceTreeNode("chosen", properties: chosen.properties, children: chosen.nodes))
        }
        instance.origin = origin
        machine[name] = instance
        step(place, "\(name) created with \(contents(of: instance))")
    }

    private func contents(of instance: RunningInstance) -> String {
        var parts = ["id \(instance.id ?? 0)"]
        if !instance.regions.isEmpty {
            let pieces = instance.regions.count > 1 ? " in \(instance.regions.count) regions" : ""
            let place = instance.regions.first.flatMap { machine.memory.address(of: $0) }.map { " at \(hex($0))" } ?? ""
            parts.append(instance.bytes.bytesText + pieces + place)
        }
        if !instance.cpus.isEmpty { parts.append("CPUs \(CPURanges.text(instance.cpus.elements))") }
        if !instance.devices.isEmpty {
            parts.append("devices \(instance.devices.elements.map(\.description).joined(separator: ", "))")
        }
        return parts.joined(separator: ", ")
    }

    private func name(_ name: String?, at place: String) throws(Refusal) -> String {
        guard let name, !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/")) else {
            throw Refusal(.applyRequest, .EINVAL, at: place, "instance-name has to be a text, not empty and without /")
        }
        return name
    }

    private mutating func identifier(_ request: InstanceRequest, at place: String) -> UInt32? {
        if request.other.properties.contains(where: { $0.name == "id" }) {
            remark(.applyCut, place, "an id that is not one cell counts for none; the kernel chooses one")
        }
        guard let id = request.id else { return nil }
        if id <= UInt32(Int32.max) { return id }
        remark(.applyCut, place, "id \(id) is negative to kernels, which choose one themselves")
        return nil
    }

    private func checkChosen(_ chosen: Leftover?, at place: String) throws(Refusal) {
        guard let chosen else { return }
        let isTree = chosen.nodes.allSatisfy { $0.name == "multikernel,host-tree" }
        if chosen.properties.isEmpty, isTree { return }
        throw Refusal(.applyRequest, .EINVAL, at: place, "chosen may have multikernel,host-tree and nothing else")
    }

    /// All processors, or none and a word in the log: the instance is made all the same.
    private mutating func takeCPUs(_ cpus: [UInt64], for instance: inout RunningInstance, at place: String) {
        if let missing = cpus.first(where: { !machine.freeCPUs.contains($0) }) {
            let owner = machine.owner(of: missing).map { "\($0)'s" } ?? "not in the pool"
            return remark(
                .applyCreatedWithLess, place,
                "\(instance.name) gets no CPU at all, since CPU \(missing) is \(owner): EBUSY inside, and no failure")
        }
        for cpu in cpus {
            machine.freeCPUs.remove(cpu)
            instance.cpus.insert(cpu)
        }
    }

    /// All PCI devices or none, and all platform devices or none.
    private mutating func takeDevices(_ keys: [DeviceKey], for instance: inout RunningInstance, at place: String) {
        let isPCI: (DeviceKey) -> Bool = { if case .pci = $0 { true } else { false } }
        for (group, kind) in [(keys.filter(isPCI), "PCI"), (keys.filter { !isPCI($0) }, "platform")] {
            if let missing = group.first(where: { !machine.freeDevices.contains($0) }) {
                remark(
                    .applyCreatedWithLess, place,
                    "\(instance.name) gets no \(kind) device at all, since \(missing) is not free: ENOENT inside, and "
                        + "no failure")
                continue
            }
            for key in group {
                machine.freeDevices.remove(key)
                instance.devices.insert(key)
            }
        }
    }

    // MARK: Removal

    mutating func remove(_ name: String?, at place: String) throws(Refusal) {
        let name = try self.name(name, at: place)
        guard let instance = machine[name] else {
            throw Refusal(.applyInstanceMissing, .ENOENT, at: place, "there is no instance \(name)")
        }
        try destroy(instance, at: place)
    }

    private mutating func destroy(_ instance: RunningInstance, at place: String) throws(Refusal) {
        if instance.state != .ready {
            let state = instance.state == .active ? "runs" : "has its kernel loaded"
            throw Refusal(.applyInstanceBusy, .EBUSY, at: place, "\(instance.name) \(state)")
        }
        for cpu in instance.cpus.elements { machine.freeCPUs.insert(cpu) }
        for key in instance.devices.elements { machine.freeDevices.insert(key) }
        for region in instance.regions { machine.memory.put(region) }
        machine[instance.name] = nil
        step(place, "\(instance.name) removed, and what it had is in the pool")
    }

    // MARK: Backward

    mutating func undoCreate(_ request: InstanceRequest, at place: String) throws(Refusal) {
        let name = try self.name(request.name, at: place)
        guard let instance = machine[name] else { return step(place, "there is no instance \(name) to remove") }
        try destroy(instance, at: place)
    }

    mutating func undoRemove(_ name: String?, at place: String) throws(Refusal) {
        let name = try self.name(name, at: place)
        remark(.applyNotUndone, place, "kernels do not make \(name) again; it has to be created anew")
    }
}
