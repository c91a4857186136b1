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
        let command =
            switch finding.severity {
            case .error: "error"
            case .warning: "warning"
            case .note: "notice"
            }
        var properties = "file=" + Self.property(input)
        if let position = finding.position { properties += ",line=\(position.line),col=\(position.column)" }
        properties += ",title=" + Self.property("\(finding.rule.rawValue): \(Rule[finding.rule].title)")
        let place = FindingPlace(finding, isPositionShown: false).text
        return "::\(command) \(properties)::" + Self.data("\(place): \(finding.message)")
    }

    /// What may stand behind the `::` that ends the properties.
    private static func data(_ text: String) -> String {
        escaped(ShownText.escaped(text), ["%"])
    }

    /// What may stand as a value among the properties.
    private static func property(_ text: String) -> String {
        escaped(ShownText.escaped(text), ["%", ":", ","])
    }

    /// The text, which has no line breaks any more, with special characters as their codes.
    private static func escaped(_ text: String, _ special: Set<Unicode.Scalar>) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if special.contains(scalar) {
                result += "%" + String(scalar.value, radix: 16, uppercase: true)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
