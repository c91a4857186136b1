import HandoverAnalysis
public import HandoverDocument
import HandoverState

/// Findings as annotations: the lines by which a step of a GitHub workflow marks files.
public struct GitHubReport: FindingReport {
    private var output: TextOutput

    /// A report to a sink.
    public init(to sink: @escaping ByteSink) {
        output = TextOutput(to: sink)
    }

    /// Writes nothing: the lines stand for themselves.
    public mutating func begin() {}

    /// Writes a line for each finding that stands.
    public mutating func add(_ verdict: InputVerdict) throws(ByteSinkError) {
        for finding in verdict.standing { output.line(line(for: finding, of: verdict.input)) }
        try output.flush()
    }

    /// Writes nothing more.
    public mutating func finish(_ totals: ReportTotals) {}

    private func line(for finding: Finding, of input: String) -> String {
        let annotation: GitHubAnnotation =
            switch finding.severity {
            case .error: .error
            case .warning: .warning
            case .note: .notice
            }
        var properties = [(name: "file", value: ShownText.escaped(input))]
        if let position = finding.position {
            properties += [("line", "\(position.line)"), ("col", "\(position.column)")]
        }
        properties.append(("title", "\(finding.rule.rawValue): \(Rule[finding.rule].title)"))
        let place = FindingPlace(finding, isPositionShown: false).text
        return annotation.line(properties, ShownText.escaped("\(place): \(finding.message)"))
    }
}
