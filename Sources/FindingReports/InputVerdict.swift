public import HandoverAnalysis

/// What became of one input.
public struct InputVerdict: Hashable, Sendable {
    /// The input, as it was named or found.
    public var input: String
    /// Whether it could be looked at; where not, a finding says why.
    public var isUsable: Bool
    /// What was found, the gravest first.
    public var findings: [JudgedFinding]

    /// A verdict.
    public init(input: String, isUsable: Bool, findings: [JudgedFinding]) {
        self.input = input
        self.isUsable = isUsable
        self.findings = findings
    }

    /// The findings that nobody has accepted.
    public var standing: [Finding] { findings.filter { $0.acceptance == nil }.map(\.finding) }
}

/// The sums over all inputs, and how the command ends.
public struct ReportTotals: Hashable, Sendable {
    /// How many inputs there were.
    public var inputs = 0
    /// How many of them could not be looked at.
    public var unusable = 0
    /// How many files in directories were nothing that holds a handover.
    public var passedOver = 0
    /// How many findings of each severity stand.
    public var standing: [Severity: Int] = [:]
    /// How many findings were accepted.
    public var accepted = 0
    /// How the command ends.
    public var exitStatus: Int32 = 0

    /// No inputs yet.
    public init() {}

    /// Counts an input.
    public mutating func add(_ verdict: InputVerdict) {
        inputs += 1
        if !verdict.isUsable { unusable += 1 }
        for judged in verdict.findings {
            if judged.acceptance == nil {
                standing[judged.finding.severity, default: 0] += 1
            } else {
                accepted += 1
            }
        }
    }
}
