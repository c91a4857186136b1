import ArgumentParser
import FindingReports
import HandoverAnalysis
import HandoverDocument

/// The forms in which findings are reported.
enum ReportForm: String, ExpressibleByArgument, CaseIterable {
    case text, json, sarif, junit, github, gitlab

    /// A report in this form on standard output.
    func report(failing threshold: Severity?) -> any FindingReport {
        let sink: ByteSink = StandardOutput.sink
        return switch self {
        case .text:
            TextReport(style: Terminal.wantsColour ? .coloured : .plain, failing: threshold, to: sink)
        case .json: JSONReport(to: sink)
        case .sarif: SARIFReport(version: Khotool.version, to: sink)
        case .junit: JUnitReport(failing: threshold, to: sink)
        case .github: GitHubReport(to: sink)
        case .gitlab: GitLabReport(to: sink)
        }
    }
}

/// From which severity on findings make the command fail.
enum FailureThreshold: String, ExpressibleByArgument, CaseIterable {
    case error, warning, note, never

    /// The severity; `nil` where no finding does.
    var severity: Severity? { Severity(rawValue: rawValue) }
}
