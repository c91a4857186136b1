import HandoverAnalysis

/// What `khotool check` has to show.
struct CheckReport {
    let path: String
    /// The profile that the state was read by.
    let origin: String?
    let check: CompatibilityCheck
    /// The way back, where it was asked for.
    let rollback: CompatibilityCheck?
    /// The way over other kernels, where it was asked for.
    let plan: Plan?
    /// What is needed.
    let policy: CheckPolicy

    /// A way over other kernels that was looked for.
    enum Plan {
        case none
        case found(UpgradePlan)
    }

    /// The way there, and the way back where it was asked for.
    var checks: [CompatibilityCheck] { [check, rollback].compactMap(\.self) }

    /// Whether all that is needed arrives, and comes back where that was asked for.
    var isGood: Bool { checks.allSatisfy { !$0.items.contains(where: policy.isFailed) } }

    /// The items of a check that somebody cares for.
    func items(of check: CompatibilityCheck) -> [CheckedItem] {
        check.items.filter { policy.need(of: $0) != .ignored }
    }
}
