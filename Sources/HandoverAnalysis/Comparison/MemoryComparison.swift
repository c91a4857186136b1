import HandoverState
import PhysicalMemory

/// Compares preserved memory as far as nothing else in the handover tells of it.
///
/// The pages of structures, files, regions and test folios are compared with their owners: a file that has grown says so
/// once. What remains is memory whose owner is not known, of which only place and order can be told.
struct MemoryComparison {
    let old: ComparedHandover
    let new: ComparedHandover

    func compare(_ log: inout ChangeLog) {
        // Without a map, or read without memory, a side does not tell what it preserves.
        guard let before = old.state.memory, let after = new.state.memory else {
            log.skip("/memory")
            return
        }
        guard before.pageShift == after.pageShift else {
            // Orders mean other sizes, and no block is like another.
            log.compare(
                .number(1 << UInt64(before.pageShift)), .number(1 << UInt64(after.pageShift)), .memory,
                "/memory/pageSize")
            return
        }
        report(.removed, before.subtracting(after), of: old, &log)
        report(.added, after.subtracting(before), of: new, &log)
    }

    private func report(
        _ kind: Change.Kind, _ memory: PreservedMemory, of side: ComparedHandover, _ log: inout ChangeLog
    ) {
        if memory.blockCount == 0 { return }
        let owned = side.owned(in: memory)
        var told = 0
        var more: (ranges: UInt64, bytes: UInt64) = (0, 0)
        var next = 0
        for preserved in memory.ranges {
            while next < owned.count, owned[next].end <= preserved.range.start { next += 1 }
            for part in Self.parts(of: preserved.range, outside: owned[next...]) {
                guard told < ChangeLog.rangeLimit else {
                    more = (more.ranges + 1, more.bytes &+ part.size)
                    continue
                }
                told += 1
                let what = Change.Value.text("\(part.size) bytes of order \(preserved.order)")
                let path = "/memory/\(part)"
                log.add(
                    Change(kind, .memory, path, from: kind == .removed ? what : nil, to: kind == .added ? what : nil))
            }
        }
        if more.ranges > 0 {
            let what = Change.Value.text("\(more.ranges) more ranges of \(more.bytes) bytes")
            log.add(
                Change(
                    kind, .memory, "/memory", from: kind == .removed ? what : nil, to: kind == .added ? what : nil))
        }
    }

    /// The parts of a range that lie outside sorted ranges.
    static func parts(of range: MemoryRange, outside owned: ArraySlice<MemoryRange>) -> [MemoryRange] {
        var parts: [MemoryRange] = []
        var position = range.start
        for owner in owned {
            if owner.start >= range.end { break }
            if owner.start > position { parts.append(MemoryRange(from: position, to: owner.start)) }
            if owner.end > position { position = owner.end }
        }
        if position < range.end { parts.append(MemoryRange(from: position, to: range.end)) }
        return parts
    }
}
