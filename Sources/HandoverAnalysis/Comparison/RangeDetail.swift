import PhysicalMemory

/// How much is told of the memory of what has changed.
public enum RangeDetail: Hashable, Sendable {
    /// Totals by owner.
    case totals
    /// Every range that an owner has got or lost.
    case every
}

extension ChangeLog {
    /// How many ranges of one owner are told one by one.
    static let rangeLimit = 256

    /// Tells which memory an owner had and has no more, and which it has got.
    mutating func compareRanges(
        _ old: [MemoryRange], _ new: [MemoryRange], _ group: Change.Group, _ path: String
    ) {
        let (before, after) = (old.merged(), new.merged())
        add(.removed, before.outside(after), group, path + "/memory")
        add(.added, after.outside(before), group, path + "/memory")
    }

    private mutating func add(_ kind: Change.Kind, _ ranges: [MemoryRange], _ group: Change.Group, _ path: String) {
        func change(_ path: String, _ value: Change.Value) -> Change {
            kind == .removed
                ? Change(kind, group, path, from: value, nature: .address)
                : Change(kind, group, path, to: value, nature: .address)
        }
        for range in ranges.prefix(Self.rangeLimit) { add(change("\(path)/\(range)", .number(range.size))) }
        let more = ranges.dropFirst(Self.rangeLimit)
        if more.isEmpty { return }
        let bytes = more.reduce(0) { $0 &+ $1.size }
        add(change(path, .text("\(more.count) more ranges of \(bytes) bytes")))
    }
}

extension Array where Element == MemoryRange {
    /// The bytes of a sorted list of ranges that another does not hold.
    fileprivate func outside(_ other: [MemoryRange]) -> [MemoryRange] {
        var result: [MemoryRange] = []
        var next = 0
        for range in self {
            while next < other.count, other[next].end <= range.start { next += 1 }
            result += MemoryComparison.parts(of: range, outside: other[next...])
        }
        return result
    }
}
