import HandoverAnalysis
import HandoverState
import Multikernel

/// The overlay between two machines, on its way to a file.
struct PlannedOverlay {
    let old: RunningInput
    let new: RunningInput
    private let plan: OverlayPlan

    init(from old: RunningInput, to new: RunningInput) {
        (self.old, self.new) = (old, new)
        plan = OverlayPlan(from: old.machine, to: new.machine)
    }

    /// What becomes of an overlay that does not do all.
    enum Losses {
        /// It is not written.
        case refused
        /// It is written, and what remains is told.
        case told
    }

    /// Writes the overlay, or ends the command with what it cannot do.
    func write(to output: String, losses: Losses) throws {
        let leftOver = plan.leftOver
        Diagnostics.print(leftOver, of: new.input)
        if losses == .refused, leftOver.contains(where: { $0.severity == .error }) { throw ExitStatus.unusable.code }
        if plan.overlay.fragments.isEmpty { return }
        try EncodedTree(tree: .overlay(plan.overlay), input: new.path).write(as: .init(of: output), to: output)
    }
}
