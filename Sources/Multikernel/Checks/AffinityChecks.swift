import HandoverAnalysis
import HandoverState
import PhysicalMemory

/// Whether instances lie as near to their memory as they ask.
enum AffinityChecks {
    static let all: [MultikernelValidator.Check] = [words, placement]

    private static let affinities: Set<String> = ["compact", "spread", "local"]
    private static let policies: Set<String> = ["local", "interleave", "bind"]

    private static func words(_ subject: CheckedTree, _ log: inout FindingLog) {
        for owner in subject.owners {
            if let word = owner.resources?.cpuAffinity, !affinities.contains(word) {
                log.add(.placementUnknown, owner.path("cpu-affinity"), "\"\(word)\" is no affinity")
            }
            if let word = owner.resources?.memoryPolicy, !policies.contains(word) {
                log.add(.placementUnknown, owner.path("memory-policy"), "\"\(word)\" is no memory policy")
            }
        }
    }

    private static func placement(_ subject: CheckedTree, _ log: inout FindingLog) {
        guard !subject.numaNodes.isEmpty else {
            bound(subject, &log)
            return
        }
        var home: [UInt64: UInt32] = [:]
        for node in subject.numaNodes {
            guard let number = node.number else { continue }
            for id in node.cpus?.ids ?? [] where home[id] == nil { home[id] = number }
        }
        for owner in subject.owners {
            guard let resources = owner.resources else { continue }
            let nodes = Set((resources.cpus?.ids ?? []).compactMap { home[$0] }).sorted()
            let memory = node(of: owner, in: subject)
            processors(resources, on: nodes, memory: memory, owner, &log)
            if resources.memoryPolicy == "local", let memory, !nodes.isEmpty, !nodes.contains(memory) {
                log.add(
                    .placementContradicted, owner.path("memory-policy"),
                    "the memory is on node \(memory), the processors on \(Shown.list(nodes))")
            }
        }
        bound(subject, &log)
    }

    private static func processors(
        _ resources: InstanceResources, on nodes: [UInt32], memory: UInt32?, _ owner: Owner, _ log: inout FindingLog
    ) {
        let path = owner.path("cpu-affinity")
        switch resources.cpuAffinity {
        case "compact":
            if nodes.count > 1 {
                log.add(.placementContradicted, path, "compact processors are on nodes \(Shown.list(nodes))")
            }
        case "spread":
            if nodes.count == 1 {
                log.add(.placementContradicted, path, "spread processors are all on node \(nodes[0])")
            }
        case "local":
            if let memory, !nodes.isEmpty, nodes != [memory] {
                log.add(
                    .placementContradicted, path,
                    "the processors are on nodes \(Shown.list(nodes)), the memory on \(memory)")
            }
        default: break
        }
        if let wanted = resources.numaNodes, !wanted.isEmpty {
            let others = nodes.filter { !wanted.contains($0) }
            if !others.isEmpty {
                log.add(
                    .placementContradicted, owner.path("numa-nodes"),
                    "processors are on nodes \(Shown.list(others)), asked for are \(Shown.list(wanted))")
            }
        }
    }

    private static func bound(_ subject: CheckedTree, _ log: inout FindingLog) {
        for owner in subject.owners where owner.resources?.memoryPolicy == "bind" {
            if owner.resources?.numaNodes?.isEmpty ?? true {
                log.add(
                    .placementContradicted, owner.path("memory-policy"),
                    "\"bind\" binds to no node without \"numa-nodes\"")
            }
        }
    }

    private static func node(of owner: Owner, in subject: CheckedTree) -> UInt32? {
        guard let start = owner.ranges.first?.range.start else { return nil }
        return subject.numaNodes.first { $0.memory?.contains(start) == true }?.number
    }
}
