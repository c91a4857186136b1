import HandoverABI
import HandoverState
import PhysicalMemory

/// Who owns preserved memory: each page one thing, and one only.
enum OwnerChecks {
    static let all: [Validator.Check] = [owners]

    /// Pages with two owners, and blocks with none.
    static func owners(_ subject: Subject, _ log: inout FindingLog) {
        let owners = OwnedMemory(subject)
        let sweep = owners.sweep()
        for conflict in sweep.conflicts {
            let (name, paths) = owners.describe(conflict.second, in: subject)
            let path = paths.last ?? MapChecks.path
            let (other, others) = owners.describe(conflict.first, in: subject)
            if (paths + others).contains(where: { subject.isClaimRemarked(on: $0) }) { continue }
            log.add(
                .twoOwners, path, at: conflict.shared.start,
                "\(conflict.shared) belongs to \(name), and to \(other) of \(others.first ?? path)")
        }
        if subject.knowsAllOwners { leaks(subject, sweep.owned, &log) }
    }

    /// Preserved blocks of which nobody has so much as a byte, adjacent ones together.
    private static func leaks(_ subject: Subject, _ owned: [MemoryRange], _ log: inout FindingLog) {
        guard let memory = subject.soundMap else { return }
        var walk = RangeWalk(owned)
        var gap: (range: MemoryRange, blocks: UInt64)?
        let possible = subject.possibleOwners
        func close() {
            guard let gap else { return }
            log.add(
                .leaked, MapChecks.path, at: gap.range.start,
                "nothing points to \(gap.blocks) preserved \(gap.blocks == 1 ? "block" : "blocks") at \(gap.range)"
                    + possible)
        }
        func add(_ start: UInt64, _ end: UInt64, _ size: UInt64) {
            if end <= start { return }
            let range = MemoryRange(from: PhysicalAddress(start), to: PhysicalAddress(end))
            if let before = gap, before.range.end == range.start {
                gap = (MemoryRange(from: before.range.start, to: range.end), before.blocks + range.size / size)
            } else {
                close()
                gap = (range, range.size / size)
            }
        }
        for preserved in memory.ranges {
            let size = memory.size(ofOrder: preserved.order)
            var position = preserved.start.value
            let end = preserved.range.end.value
            for owner in walk.overlaps(with: preserved.range) {
                add(position, max(position, owner.start.value / size * size), size)
                let (next, overflow) = owner.end.value.addingReportingOverflow(size - 1)
                position = overflow ? end : max(position, min(end, next / size * size))
            }
            add(position, end, size)
        }
        close()
    }
}

extension Subject {
    /// Whether every structure was read, so that memory which nothing points to has no owner that is known.
    fileprivate var knowsAllOwners: Bool {
        guard structures != nil, state.root != nil, !handover.remarks.contains(where: { $0.severity == .damage })
        else { return false }
        var complete = true
        for session in state.liveUpdate?.sessions ?? [] {
            for file in session.files where MemfdABI(rawValue: file.handler) != nil || file.heldMemory != nil {
                if file.heldMemory?.folios?.folios == nil { complete = false }
            }
        }
        return complete
    }

    /// Who may own memory that nothing points to, as far as the handover names anybody whose data is opaque.
    fileprivate var possibleOwners: String {
        var names = state.subtrees.filter { $0.kind == .unknown || $0.content != nil }.map { "the subtree \($0.name)" }
        var handlers: Set<String> = []
        for session in state.liveUpdate?.sessions ?? [] {
            for file in session.files where MemfdABI(rawValue: file.handler) == nil { handlers.insert(file.handler) }
        }
        names += handlers.sorted().map { "files of \($0)" }
        if state.liveUpdate?.flbs?.isEmpty == false { names.append("objects bound to files") }
        return names.isEmpty ? "" : "; it may belong to " + names.prefix(4).joined(separator: ", ")
    }

    /// Whether a reader has remarked that a structure on a path lies in memory that it met before.
    fileprivate func isClaimRemarked(on path: String) -> Bool {
        [.structureShared, .blockLoop, .vmallocLoop].contains { isRemarked($0, on: path) }
    }
}
