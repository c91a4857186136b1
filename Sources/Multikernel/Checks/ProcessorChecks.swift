import DeviceTree
import HandoverAnalysis
import HandoverState

/// Which kernel runs on which processor.
enum ProcessorChecks {
    static let all: [MultikernelValidator.Check] = [lists, pool, free, holders, outside]

    // MARK: Lists

    private static func lists(_ subject: CheckedTree, _ log: inout FindingLog) {
        let isOld = subject.isOld
        for (path, list) in subject.processorLists {
            identifiers(list.ids, path, &log)
            var seen: Set<UInt64> = []
            let twice = list.ids.filter { !seen.insert($0).inserted }
            if !twice.isEmpty { log.add(.cpuTwice, path, "processor \(Shown.list(twice)) stands in the list twice") }
            if list.width == .bits32, !list.isAssumed, !isOld {
                log.add(.cpuCellsNarrow, path, "\(list.ids.count) processors stand in cells of 32 bits")
            }
        }
        // kerf reads the lists of a topology in cells of 32 bits.
        for (path, list) in subject.topologyLists { identifiers(list.ids, path, &log) }
    }

    /// What no identifier, or hardly any, looks like.
    static func identifiers(_ ids: [UInt64], _ path: @autoclosure () -> String, _ log: inout FindingLog) {
        for id in ids {
            if id == .max {
                log.add(.cpuImpossible, path(), "all ones are the identifier of no processor")
            } else if id > UInt64(UInt32.max), id & ~0xff_00ff_ffff != 0 {
                log.add(.cpuUnlikely, path(), "\(Shown.hex(id)) is wider than an APIC number, and no MPIDR number")
            }
        }
    }

    // MARK: The pool

    private static func pool(_ subject: CheckedTree, _ log: inout FindingLog) {
        guard let pool = subject.pool, subject.kind != .pool else { return }
        let isUnread = subject.remarks.contains { $0.path == "/resources" && $0.property == "cpus" }
        if pool.cpus?.ids.isEmpty ?? true, !isUnread {
            log.add(.cpusMissing, "/resources", "the pool has no processors")
        }
        if subject.kind == .baseline, pool.cpus?.ids.contains(0) == true {
            log.add(.cpuOfBoot, "/resources/cpus", "processor 0 is mostly the one that the host booted on")
        }
    }

    private static func free(_ subject: CheckedTree, _ log: inout FindingLog) {
        guard let pool = subject.pool, let free = pool.freeCPUs else { return }
        let path = "/resources/cpus-available"
        let all = Set(pool.cpus?.ids ?? [])
        let foreign = Set(free.ids).subtracting(all).sorted()
        if !foreign.isEmpty {
            log.add(.cpuFreeOutsidePool, path, "processor \(Shown.list(foreign)) is free, and not in the pool")
        }
        let lent = Set(subject.owners.flatMap { $0.resources?.cpus?.ids ?? [] })
        let both = lent.intersection(free.ids).sorted()
        if !both.isEmpty {
            log.add(.cpuFreeAndLent, path, "processor \(Shown.list(both)) is free, and an instance has it")
        }
        guard !subject.owners.isEmpty else { return }
        let lost = all.subtracting(free.ids).subtracting(lent).sorted()
        if !lost.isEmpty {
            log.add(.cpuUnaccounted, path, "processor \(Shown.list(lost)) is neither free nor has an instance it")
        }
    }

    // MARK: Instances

    /// Each processor that two instances have is told once, of the later one.
    private static func holders(_ subject: CheckedTree, _ log: inout FindingLog) {
        var holder: [UInt64: Int] = [:]
        for (index, owner) in subject.owners.enumerated() {
            var shared: [Int: [UInt64]] = [:]
            for id in Set(owner.resources?.cpus?.ids ?? []) {
                if let other = holder[id] {
                    shared[other, default: []].append(id)
                } else {
                    holder[id] = index
                }
            }
            for (other, ids) in shared.sorted(by: { $0.key < $1.key }) {
                log.add(
                    .cpuShared, owner.path("cpus"),
                    "processor \(Shown.list(ids.sorted())) is also in \"\(subject.owners[other].name)\"")
            }
        }
    }

    private static func outside(_ subject: CheckedTree, _ log: inout FindingLog) {
        guard let pool = subject.pool?.cpus else { return }
        let all = Set(pool.ids)
        for owner in subject.owners {
            // Not by subtracting sets, which would walk the whole pool for every owner.
            let foreign = Set((owner.resources?.cpus?.ids ?? []).filter { !all.contains($0) }).sorted()
            if !foreign.isEmpty {
                log.add(.cpuOutsidePool, owner.path("cpus"), "processor \(Shown.list(foreign)) is not in the pool")
            }
        }
    }
}

extension CheckedTree {
    /// The lists of processors that kernels read, with their paths.
    fileprivate var processorLists: [(path: String, list: CPUList)] {
        var lists: [(path: String, list: CPUList?)] = [
            ("/resources/cpus", pool?.cpus), ("/resources/cpus-available", pool?.freeCPUs),
        ]
        for owner in owners { lists.append((owner.path("cpus"), owner.resources?.cpus)) }
        lists.append(("/chosen/multikernel,pool-cpus", instanceTree?.chosen?.poolCPUs))
        return lists.compactMap { entry in entry.list.map { (entry.path, $0) } }
    }

    fileprivate var topologyLists: [(path: String, list: CPUList)] {
        (pool?.topology?.nodes ?? []).compactMap { node in
            node.cpus.map { (TopologyChecks.path(of: node) + "/cpus", $0) }
        }
    }
}
