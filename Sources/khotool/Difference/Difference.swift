import HandoverAnalysis
import HandoverState

/// What `khotool diff` has to show.
struct Difference {
    let old: Side
    let new: Side
    let totals: (old: PreservedTotals?, new: PreservedTotals?)
    let changes: [Change]
    /// Parts that a side does not hold.
    let uncompared: [String]
    let uncomparedContents: Int

    /// Whether nothing is known to differ, and yet something damaged may.
    var isUncertain: Bool { !changes.isEmpty && changes.allSatisfy { $0.kind == .unread } }

    /// One of the two inputs.
    struct Side {
        let path: String
        let profile: String?

        init(path: String, profile: String?) {
            self.path = path
            self.profile = profile
        }

        init(_ input: ComparedInput) {
            self.init(path: input.path, profile: input.handover.abi.profile)
        }
    }
}
