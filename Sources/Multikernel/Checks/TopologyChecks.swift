import HandoverAnalysis
import HandoverState
import PhysicalMemory

/// The NUMA nodes of a machine, and what refers to them.
enum TopologyChecks {
    static let all: [MultikernelValidator.Check] = [nodes, shared, distances, references]

    static func path(of node: NUMANode) -> String { "/resources/topology/numa-nodes/" + node.name }

    private static func nodes(_ subject: CheckedTree, _ log: inout FindingLog) {
        var first: [UInt32: String] = [:]
        for node in subject.numaNodes {
            guard let number = node.number else {
                log.add(.numaNodeNumberless, path(of: node), "neither \"node-id\" nor the name tells a number")
                continue
            }
            if let other = first[number] {
                log.add(.numaNodeTwice, path(of: node), "\"\(other)\" is node \(number) too")
            } else {
                first[number] = node.name
            }
        }
    }

    private static func shared(_ subject: CheckedTree, _ log: inout FindingLog) {
        var holder: [UInt64: String] = [:]
        for node in subject.numaNodes {
            var shared: [String: [UInt64]] = [:]
            for id in Set(node.cpus?.ids ?? []) {
                if let other = holder[id] { shared[other, default: []].append(id) } else { holder[id] = node.name }
            }
            for (other, ids) in shared.sorted(by: { $0.key < $1.key }) {
                log.add(
                    .numaCPUShared, path(of: node) + "/cpus",
                    "processor \(Shown.list(ids.sorted())) is also in \"\(other)\"")
            }
        }
        let memory = subject.numaNodes.compactMap { node in node.memory.map { (range: $0, item: node) } }
        for (later, earlier) in PlacementChecks.overlaps(memory.filter { !$0.range.isEmpty }) {
            log.add(
                .numaMemoryShared, path(of: later.item), at: later.range.start,
                "\(later.range) begins within the memory of \"\(earlier.item.name)\"")
        }
    }

    // MARK: Distances

    /// A row in every node, or the whole matrix.
    private static func distances(_ subject: CheckedTree, _ log: inout FindingLog) {
        let nodes = subject.numaNodes
        var rows: [[UInt32]?] = []
        for (index, node) in nodes.enumerated() {
            guard let told = node.distances else {
                rows.append(nil)
                continue
            }
            if told.count == nodes.count {
                rows.append(told)
            } else if told.count == nodes.count * nodes.count {
                rows.append(Array(told[index * nodes.count..<(index + 1) * nodes.count]))
            } else {
                rows.append(nil)
                log.add(
                    .numaDistances, path(of: node),
                    "there are \(told.count) distances for \(nodes.count) nodes")
            }
        }
        for (index, row) in rows.enumerated() {
            guard let row else { continue }
            if let problem = contradiction(in: row, of: index, rows) {
                log.add(.numaDistancesContradicted, path(of: nodes[index]), problem)
            }
        }
    }

    private static func contradiction(in row: [UInt32], of index: Int, _ rows: [[UInt32]?]) -> String? {
        if row[index] != 10 { return "the node is at \(row[index]) from itself" }
        for (other, distance) in row.enumerated() where other != index {
            if distance <= 10 { return "the node is at \(distance) from another" }
            // Told once, of the later node.
            if other < index, let back = rows[other]?[index], back != distance {
                return "one way it is \(distance), the other way \(back)"
            }
        }
        return nil
    }

    // MARK: References

    /// What kernels and kerf write for any node.
    private static let anyNode = UInt32.max

    private static func references(_ subject: CheckedTree, _ log: inout FindingLog) {
        let known = Set(subject.numaNodes.compactMap(\.number))
        func check(_ node: UInt32?, _ path: @autoclosure () -> String) {
            guard let node, node != anyNode, !known.isEmpty, !known.contains(node) else { return }
            log.add(.numaNodeUnknown, path(), "the topology has no node \(node)")
        }
        for memory in subject.pool?.memory ?? [] { check(memory.numaNode, "/resources/" + memory.name) }
        for device in subject.pool?.devices ?? [] { check(device.numaNode, "/resources/devices/" + device.name) }
        for owner in subject.owners {
            let nodes = owner.resources?.numaNodes ?? []
            for node in Set(nodes).sorted() { check(node, owner.path("numa-nodes")) }
            if owner.role == .requested, nodes.count > 1 {
                log.add(.numaNodesIgnored, owner.path("numa-nodes"), "of \(nodes.count) nodes kernels read one")
            }
        }
    }
}

extension CheckedTree {
    /// The nodes of the topology.
    var numaNodes: [NUMANode] { pool?.topology?.nodes ?? [] }
}
