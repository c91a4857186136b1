import HandoverAnalysis
import HandoverState

/// What `khotool diff` has to show.
struct Difference {
    let old: Side
    let new: Side
    let totals: (old: PreservedTotals?, new: PreservedTotals?)
    let changes: [Change]
    let uncomparedContents: Int

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
