import Multikernel
import PhysicalMemory

/// The memory of a machine by owner: chunks of the pool with what instances have of them, and what is only asked for.
struct MachineMemory {
    private var grounds: [Stretch] = []
    private var runs: [Stretch] = []
    private var wanted: [Wish] = []
    private var places: [String: Int] = [:]
    /// How many bytes each owner has; of what is asked for, how many it asks for.
    private(set) var bytes: [UInt64]

    /// Memory without an address.
    private struct Wish {
        let label: String
        let size: UInt64
        let owner: Int
    }

    init(_ machine: Machine, _ owners: MachineOwners) {
        bytes = Array(repeating: 0, count: owners.owners.count)
        addPool(machine.pool)
        addInstances(machine.instances ?? [])
        count()
    }

    private mutating func addPool(_ pool: ResourcePool?) {
        var nodes: [Stretch] = []
        for node in pool?.topology?.nodes ?? [] {
            if let range = node.memory { nodes.append(Stretch(range, owner: MachineOwners.host)) }
        }
        var chunks: [Stretch] = []
        for memory in pool?.memory ?? [] {
            switch memory.extent {
            case .chunk(let base, let size):
                guard let range = MemoryRange(start: PhysicalAddress(base), size: size) else { continue }
                chunks.append(Stretch(range, owner: MachineOwners.free))
            case .request(let size):
                let label = memory.numaNode.map { "node \($0)" } ?? "any node"
                wanted.append(Wish(label: label, size: size, owner: MachineOwners.free))
            case .unknown: break
            }
        }
        if let range = pool?.singleMemory?.range {
            chunks.append(Stretch(range, owner: MachineOwners.free))
        } else if let size = pool?.singleMemory?.size {
            wanted.append(Wish(label: "any node", size: size, owner: MachineOwners.free))
        }
        grounds = nodes.untangled().covered(by: chunks.untangled())
    }

    private mutating func addInstances(_ instances: [Instance]) {
        var claims: [Stretch] = []
        for (index, instance) in instances.enumerated() {
            let owner = MachineOwners.instances + index
            guard let resources = instance.resources else { continue }
            for range in resources.ranges { claims.append(Stretch(range, owner: owner)) }
            if resources.ranges.isEmpty, let size = resources.memory?.size {
                wanted.append(Wish(label: instance.name, size: size, owner: owner))
            }
        }
        runs = claims.untangled().covered(by: Self.shared(claims))
    }

    /// What two of the claims have in common.
    private static func shared(_ claims: [Stretch]) -> [Stretch] {
        var result: [Stretch] = []
        var reach: Stretch?
        for claim in claims.sorted(by: { ($0.start, $0.end, $0.owner) < ($1.start, $1.end, $1.owner) }) {
            guard let before = reach else {
                reach = claim
                continue
            }
            if claim.start < before.end, claim.owner != before.owner {
                result.append(Stretch(claim.start, min(claim.end, before.end), owner: MachineOwners.conflict))
            }
            if claim.end > before.end { reach = claim }
        }
        return result.untangled()
    }

    private mutating func count() {
        for run in runs { bytes[run.owner] += run.end - run.start }
        // Of the grounds, what lies before them is somebody else's.
        let marked = grounds.covered(by: runs)
        for stretch in marked where stretch.owner < MachineOwners.lent {
            bytes[stretch.owner] += stretch.end - stretch.start
        }
        for wish in wanted { bytes[wish.owner] = bytes[wish.owner].addingReportingOverflow(wish.size).partialValue }
    }

    /// The whole in words.
    var summary: String {
        let there = grounds.filter { $0.owner == MachineOwners.free }.reduce(0 as UInt64) { $0 + ($1.end - $1.start) }
        let taken = runs.reduce(0 as UInt64) { $0 + ($1.end - $1.start) }
        let asked = wanted.reduce(0 as UInt64) { $0.addingReportingOverflow($1.size).partialValue }
        var parts: [String] = []
        if there > 0 { parts.append("\(there.inBinaryUnits) in the pool") }
        if taken > 0 { parts.append("\(taken.inBinaryUnits) of instances") }
        if asked > 0 { parts.append("\(asked.inBinaryUnits) asked for") }
        return parts.isEmpty ? "none" : parts.joined(separator: ", ")
    }

    /// The bars.
    func parts(columns: Int) -> [Picture.Part] {
        var parts: [Picture.Part] = []
        let bars = MemoryStrips(claims: ClaimedBytes(owned: runs), grounds: grounds, columns: columns, limit: 16).bars()
        if !bars.isEmpty { parts.append(.memory(title: "Memory, to scale", bars: bars)) }
        if let bar = wishes(columns: columns) {
            parts.append(.memory(title: "Memory asked for, without addresses", bars: [bar]))
        }
        return parts
    }

    private func wishes(columns: Int) -> MemoryBar? {
        var total: UInt64 = 0
        var laid: [Wish] = []
        for wish in wanted where wish.size > 0 {
            let (sum, overflow) = total.addingReportingOverflow(wish.size)
            if overflow { break }
            total = sum
            laid.append(wish)
        }
        guard total >= UInt64(columns) else { return nil }
        var bar = MemoryBar(title: "", axis: .bytes(total), columns: columns)
        let painter = ColumnPainter(bar.axis, columns: columns)
        var start: UInt64 = 0
        for wish in laid {
            let end = start + wish.size
            let from = painter.column(of: start)
            let to = painter.column(of: end)
            if from < to {
                bar.runs.append(
                    MemoryBar.Run(
                        columns: from..<to, owner: wish.owner, level: 8, first: start, last: end - 1,
                        bytes: wish.size, pieces: 1, label: "\(wish.label): \(wish.size.inBinaryUnits)"))
            }
            start = end
        }
        return bar
    }
}

extension InstanceResources {
    /// Where the memory of an instance lies, as far as its tree tells.
    var ranges: [MemoryRange] {
        let listed = regions.compactMap { region -> MemoryRange? in
            guard case .chunk(let base, let size) = region.extent else { return nil }
            return MemoryRange(start: PhysicalAddress(base), size: size)
        }
        return listed.isEmpty ? memory?.range.map { [$0] } ?? [] : listed
    }
}
