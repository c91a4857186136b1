public import HandoverAnalysis
import HandoverState

/// A machine put together from its trees, and what had to be assumed.
struct MachineAssembly {
    private(set) var machine = RunningMachine()
    private(set) var remarks: [Finding] = []
    private let source: Machine
    private let pageSize: UInt64
    private var names = DeviceNames()
    private var lentCPUs: Set<UInt64> = []

    init(_ source: Machine, _ trees: [InstanceTree], pageSize: UInt64) {
        self.source = source
        self.pageSize = pageSize
        addPool()
        addAliases(source.aliases)
        for instance in source.instances ?? [] {
            add(instance, devicesAt: "/instances/\(instance.name)/resources/devices/")
        }
        addAliases(source.aliases)
        for tree in trees { add(tree) }
        noteUntold()
        placeRegions()
    }

    private mutating func assume(_ path: String, _ message: String) {
        remarks.append(Finding(.applyAssumed, path: path, message))
    }

    // MARK: The pool

    private mutating func addPool() {
        guard let pool = source.pool else {
            machine.hasPool = false
            machine.cpuWidth = source.instances?.first?.resources?.cpus?.width ?? .bits64
            return
        }
        for item in pool.memory {
            switch item.extent {
            case .chunk(let base, let size):
                if size > 0, base.addingReportingOverflow(size - 1).overflow {
                    assume("/resources/" + item.name, "runs past the end of the address space, and is left out")
                } else {
                    machine.memory.grow(base: base, size: size, numaNode: item.numaNode, origin: item)
                }
            case .request(let size): machine.memory.grow(base: nil, size: size, numaNode: item.numaNode, origin: item)
            case .unknown: assume("/resources/" + item.name, "says neither where nor how much it is, and is left out")
            }
        }
        if let single = pool.singleMemory, let size = single.size {
            let base = single.range == nil ? nil : single.base
            // A chunk without a name: it is told by properties.
            let origin = PoolMemory(name: "", extent: .unknown)
            machine.memory.grow(base: base, size: size, numaNode: nil, origin: origin)
        }
        machine.cpuWidth = pool.cpus?.width ?? .bits64
        // Kernels write no list of free processors where there are none.
        machine.freeCPUs = JoinOrder(pool.freeCPUs?.ids ?? (source.kind == .pool ? nil : pool.cpus?.ids) ?? [])
        let topology = pool.topology?.nodes.flatMap { $0.cpus?.ids ?? [] } ?? []
        if !topology.isEmpty { machine.machineCPUs = Set(topology).union(pool.cpus?.ids ?? []) }
        machine.topology = pool.topology
        machine.cacheWays = pool.cacheWays
        for key in addDevices(pool.devices, at: "/resources/devices/") { machine.freeDevices.insert(key) }
        for key in addBridges(source.hostBridges) { machine.freeDevices.insert(key) }
        names.add(source.references)
    }

    /// A pool tells of processors that are lent, and not to whom.
    private mutating func noteUntold() {
        for cpu in source.pool?.cpus?.ids ?? [] where !machine.freeCPUs.contains(cpu) && !lentCPUs.contains(cpu) {
            machine.untoldCPUs.insert(cpu)
        }
        if machine.untoldCPUs.isEmpty { return }
        assume(
            "/resources/cpus",
            "CPUs \(CPURanges.text(machine.untoldCPUs.elements)) are lent to instances of which no tree tells")
    }

    // MARK: Devices

    /// Notes what is known of devices, and tells their keys in order.
    private mutating func addDevices(_ devices: [Device], at path: String) -> [DeviceKey] {
        devices.compactMap { device in
            guard let key = DeviceKey(device) else { return nil }
            var facts = machine.devices[key] ?? DeviceFacts()
            facts.node = facts.node ?? device
            facts.vendor = device.vendor ?? facts.vendor
            facts.product = device.product ?? facts.product
            machine.devices[key] = facts
            names.add(device, key, path: path + device.name)
            return key
        }
    }

    private mutating func addBridges(_ bridges: [PCIHostBridge]) -> [DeviceKey] {
        var keys: [DeviceKey] = []
        for bridge in bridges {
            for (path, device) in bridge.devices {
                guard case .pci = device.identity, let key = DeviceKey(device) else { continue }
                var facts = machine.devices[key] ?? DeviceFacts()
                facts.vendor = device.vendor ?? facts.vendor
                facts.product = device.product ?? facts.product
                machine.devices[key] = facts
                names.add(device, key, path: path)
                keys.append(key)
            }
        }
        return keys
    }

    private mutating func addAliases(_ aliases: [Alias]) {
        for alias in aliases {
            guard case .path(let path) = alias.target, let key = names[path: path] else { continue }
            names.add(alias: alias.name, key)
            if machine.devices[key]?.alias == nil { machine.devices[key]?.alias = alias.name }
        }
    }

    // MARK: Instances

    /// An instance by a tree of its own, whose paths are its own as well.
    private mutating func add(_ tree: InstanceTree) {
        let outer = names
        names = DeviceNames()
        add(tree.instance, tree.hostBridges, devicesAt: "/resources/devices/")
        addAliases(tree.aliases)
        names = outer
    }

    private mutating func add(_ source: Instance, _ bridges: [PCIHostBridge] = [], devicesAt devicePath: String) {
        let path = "/instances/" + source.name
        guard !source.name.isEmpty else { return assume("/instances", "an instance without a name is left out") }
        guard machine[source.name] == nil else { return assume(path, "the second of this name is left out") }
        var instance = RunningInstance(name: source.name, id: source.id)
        instance.origin = source
        let resources = source.resources ?? InstanceResources()
        for cpu in resources.cpus?.ids ?? [] {
            if lentCPUs.contains(cpu) {
                assume(path, "CPU \(cpu) is another instance's as well, and is left with that")
                continue
            }
            lentCPUs.insert(cpu)
            machine.freeCPUs.remove(cpu)
            instance.cpus.insert(cpu)
        }
        instance.references = names.keys(of: resources.deviceReferences)
        let keys =
            addDevices(resources.devices, at: devicePath) + addBridges(bridges)
            + instance.references.compactMap { $0 }
        for key in keys {
            machine.freeDevices.remove(key)
            instance.devices.insert(key)
        }
        machine[source.name] = instance
    }

    // MARK: Regions

    /// Gives the instances their memory: first those whose place a tree tells, then the others.
    private mutating func placeRegions() {
        var waiting: [(name: String, size: UInt64)] = []
        for instance in machine.instances {
            let resources = instance.origin?.resources
            for region in resources?.regions ?? [] {
                guard case .chunk(let base, let size) = region.extent, size > 0 else { continue }
                own(size, at: base, instance.name)
            }
            guard resources?.regions.isEmpty ?? true, let memory = resources?.memory, let size = memory.size, size > 0
            else { continue }
            if let base = memory.base {
                place(size, from: base, instance.name, &waiting)
            } else {
                waiting.append((instance.name, size))
            }
        }
        for (name, size) in waiting {
            let path = "/instances/" + name
            if let regions = machine.memory.take(size, numaNode: nil, pageSize: pageSize) {
                machine.change(name) { $0.regions += regions }
                assume(
                    path, "where \(size.bytesText) of it lie is not told; the first that are free are taken for them")
            } else {
                assume(path, "the pool does not have \(size.bytesText) for it; they are taken to lie elsewhere")
                let region = OwnedRegion(chunk: nil, offset: 0, size: size, isPredicted: true)
                machine.change(name) { $0.regions.append(region) }
            }
        }
    }

    private mutating func own(_ size: UInt64, at base: UInt64, _ name: String) {
        let region =
            machine.memory.take(size, at: base) ?? OwnedRegion(chunk: nil, offset: base, size: size, isPredicted: false)
        if region.chunk == nil {
            assume("/instances/" + name, "\(size.bytesText) at \(hex(base)) are not free in the pool's memory")
        }
        machine.change(name) { $0.regions.append(region) }
    }

    /// One region, if the pool has all of it free there; else a first region as large as can be, and the rest wherever.
    private mutating func place(
        _ size: UInt64, from base: UInt64, _ name: String, _ waiting: inout [(name: String, size: UInt64)]
    ) {
        let unplaced = machine.memory.chunk(at: base) == nil && machine.memory.chunks.contains { $0.base == nil }
        if unplaced { return waiting.append((name, size)) }
        let room = machine.memory.room(at: base)
        guard room > 0, room < size else { return own(size, at: base, name) }
        own(room, at: base, name)
        assume(
            "/instances/" + name, "its memory has several regions, of which the first is taken to be \(room.bytesText)")
        waiting.append((name, size - room))
    }
}

extension RunningMachine {
    /// The machine that trees tell of: a pool or host tree, and the trees of instances beside it; and what had to be
    /// assumed, since trees do not tell it.
    public static func assembled(
        from machine: Machine, instances: [InstanceTree] = [], pageSize: UInt64 = 4096
    ) -> (machine: RunningMachine, assumptions: [Finding]) {
        let assembly = MachineAssembly(machine, instances, pageSize: pageSize)
        return (assembly.machine, assembly.remarks)
    }
}

extension DeviceKey {
    /// The key of a device; `nil` where its tree does not say what it is.
    init?(_ device: Device) {
        switch device.identity {
        case .pci(let address): self = .pci(address)
        case .platform: self = .platform(device.name)
        case .unknown: return nil
        }
    }
}
