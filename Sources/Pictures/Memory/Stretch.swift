import PhysicalMemory

/// Bytes of one owner.
struct Stretch: Hashable {
    var start: UInt64
    /// The first byte past it.
    var end: UInt64
    /// The number of the owner.
    var owner: Int

    init(_ start: UInt64, _ end: UInt64, owner: Int) {
        self.start = start
        self.end = end
        self.owner = owner
    }

    init(_ range: MemoryRange, owner: Int) {
        self.init(range.start.value, range.end.value, owner: owner)
    }
}

extension [Stretch] {
    /// The same bytes by ascending address, each with one owner: where two have it, the one that begins first.
    func untangled() -> [Stretch] {
        var result: [Stretch] = []
        result.reserveCapacity(count)
        for stretch in sorted(by: { ($0.start, $0.end, $0.owner) < ($1.start, $1.end, $1.owner) }) {
            let start = Swift.max(stretch.start, result.last?.end ?? 0)
            guard start < stretch.end else { continue }
            if let last = result.last, last.owner == stretch.owner, last.end == start {
                result[result.count - 1].end = stretch.end
            } else {
                result.append(Stretch(start, stretch.end, owner: stretch.owner))
            }
        }
        return result
    }

    /// Two lists that are each untangled, as one: what the upper one has, it has.
    func covered(by upper: [Stretch]) -> [Stretch] {
        var result: [Stretch] = []
        result.reserveCapacity(count + upper.count)
        var next = 0
        for lower in self {
            var start = lower.start
            if let last = result.last { start = Swift.max(start, last.end) }
            while next < upper.count, upper[next].start < lower.end {
                if start < upper[next].start { result.append(Stretch(start, upper[next].start, owner: lower.owner)) }
                result.append(upper[next])
                start = Swift.max(start, upper[next].end)
                next += 1
            }
            if start < lower.end { result.append(Stretch(start, lower.end, owner: lower.owner)) }
        }
        return result + upper[next...]
    }
}
