import HandoverAnalysis
import HandoverState
import Multikernel

/// An overlay that was applied or undone, and what became of it.
struct AppliedOverlay {
    let input: OverlayInput
    let direction: Direction
    let transaction: Transaction

    /// What was done with it.
    enum Direction: String {
        case applied, undone
    }

    /// Whether the kernel would have done all that was asked for.
    var isSound: Bool { transaction.refusal == nil && !transaction.remarks.contains { $0.severity == .error } }

    /// What there is to say, what ended it last.
    var findings: [Finding] { transaction.remarks + (transaction.refusal.map { [$0.finding] } ?? []) }
}

/// What `khotool apply` has to show.
struct ApplyReport {
    let tree: String
    let transactions: [AppliedOverlay]
    /// Overlays behind the one that failed.
    let untried: [String]
    let assumptions: [Finding]

    /// Whether every overlay did all that it asks for.
    var isSound: Bool { transactions.allSatisfy(\.isSound) && untried.isEmpty }
}
