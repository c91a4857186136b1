/// An overlay in the making: who gives what to whom.
struct OverlayDraft {
    private let old: RunningMachine
    private let new: RunningMachine
    private var works: [OverlayWork] = []
    private var edges: Set<WorkOrder.Edge> = []
    private var givers: [Resource: Int] = [:]
    private var takers: [(resource: Resource, place: Int)] = []
    private var memoryGivers: [Int] = []
    private var memoryTakers: [Int] = []
    private(set) var overlay = Overlay()

    /// What goes from one to another.
    private enum Resource: Hashable {
        case cpu(UInt64), device(DeviceKey), id(UInt32)
    }

    /// How careful to be with memory.
    enum Caution {
        /// Whoever gives and takes does both at once.
        case plain
        /// All memory is given back before any is taken.
        case memoryFirst
    }

    init(from old: RunningMachine, to new: RunningMachine, _ caution: Caution) {
        self.old = old
        self.new = new
        for name in old.names {
            old[name].map { instance in new[name].map { change(instance, to: $0) } ?? remove(instance) }
        }
        let pool = changePool()
        for name in new.names where old[name] == nil { new[name].map { create($0) } }
        for (resource, place) in takers {
            if let giver = givers[resource] { edges.insert(.init(first: giver, second: place)) }
        }
        orderMemory(pool, caution)
        number(WorkOrder(works, edges: edges).fragments)
    }

    private mutating func add(_ work: OverlayWork) -> Int {
        works.append(work)
        return works.count - 1
    }

    private mutating func takes(_ resources: some Sequence<Resource>, _ place: Int) {
        for resource in resources { takers.append((resource, place)) }
    }

    private mutating func gives(_ resources: some Sequence<Resource>, _ place: Int) {
        for resource in resources { givers[resource] = place }
    }

    // MARK: Instances

    private mutating func change(_ before: RunningInstance, to after: RunningInstance) {
        let cpus = Moves(before.cpus, after.cpus).keepingFirst(of: after.cpus, before.cpus)
        let devices = Moves(before.devices, after.devices)
        let memory = regions(before, after)
        var work = OverlayWork(target: "/instances/" + before.name)
        work.gives = Self.actions(
            memory: memory.gone.isEmpty ? nil : .removeMemory(memory.gone), .removeCPUs(cpuItems(cpus.gone)),
            .removeDevices(deviceItems(devices.gone)))
        work.takes = Self.actions(
            memory: memory.come == 0
                ? nil : .addMemory([OverlayMemory(name: "memory@0", extent: .chunk(base: 0, size: memory.come))]),
            .addCPUs(cpuItems(cpus.come)), .addDevices(deviceItems(devices.come, drivers: after.drivers)))
        guard !work.isEmpty else { return }
        let place = add(work)
        gives(cpus.gone.map { .cpu($0) } + devices.gone.map { .device($0) }, place)
        takes(cpus.come.map { .cpu($0) } + devices.come.map { .device($0) }, place)
        if !memory.gone.isEmpty { memoryGivers.append(place) }
        if memory.come > 0 { memoryTakers.append(place) }
    }

    /// Which regions go, and how many bytes come: kernels take regions as a whole.
    private func regions(_ before: RunningInstance, _ after: RunningInstance) -> (gone: [OverlayMemory], come: UInt64) {
        guard before.bytes != after.bytes else { return ([], 0) }
        var left = after.bytes
        var gone: [OverlayMemory] = []
        for region in before.regions {
            if region.size <= left {
                left -= region.size
            } else if let base = old.memory.address(of: region) {
                gone.append(
                    OverlayMemory(
                        name: "memory@" + String(base, radix: 16), extent: .chunk(base: base, size: region.size)))
            }
        }
        return (gone, left)
    }

    private mutating func remove(_ instance: RunningInstance) {
        let work = OverlayWork(target: "/instances", gives: [.removeInstance(name: instance.name)])
        let place = add(work)
        gives(instance.cpus.elements.map { .cpu($0) } + instance.devices.elements.map { .device($0) }, place)
        if let id = instance.id { givers[.id(id)] = place }
        if instance.bytes > 0 { memoryGivers.append(place) }
    }

    private mutating func create(_ instance: RunningInstance) {
        var resources = InstanceResources()
        let cpus = instance.cpus.elements
        if !cpus.isEmpty { resources.cpus = CPUList(cpus) }
        if instance.bytes > 0 { resources.memory = SingleMemory(base: nil, size: instance.bytes) }
        resources.numaNodes = instance.origin?.resources?.numaNodes?.first.map { [$0] }
        // Kernels of today assign platform devices nowhere else.
        resources.devices = instance.devices.elements.compactMap { key in
            if case .platform = key { return new.devices[key]?.node }
            return nil
        }
        let request = InstanceRequest(name: instance.name, id: instance.id, resources: resources)
        let place = add(OverlayWork(target: "/instances", takes: [.createInstance(request)]))
        takes(cpus.map { .cpu($0) }, place)
        if let id = instance.id { takes([.id(id)], place) }
        if instance.bytes > 0 { memoryTakers.append(place) }
        let devices = instance.devices.elements.filter { if case .pci = $0 { true } else { false } }
        guard !devices.isEmpty else { return }
        let items = deviceItems(devices, drivers: instance.drivers)
        let adding = add(OverlayWork(target: "/instances/" + instance.name, takes: [.addDevices(items)]))
        edges.insert(.init(first: place, second: adding))
        takes(devices.map { .device($0) }, adding)
    }

    // MARK: The pool

    private mutating func changePool() -> Int? {
        let cpus = Moves(old.pooledCPUs, new.pooledCPUs)
        let devices = Moves(
            JoinOrder(old.devices.keys.sorted()),
            JoinOrder(new.devices.keys.sorted()))
        let chunks = ChunkMatching(old.memory.chunks, new.memory.chunks)
        let gone = chunks.gone.compactMap { chunk in
            chunk.base.map {
                OverlayMemory(name: "memory@" + String($0, radix: 16), extent: .chunk(base: $0, size: chunk.size))
            }
        }
        let come = chunks.come.enumerated().map { index, chunk in
            let node = chunk.origin?.numaNode ?? (chunk.numaNode > 0 ? chunk.numaNode : nil)
            return OverlayMemory(
                name: "memory@" + String(index, radix: 16), extent: .request(size: chunk.size), numaNode: node)
        }
        var work = OverlayWork(target: "/resources")
        work.gives = Self.actions(
            memory: come.isEmpty ? nil : .addMemory(come), .addCPUs(cpuItems(cpus.come)),
            .addDevices(deviceItems(devices.come, aliases: new.devices)))
        work.takes = Self.actions(
            memory: gone.isEmpty ? nil : .removeMemory(gone), .removeCPUs(cpuItems(cpus.gone)),
            .removeDevices(deviceItems(devices.gone)))
        guard !work.isEmpty else { return nil }
        let place = add(work)
        gives(cpus.come.map { .cpu($0) } + devices.come.map { .device($0) }, place)
        takes(cpus.gone.map { .cpu($0) } + devices.gone.map { .device($0) }, place)
        if !gone.isEmpty {
            for giver in memoryGivers { edges.insert(.init(first: giver, second: place)) }
        }
        return chunks.come.isEmpty && gone.isEmpty ? nil : place
    }

    /// Memory is taken where it is free, so that the pool comes before everybody who takes some; and, where caution
    /// asks for it, everybody who gives some.
    private mutating func orderMemory(_ pool: Int?, _ caution: Caution) {
        if let pool { for taker in memoryTakers { edges.insert(.init(first: pool, second: taker)) } }
        let removers = caution == .plain ? memoryGivers.filter { works[$0].takes.isEmpty } : memoryGivers
        guard !removers.isEmpty, !memoryTakers.isEmpty else { return }
        let barrier = add(OverlayWork(target: ""))
        for giver in removers { edges.insert(.init(first: giver, second: barrier)) }
        for taker in memoryTakers { edges.insert(.init(first: barrier, second: taker)) }
    }

    // MARK: Items

    private static func actions(
        memory: OverlayOperation.Action?, _ cpus: OverlayOperation.Action, _ devices: OverlayOperation.Action
    ) -> [OverlayOperation.Action] {
        [memory, cpus.isEmpty ? nil : cpus, devices.isEmpty ? nil : devices].compactMap { $0 }
    }

    private func cpuItems(_ cpus: [UInt64]) -> [OverlayCPU] {
        cpus.map { cpu in
            let width = cpu > UInt64(UInt32.max) ? .bits64 : old.cpuWidth
            return OverlayCPU(name: "cpu@" + String(cpu, radix: 16), id: cpu, width: width)
        }
    }

    /// The PCI devices among some; no overlay moves others.
    private func deviceItems(
        _ keys: [DeviceKey], drivers: [DeviceKey: String] = [:], aliases: [DeviceKey: DeviceFacts] = [:]
    ) -> [OverlayDevice] {
        var items: [OverlayDevice] = []
        for key in keys {
            guard case .pci(let address) = key else { continue }
            items.append(
                OverlayDevice(
                    name: "pci@" + String(items.count, radix: 16), pciID: "\(address)", alias: aliases[key]?.alias,
                    driver: drivers[key]))
        }
        return items
    }

    private mutating func number(_ fragments: [(target: String, actions: [OverlayOperation.Action])]) {
        overlay.fragments = fragments.enumerated().map { index, fragment in
            OverlayFragment(
                name: "fragment@" + String(index, radix: 16), target: fragment.target,
                operations: fragment.actions.map { OverlayOperation($0) })
        }
    }
}

/// Who leaves, and who comes, each in the order in which they joined.
private struct Moves<Element: Hashable & Sendable> {
    var gone: [Element]
    var come: [Element]

    init(_ old: JoinOrder<Element>, _ new: JoinOrder<Element>) {
        gone = old.elements.filter { !new.contains($0) }
        come = new.elements.filter { !old.contains($0) }
    }

    /// The same moves, so that the first is the one that it shall be: whoever would come before it leaves for a moment.
    func keepingFirst(of new: JoinOrder<Element>, _ old: JoinOrder<Element>) -> Moves {
        guard let first = new.first else { return self }
        let kept = old.elements.filter { new.contains($0) }
        if (kept.first ?? come.first) == first { return self }
        let ahead = Set(kept.prefix { $0 != first })
        var moves = self
        moves.gone += kept.filter { ahead.contains($0) }
        moves.come = new.elements.filter { ahead.contains($0) || !old.contains($0) }
        return moves
    }
}

extension OverlayOperation.Action {
    /// Whether it names nothing.
    fileprivate var isEmpty: Bool {
        switch self {
        case .addMemory(let items), .removeMemory(let items): items.isEmpty
        case .addCPUs(let items), .removeCPUs(let items): items.isEmpty
        case .addDevices(let items), .removeDevices(let items): items.isEmpty
        case .createInstance, .removeInstance: false
        }
    }
}
