package import HandoverAnalysis

/// The rules by which reports for programs name outcomes: `check/misread`.
package enum OutcomeRule {
    /// The outcomes that are reported.
    package static let reported = Outcome.allCases.filter { $0 != .accepted }

    /// The name of the rule.
    package static func id(of outcome: Outcome) -> String { "check/" + outcome.rawValue }

    /// What it means, a clause.
    package static func title(of outcome: Outcome) -> String {
        switch outcome {
        case .accepted: "the next kernel takes it as it is meant"
        case .unknown: "the data cannot decide what becomes of it in the next kernel"
        case .lost: "the next kernel goes on without it"
        case .refused: "the next kernel bypasses the whole handover"
        case .misread: "the next kernel takes it for something else"
        case .panics: "the next kernel does not survive it"
        }
    }
}
