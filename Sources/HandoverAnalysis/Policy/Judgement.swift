/// A finding, and whether somebody has accepted it.
public struct JudgedFinding: Hashable, Sendable {
    /// The finding, of the severity that the policy gives it.
    public var finding: Finding
    /// Who accepted it, and why; `nil` where it stands.
    public var acceptance: Acceptance?

    /// A finding that stands, or that was accepted.
    public init(_ finding: Finding, acceptance: Acceptance? = nil) {
        self.finding = finding
        self.acceptance = acceptance
    }

    /// That a finding was accepted.
    public struct Acceptance: Hashable, Sendable {
        /// What says so.
        public var source: Source
        /// Why.
        public var reason: String

        /// What accepts findings.
        public enum Source: String, Hashable, Sendable, CaseIterable {
            /// An entry of the policy.
            case policy
            /// The baseline: it was there before.
            case baseline
        }

        /// An acceptance.
        public init(_ source: Source, reason: String) {
            self.source = source
            self.reason = reason
        }
    }
}

/// Holds findings against a policy and a baseline, input after input, and remembers what of both was of use.
public struct Judgement: Sendable {
    /// The policy.
    public let policy: Policy
    private let known: [String: [String: Int]]
    private let baseline: Baseline
    private var usedEntries: Set<Int> = []
    private var seenEntries: Set<Int> = []

    /// A judgement by both.
    public init(policy: Policy = Policy(), baseline: Baseline = Baseline()) {
        self.policy = policy
        self.baseline = baseline
        var known: [String: [String: Int]] = [:]
        for (index, entry) in baseline.entries.enumerated() {
            known[entry.input, default: [:]][entry.fingerprint] = index
        }
        self.known = known
    }

    /// Judges the findings of an input.
    public mutating func judge(_ findings: [Finding], of input: String) -> [JudgedFinding] {
        findings.map { judge($0, of: input) }
    }

    private mutating func judge(_ finding: Finding, of input: String) -> JudgedFinding {
        var judged = JudgedFinding(finding)
        if let index = policy.entry(for: finding, of: input) {
            usedEntries.insert(index)
            let entry = policy.entries[index]
            guard let severity = entry.effect.severity else {
                judged.acceptance = .init(.policy, reason: entry.reason)
                return judged
            }
            judged.finding.severity = severity
        }
        if let index = known[input]?[finding.fingerprint.description] {
            seenEntries.insert(index)
            judged.acceptance = .init(.baseline, reason: "known from the baseline")
        }
        return judged
    }

    /// The entries of the policy that held for no finding.
    public var unusedEntries: [Policy.Entry] {
        policy.entries.indices.filter { !usedEntries.contains($0) }.map { policy.entries[$0] }
    }

    /// The findings of the baseline that were not met again.
    public var staleEntries: [Baseline.Entry] {
        baseline.entries.indices.filter { !seenEntries.contains($0) }.map { baseline.entries[$0] }
    }
}
