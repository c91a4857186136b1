import FindingReports
import HandoverAnalysis
import HandoverDocument
import HandoverState

/// Rules on standard output.
struct RuleOutput {
    let rules: [Rule]

    /// A line for each rule; or all that is known of them, as JSON.
    func write(as form: ReportForm) throws {
        if form == .json { return try writeJSON() }
        for rule in rules {
            StandardOutput.write(
                rule.id.rawValue.padded(to: 16) + rule.severity.rawValue.padded(to: 9) + rule.title + "\n")
        }
    }

    /// All that is known of each rule.
    func explain(as form: ReportForm) throws {
        if form == .json { return try writeJSON() }
        for rule in rules { StandardOutput.write(RuleText.lines(of: rule).joined(separator: "\n") + "\n") }
    }

    private func writeJSON() throws {
        var writer = JSONWriter(to: StandardOutput.sink)
        try writer.beginObject(.block)
        try writer.field("schema", JSONReport.schema)
        try writer.key("rules")
        try RuleListing(rules).write(to: &writer)
        try writer.endObject()
        try writer.finish()
    }
}
