import HandoverAnalysis
import HandoverState
import PhysicalMemory

/// Whose memory is where: chunks, and instances in them.
enum PlacementChecks {
    static let all: [MultikernelValidator.Check] = [chunks, outside, shared, total, nodes]

    /// Ranges that begin within an earlier one, each told once: the range, and the earlier one that reaches farthest.
    static func overlaps<Item>(
        _ items: [(range: MemoryRange, item: Item)]
    ) -> [(later: (range: MemoryRange, item: Item), earlier: (range: MemoryRange, item: Item))] {
        let sorted = items.enumerated().sorted { left, right in
            if left.element.range.start != right.element.range.start {
                return left.element.range.start < right.element.range.start
            }
            return left.offset < right.offset
        }.map(\.element)
        guard var widest = sorted.first else { return [] }
        var found: [(later: (range: MemoryRange, item: Item), earlier: (range: MemoryRange, item: Item))] = []
        for next in sorted.dropFirst() {
            if next.range.start < widest.range.end { found.append((next, widest)) }
            if next.range.end > widest.range.end { widest = next }
        }
        return found
    }

    private static func chunks(_ subject: CheckedTree, _ log: inout FindingLog) {
        let chunks = subject.chunks.map { (range: $0.range, item: $0.memory.name) }
        for (later, earlier) in overlaps(chunks) {
            log.add(
                .chunksOverlap, "/resources/" + later.item, at: later.range.start,
                "the chunk begins within \"\(earlier.item)\", which ends at \(earlier.range.end)")
        }
    }

    private static func outside(_ subject: CheckedTree, _ log: inout FindingLog) {
        let chunks = subject.chunks.map(\.range).sorted { $0.start < $1.start }
        guard !chunks.isEmpty else { return }
        for owner in subject.owners {
            for (range, path) in owner.ranges where chunk(around: range, in: chunks) == nil {
                log.add(.memoryOutsidePool, path, at: range.start, "\(range) lies in no chunk of the pool")
            }
        }
    }

    /// The last chunk that begins at or before a range, if it reaches as far.
    private static func chunk(around range: MemoryRange, in chunks: [MemoryRange]) -> MemoryRange? {
        var low = 0
        var high = chunks.count
        while low < high {
            let middle = (low + high) / 2
            if chunks[middle].start <= range.start { low = middle + 1 } else { high = middle }
        }
        guard low > 0, chunks[low - 1].contains(range) else { return nil }
        return chunks[low - 1]
    }

    private static func shared(_ subject: CheckedTree, _ log: inout FindingLog) {
        let owned = subject.owners.flatMap { owner in
            owner.ranges.map { (range: $0.range, item: (name: owner.name, path: $0.path)) }
        }
        for (later, earlier) in overlaps(owned) {
            let common = later.range.intersection(earlier.range)
            log.add(
                .memoryShared, later.item.path, at: common.start,
                "\(common) also belongs to \"\(earlier.item.name)\"")
        }
    }

    private static func total(_ subject: CheckedTree, _ log: inout FindingLog) {
        guard let pool = subject.pool, !subject.owners.isEmpty else { return }
        let available = pool.bytes
        guard available > 0 else { return }
        var wanted: UInt64 = 0
        for owner in subject.owners {
            let regions = owner.regions.map(\.size)
            for size in regions.isEmpty ? [owner.resources?.memory?.size ?? 0] : regions {
                wanted = wanted.addingSaturated(size)
            }
        }
        if wanted > available {
            log.add(
                .memoryExceedsPool, "/instances",
                "the instances have \(Shown.hex(wanted)) bytes, the pool \(Shown.hex(available))")
        }
    }

    /// A chunk that says another NUMA node than the one in whose memory it lies.
    private static func nodes(_ subject: CheckedTree, _ log: inout FindingLog) {
        let nodes = subject.pool?.topology?.nodes ?? []
        guard !nodes.isEmpty else { return }
        var ranges: [UInt32: MemoryRange] = [:]
        for node in nodes {
            if let number = node.number, let memory = node.memory { ranges[number] = memory }
        }
        for (memory, range) in subject.chunks {
            guard let number = memory.numaNode, let home = ranges[number], !home.contains(range) else { continue }
            log.add(
                .memoryNodeContradicted, "/resources/" + memory.name, at: range.start,
                "\(range) is said to be of node \(number), whose memory is \(home)")
        }
    }
}

extension ResourcePool {
    /// The bytes of the chunks; of what is asked for, where there are none.
    var bytes: UInt64 {
        var placed: UInt64 = 0
        var asked: UInt64 = 0
        for memory in memory {
            switch memory.extent {
            case .chunk(_, let size): placed = placed.addingSaturated(size)
            case .request(let size): asked = asked.addingSaturated(size)
            case .unknown: break
            }
        }
        if placed > 0 { return placed }
        return asked > 0 ? asked : singleMemory?.size ?? 0
    }
}

extension UInt64 {
    /// The sum, or the largest number where it has no room.
    func addingSaturated(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
