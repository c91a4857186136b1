import HandoverAnalysis
public import HandoverDocument
import HandoverState

/// Findings as GitLab's code quality report: an array of issues.
public struct GitLabReport: FindingReport {
    private var writer: JSONWriter

    /// A report to a sink.
    public init(to sink: @escaping ByteSink) {
        writer = JSONWriter(to: sink)
    }

    /// Begins the array.
    public mutating func begin() throws(ByteSinkError) {
        try writer.beginArray(.block)
    }

    /// Writes an issue for each finding that stands.
    public mutating func add(_ verdict: InputVerdict) throws(ByteSinkError) {
        for finding in verdict.standing { try write(finding, of: verdict) }
    }

    private mutating func write(_ finding: Finding, of verdict: InputVerdict) throws(ByteSinkError) {
        try writer.beginObject(.block)
        let place = FindingPlace(finding, isPositionShown: false).text
        try writer.field("description", ShownText.escaped("\(place): \(finding.message)"))
        try writer.field("check_name", finding.rule.rawValue)
        try writer.field("fingerprint", finding.fingerprint.of(input: verdict.input).description)
        try writer.field("severity", verdict.isUsable ? Self.label(finding.severity) : "blocker")
        try writer.key("location")
        try writer.beginObject(.line)
        try writer.field("path", verdict.input)
        try writer.key("lines")
        try writer.beginObject(.line)
        try writer.field("begin", finding.position?.line ?? 1)
        try writer.endObject()
        try writer.endObject()
        try writer.endObject()
    }

    private static func label(_ severity: Severity) -> String {
        switch severity {
        case .error: "critical"
        case .warning: "minor"
        case .note: "info"
        }
    }

    /// Ends the array.
    public mutating func finish(_ totals: ReportTotals) throws(ByteSinkError) {
        try writer.endArray()
        try writer.finish()
    }
}
