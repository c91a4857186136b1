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

    /// A way over other kernels that was looked for.
    enum Plan {
        case none
        case found(UpgradePlan)
    }

    /// Whether everything that matters arrives, and comes back where that was asked for.
    var isGood: Bool {
        let last = check
        let checks = [last, rollback].compactMap(\.self)
        return checks.allSatisfy { $0.failures.isEmpty }
    }
}

extension CompatibilityCheck {
    /// What is not accepted and matters: the word of the previous kernel does not.
    var failures: [CheckedItem] { items.filter { $0.outcome != .accepted && $0.kind != .metadata } }
}
