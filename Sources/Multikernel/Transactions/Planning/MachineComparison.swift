public import HandoverAnalysis

/// What differs between two machines, by what they mean: processors, memory, devices and instances.
public struct MachineComparison {
    private let old: RunningMachine
    private let new: RunningMachine
    private let guesses: Guesses
    /// The differences: of the pool, then of the instances, each in the order of names.
    public private(set) var changes: [Change] = []

    /// What becomes of addresses that no tree tells.
    public enum Guesses: Sendable {
        /// They are not compared.
        case ignored
        /// They count as what they most likely are, where the newer machine's are told.
        case taken
    }

    /// Compares two machines.
    public init(from old: RunningMachine, to new: RunningMachine, guesses: Guesses = .ignored) {
        self.old = old
        self.new = new
        self.guesses = guesses
        comparePool()
        compareInstances()
    }

    private mutating func add(
        _ kind: Change.Kind, _ group: Change.Group, _ path: String, from old: Change.Value? = nil,
        to new: Change.Value? = nil, nature: Change.Nature = .meaning
    ) {
        changes.append(Change(kind, group, path, from: old, to: new, nature: nature))
    }

    private mutating func compare(_ old: Change.Value?, _ new: Change.Value?, _ group: Change.Group, _ path: String) {
        if old != new { add(.changed, group, path, from: old, to: new) }
    }

    // MARK: The pool

    private mutating func comparePool() {
        compareCPUs(Set(old.pooledCPUs.elements), Set(new.pooledCPUs.elements), .pool, "/resources/cpus")
        let chunks = ChunkMatching(old.memory.chunks, new.memory.chunks)
        for chunk in chunks.gone { add(.removed, .pool, path(of: chunk), from: .text(chunk.size.bytesText)) }
        for chunk in chunks.come { add(.added, .pool, path(of: chunk), to: .text(chunk.size.bytesText)) }
        if guesses == .taken {
            for (_, chunk) in chunks.same where chunk.base != nil {
                guard let base = chunk.base, !chunks.sameBases.contains(base) else { continue }
                add(.changed, .pool, path(of: chunk) + "/base", to: .hexadecimal(base), nature: .address)
            }
        }
        compareDevices(Set(old.devices.keys), Set(new.devices.keys), .pool, "/resources/devices/")
        for key in Set(old.devices.keys).intersection(new.devices.keys).sorted()
        where old.devices[key]?.alias != new.devices[key]?.alias {
            compare(
                old.devices[key]?.alias.map { .text($0) }, new.devices[key]?.alias.map { .text($0) }, .pool,
                "/resources/devices/\(key)/alias")
        }
        if old.topology != new.topology { add(.changed, .pool, "/resources/topology") }
        compare(
            old.cacheWays.map { .hexadecimal(UInt64($0)) }, new.cacheWays.map { .hexadecimal(UInt64($0)) }, .pool,
            "/resources/llc-way-mask")
    }

    private func path(of chunk: PoolChunk) -> String {
        "/resources/memory" + (chunk.base.map { "@" + String($0, radix: 16) } ?? "")
    }

    private mutating func compareCPUs(_ old: Set<UInt64>, _ new: Set<UInt64>, _ group: Change.Group, _ path: String) {
        let (gone, come) = (old.subtracting(new), new.subtracting(old))
        if !gone.isEmpty { add(.removed, group, path, from: .text(CPURanges.text(gone))) }
        if !come.isEmpty { add(.added, group, path, to: .text(CPURanges.text(come))) }
    }

    private mutating func compareDevices(
        _ old: Set<DeviceKey>, _ new: Set<DeviceKey>, _ group: Change.Group, _ path: String
    ) {
        for name in old.subtracting(new).map(\.description).sorted() { add(.removed, group, path + name) }
        for name in new.subtracting(old).map(\.description).sorted() { add(.added, group, path + name) }
    }

    // MARK: Instances

    private mutating func compareInstances() {
        for name in Set(old.names).union(new.names).sorted() {
            let path = "/instances/" + name
            switch (old[name], new[name]) {
            case (let old?, let new?): compare(old, new, at: path)
            case (let old?, nil): add(.removed, .instances, path, from: .text(old.summary))
            case (nil, let new?): add(.added, .instances, path, to: .text(new.summary))
            case (nil, nil): break
            }
        }
    }

    private mutating func compare(_ old: RunningInstance, _ new: RunningInstance, at path: String) {
        // A tree that leaves the number to the kernel is satisfied by any.
        if new.id != nil {
            compare(old.id.map { .number(UInt64($0)) }, new.id.map { .number(UInt64($0)) }, .instances, path + "/id")
        }
        let cpus = (Set(old.cpus.elements), Set(new.cpus.elements))
        compareCPUs(cpus.0, cpus.1, .instances, path + "/cpus")
        if cpus.0 == cpus.1 {
            compare(
                old.cpus.first.map { .number($0) }, new.cpus.first.map { .number($0) }, .instances, path + "/boot-cpu")
        }
        if old.bytes != new.bytes {
            add(
                .changed, .instances, path + "/memory-bytes", from: .text(old.bytes.bytesText),
                to: .text(new.bytes.bytesText))
        }
        compareBases(old, new, at: path + "/memory-base")
        compareDevices(
            Set(old.devices.elements), Set(new.devices.elements), .instances, path + "/devices/")
        compareOrigins(old.origin, new.origin, at: path)
    }

    private mutating func compareBases(_ old: RunningInstance, _ new: RunningInstance, at path: String) {
        guard let first = new.regions.first, !first.isPredicted, let other = old.regions.first,
            guesses == .taken || !other.isPredicted
        else { return }
        let bases = (self.old.memory.address(of: other), self.new.memory.address(of: first))
        guard bases.0 != bases.1 else { return }
        add(
            .changed, .instances, path, from: bases.0.map { .hexadecimal($0) }, to: bases.1.map { .hexadecimal($0) },
            nature: .address)
    }

    /// What overlays do not move, of instances that trees told of.
    private mutating func compareOrigins(_ old: Instance?, _ new: Instance?, at path: String) {
        guard let new else { return }
        func text(_ text: String?) -> Change.Value? { text.map { .text($0) } }
        let (before, after) = (old?.resources, new.resources)
        compare(
            before?.cacheWays.map { .hexadecimal(UInt64($0)) }, after?.cacheWays.map { .hexadecimal(UInt64($0)) },
            .instances, path + "/llc-way-mask")
        compare(text(before?.cpuAffinity), text(after?.cpuAffinity), .instances, path + "/cpu-affinity")
        compare(text(before?.memoryPolicy), text(after?.memoryPolicy), .instances, path + "/memory-policy")
        if old?.options != new.options { add(.changed, .instances, path + "/options") }
    }
}

extension RunningInstance {
    /// What it has, in a few words.
    var summary: String {
        var parts: [String] = []
        if bytes > 0 { parts.append(bytes.bytesText) }
        if !cpus.isEmpty { parts.append("CPUs " + CPURanges.text(cpus.elements)) }
        if !devices.isEmpty { parts.append(devices.elements.map(\.description).joined(separator: " ")) }
        return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
    }
}
