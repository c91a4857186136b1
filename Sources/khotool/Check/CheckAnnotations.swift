import FindingReports
import HandoverAnalysis

/// What becomes of a handover as annotations of a GitHub workflow: a line for each item that is not accepted.
struct CheckAnnotations {
    let report: CheckReport

    func lines() -> [String] {
        report.checks.flatMap { check in
            report.items(of: check).filter { $0.outcome != .accepted }.map { line(for: $0, in: check) }
        }
    }

    private func line(for item: CheckedItem, in check: CompatibilityCheck) -> String {
        let annotation: GitHubAnnotation =
            switch report.weight(of: item) {
            case .error: .error
            case .warning: .warning
            case .note: .notice
            }
        let title = "\(OutcomeRule.id(of: item.outcome)): \(OutcomeRule.title(of: item.outcome))"
        return annotation.line(
            [("file", ShownText.escaped(report.path)), ("title", title)], report.sentence(on: item, in: check))
    }
}

extension CheckReport {
    /// How much an item matters: what fails is an error, or where nothing is known a warning.
    func weight(of item: CheckedItem) -> Severity {
        if !policy.isFailed(item) { return .note }
        return item.outcome == .unknown ? .warning : .error
    }

    /// What becomes of an item, on a line of its own.
    func sentence(on item: CheckedItem, in check: CompatibilityCheck) -> String {
        ShownText.escaped(
            "\(item.path) is \(item.outcome == .panics ? "fatal" : item.outcome.rawValue) in \(check.target.name)"
                + (item.reason.map { ": " + $0 } ?? ""))
    }
}
