import DeviceTree

extension RunningMachine {
    /// The machine as one tree, in the manner of the tree that it came from: the pool, and every instance that it has.
    ///
    /// A chunk whose base the kernel has still to choose is written by its size, as in a baseline; so is memory of an
    /// instance whose place is a guess.
    public func tree(like source: Machine) -> Machine {
        MachineOutput(machine: self, source: source).tree()
    }
}

/// A machine on its way back into a tree.
private struct MachineOutput {
    let machine: RunningMachine
    let source: Machine
    /// Where each device stands, for the aliases.
    private var paths: [DeviceKey: String] = [:]

    init(machine: RunningMachine, source: Machine) {
        self.machine = machine
        self.source = source
    }

    /// Whether the tree's pool tells of devices that are lent, too.
    private var listsLent: Bool { source.kind != .pool }

    func tree() -> Machine {
        var output = self
        return output.assembled()
    }

    private mutating func assembled() -> Machine {
        var tree = source
        tree.hostBridges = bridges()
        tree.pool = pool()
        let instances = machine.instances.map { instance($0) }
        tree.instances = instances.isEmpty && source.instances == nil ? nil : instances
        tree.aliases = aliases()
        return tree
    }

    // MARK: The pool

    private mutating func pool() -> ResourcePool? {
        guard machine.hasPool, var pool = source.pool else { return source.pool }
        pool.cpus = cpus(pool)
        if pool.freeCPUs != nil || source.kind == .pool {
            let free = machine.freeCPUs.elements
            pool.freeCPUs = free.isEmpty ? nil : CPUList(free, width: machine.cpuWidth)
        }
        pool.memory = memory(pool)
        if !machine.memory.chunks.contains(where: { $0.origin?.name == "" }) { pool.singleMemory = nil }
        pool.devices = devices(pool.devices)
        return pool
    }

    /// Kernels list what is free before what is lent; other trees keep their own order.
    private func cpus(_ pool: ResourcePool) -> CPUList? {
        let now = machine.pooledCPUs
        if now.isEmpty { return nil }
        var ids = now.elements
        if source.kind != .pool, let old = pool.cpus?.ids {
            ids = JoinOrder(old.filter { now.contains($0) } + ids).elements
        }
        var list = pool.cpus ?? CPUList([], width: machine.cpuWidth)
        list.ids = ids
        return list
    }

    private func memory(_ pool: ResourcePool) -> [PoolMemory] {
        var names = Set(machine.memory.chunks.compactMap { $0.origin?.name })
        var number = 0
        return machine.memory.chunks.compactMap { chunk in
            if let origin = chunk.origin {
                if origin.name.isEmpty { return nil }
                if case .chunk = origin.extent { return origin }
                if chunk.base == nil { return origin }
            }
            var item = chunk.origin ?? PoolMemory(name: "", extent: .unknown, numaNode: chunk.numaNode)
            if let base = chunk.base {
                item.name = "memory@" + String(base, radix: 16)
                item.extent = .chunk(base: base, size: chunk.size)
            } else {
                while !names.insert("memory@\(number)").inserted { number += 1 }
                item.name = "memory@\(number)"
                item.extent = .request(size: chunk.size)
            }
            return item
        }
    }

    // MARK: Devices

    private mutating func devices(_ old: [Device]) -> [Device] {
        let owned = Set(machine.instances.flatMap { $0.devices.elements })
        var kept = old.filter { device in
            guard let key = DeviceKey(device) else { return true }
            return machine.freeDevices.contains(key) || listsLent && owned.contains(key)
        }
        for device in kept { if let key = DeviceKey(device) { paths[key] = "/resources/devices/" + device.name } }
        for key in machine.freeDevices.elements where paths[key] == nil {
            guard let device = node(of: key) else { continue }
            kept.append(device)
            paths[key] = "/resources/devices/" + device.name
        }
        return kept
    }

    private func node(of key: DeviceKey) -> Device? {
        let facts = machine.devices[key] ?? DeviceFacts()
        if let node = facts.node { return node }
        guard case .pci(let address) = key else { return nil }
        let name = "pci-" + String("\(address)".map { $0 == ":" ? "-" : $0 })
        var device = Device(name: name, identity: .pci(address))
        device.vendor = facts.vendor
        device.product = facts.product
        return device
    }

    /// The bridges with the devices that are free, and without the bridges that lead nowhere.
    private mutating func bridges() -> [PCIHostBridge] {
        source.hostBridges.compactMap { bridge in
            var bridge = bridge
            let had = bridge.devices.count
            bridge.children = kept(bridge.children, below: "/" + bridge.name)
            return bridge.devices.isEmpty && had > 0 ? nil : bridge
        }
    }

    private mutating func kept(_ nodes: [PCINode], below path: String) -> [PCINode] {
        nodes.compactMap { node in
            var node = node
            let path = path + "/" + node.name
            if let device = node.device, let key = DeviceKey(device) {
                guard machine.freeDevices.contains(key) else { return nil }
                paths[key] = path
                return node
            }
            let had = node.children.count
            node.children = kept(node.children, below: path)
            return node.children.isEmpty && had > 0 ? nil : node
        }
    }

    /// The aliases that were no device's, and those of the devices that the tree holds.
    private func aliases() -> [Alias] {
        let known = Set(machine.devices.values.compactMap(\.alias))
        var listed: Set<String> = []
        let named = Dictionary(
            paths.compactMap { key, path in machine.devices[key]?.alias.map { ($0, path) } },
            uniquingKeysWith: { min($0, $1) })
        var aliases: [Alias] = source.aliases.compactMap { alias in
            guard listed.insert(alias.name).inserted else { return nil }
            if let path = named[alias.name] { return Alias(alias.name, path) }
            return known.contains(alias.name) || isGone(alias) ? nil : alias
        }
        for (name, path) in named.sorted(by: { $0.key < $1.key }) where listed.insert(name).inserted {
            aliases.append(Alias(name, path))
        }
        return aliases
    }

    /// Whether an alias names a node that was a device's, and is no longer there.
    private func isGone(_ alias: Alias) -> Bool {
        guard case .path(let path) = alias.target else { return false }
        if path.hasPrefix("/resources/devices/") {
            return !paths.values.contains(path)
                && source.pool?.devices.contains { "/resources/devices/" + $0.name == path } ?? false
        }
        return source.hostBridges.contains { bridge in bridge.devices.contains { $0.path == path } }
            && !paths.values.contains(path)
    }

    // MARK: Instances

    private mutating func instance(_ instance: RunningInstance) -> Instance {
        var output = instance.origin ?? Instance(name: instance.name)
        output.id = instance.id
        var resources = output.resources ?? InstanceResources()
        let cpus = instance.cpus.elements
        resources.cpus = cpus.isEmpty ? nil : CPUList(cpus, width: resources.cpus?.width ?? machine.cpuWidth)
        let told = resources.memory
        resources.memory = nil
        if !resources.regions.isEmpty {
            resources.regions = instance.regions.enumerated().map { index, region in
                let base = machine.memory.address(of: region)
                return PoolMemory(
                    name: "memory@" + String(base ?? UInt64(index), radix: 16),
                    extent: base.map { .chunk(base: $0, size: region.size) } ?? .request(size: region.size))
            }
        } else if let first = instance.regions.first {
            let base = first.isPredicted ? nil : machine.memory.address(of: first)
            resources.memory = SingleMemory(
                base: base, size: instance.bytes, baseWidth: told?.baseWidth ?? .bits64,
                sizeWidth: told?.sizeWidth ?? .bits64)
        }
        setDevices(of: instance, in: &resources)
        output.resources = resources
        return output
    }

    /// Keeps the references and nodes of devices that the instance still has, and gives the others nodes.
    private mutating func setDevices(of instance: RunningInstance, in resources: inout InstanceResources) {
        var told: Set<DeviceKey> = []
        let stays = instance.references.map { key in key.map { instance.devices.contains($0) } ?? true }
        for key in instance.references.compactMap({ $0 }) where instance.devices.contains(key) { told.insert(key) }
        func kept<Element>(_ entries: [Element]) -> [Element] {
            zip(entries, stays).filter(\.1).map(\.0)
        }
        switch resources.deviceReferences {
        case .names(let names): resources.deviceReferences = .names(kept(names))
        case .texts(let texts): resources.deviceReferences = .texts(kept(texts))
        case .phandles(let handles): resources.deviceReferences = .phandles(kept(handles))
        case nil: break
        }
        if stays.contains(false), !stays.contains(true) { resources.deviceReferences = nil }
        resources.devices.removeAll { device in DeviceKey(device).map { !instance.devices.contains($0) } ?? false }
        for device in resources.devices { if let key = DeviceKey(device) { told.insert(key) } }
        for key in instance.devices.elements where !told.contains(key) {
            if let device = node(of: key) { resources.devices.append(device) }
        }
        for device in resources.devices {
            guard let key = DeviceKey(device), paths[key] == nil else { continue }
            paths[key] = "/instances/\(instance.name)/resources/devices/\(device.name)"
        }
    }
}
