public import HandoverAnalysis
import HandoverState

/// The smallest overlay that turns one machine into another, and what no overlay can do.
public struct OverlayPlan: Sendable {
    /// The overlay; without fragments where there is nothing to do.
    public let overlay: Overlay
    /// What differs from the newer machine when the overlay has been applied to the older: found by applying it.
    public let remaining: [Change]
    /// What becomes of the overlay on the older machine.
    public let rehearsal: Transaction

    /// Plans the way from one machine to another, for instances that do not run.
    public init(
        from old: RunningMachine, to new: RunningMachine, under conditions: KernelConditions = KernelConditions()
    ) {
        let drafts = [OverlayDraft.Caution.plain, .memoryFirst].lazy.map { caution in
            Self.rehearsed(OverlayDraft(from: old, to: new, caution).overlay, from: old, to: new, conditions)
        }
        // The first draft does where memory is plenty; the second gives all memory back before any is taken.
        let best = drafts.first { $0.rehearsal.refusal == nil } ?? drafts[0]
        (overlay, remaining, rehearsal) = (best.overlay, best.remaining, best.rehearsal)
    }

    /// What remains, as findings: addresses are the kernel's to choose, and all else is beyond an overlay.
    public var leftOver: [Finding] {
        remaining.map { change in
            switch (change.nature, change.kind) {
            case (.address, _):
                Finding(
                    .applyBaseIgnored, path: change.path, "where it lies is the kernel's to choose\(values(change))")
            case (_, .removed) where change.path == "/resources/memory":
                Finding(
                    .applyInexpressible, path: change.path,
                    "memory leaves the pool by its address, not known here: read the tree back\(values(change))"
                )
            default:
                Finding(
                    .applyInexpressible, path: change.path,
                    "no overlay does this (\(change.kind.rawValue))\(values(change))")
            }
        } + (rehearsal.refusal.map { [$0.finding] } ?? [])
    }

    private func values(_ change: Change) -> String {
        switch (change.old, change.new) {
        case (let old?, let new?): ": \(old.words) -> \(new.words)"
        case (let value?, nil), (nil, let value?): ": \(value.words)"
        case (nil, nil): ""
        }
    }

    private static func rehearsed(
        _ draft: Overlay, from old: RunningMachine, to new: RunningMachine, _ conditions: KernelConditions
    ) -> (overlay: Overlay, remaining: [Change], rehearsal: Transaction) {
        var overlay = draft
        var reached = old
        var rehearsal = overlay.fragments.isEmpty ? Transaction() : reached.apply(overlay, under: conditions)
        if overlay.setBases(rehearsal.taken) {
            reached = old
            rehearsal = reached.apply(overlay, under: conditions)
        }
        let remaining = MachineComparison(from: reached, to: new, guesses: .taken).changes
        return (overlay, remaining, rehearsal)
    }
}

extension Overlay {
    /// Gives the items of `memory-add` the addresses at which their memory is taken, so that the undo finds it.
    fileprivate mutating func setBases(_ bases: [String: UInt64]) -> Bool {
        var hasChanged = false
        for index in fragments.indices {
            guard var operations = fragments[index].operations else { continue }
            for place in operations.indices {
                guard case .addMemory(var items) = operations[place].action else { continue }
                for item in items.indices {
                    guard case .chunk(let old, let size) = items[item].extent,
                        let base = bases["\(fragments[index].name)/\(operations[place].name)/\(items[item].name)"],
                        base != old
                    else { continue }
                    items[item].extent = .chunk(base: base, size: size)
                    hasChanged = true
                }
                operations[place].action = .addMemory(items)
            }
            fragments[index].operations = operations
        }
        return hasChanged
    }

    /// The overlay that takes a machine back to what it is before this one is applied, where removing the transaction
    /// is no way, and what that does not bring back.
    public func inverse(
        in before: RunningMachine, under conditions: KernelConditions = KernelConditions()
    ) -> OverlayPlan {
        var after = before
        _ = after.apply(self, under: conditions)
        return OverlayPlan(from: after, to: before, under: conditions)
    }
}

extension Change.Value {
    /// The value as people read it.
    fileprivate var words: String {
        switch self {
        case .number(let number): "\(number)"
        case .hexadecimal(let number): hex(number)
        case .text(let text): text
        case .list(let texts): texts.joined(separator: ", ")
        }
    }
}
