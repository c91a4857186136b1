import FindingReports
import HandoverAnalysis
import HandoverDocument

/// What becomes of a handover as SARIF 2.1.0: a result for each item that is not accepted, under the rule of its outcome.
struct CheckResults {
    let report: CheckReport

    func write(to sink: @escaping ByteSink) throws {
        var writer = JSONWriter(to: sink)
        try writer.beginObject(.block)
        try writer.field("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
        try writer.field("version", "2.1.0")
        try writer.key("runs")
        try writer.beginArray(.block)
        try writer.beginObject(.block)
        try writer.field("columnKind", "unicodeCodePoints")
        try writer.key("results")
        try writer.beginArray(.block)
        for check in report.checks {
            for item in report.items(of: check) where item.outcome != .accepted { try write(item, check, to: &writer) }
        }
        try writer.endArray()
        try writeTool(to: &writer)
        try writer.key("invocations")
        try writer.beginArray(.block)
        try writer.beginObject(.line)
        try writer.field("executionSuccessful", true)
        try writer.field("exitCode", report.isGood ? 0 : 1)
        try writer.endObject()
        try writer.endArray()
        try writer.endObject()
        try writer.endArray()
        try writer.endObject()
        try writer.finish()
    }

    private func write(
        _ item: CheckedItem, _ check: CompatibilityCheck, to writer: inout JSONWriter
    ) throws(ByteSinkError) {
        try writer.beginObject(.block)
        let rule = OutcomeRule.id(of: item.outcome)
        try writer.field("ruleId", rule)
        try writer.field("ruleIndex", OutcomeRule.reported.firstIndex(of: item.outcome) ?? 0)
        try writer.field("level", report.weight(of: item).rawValue)
        try message("message", report.sentence(on: item, in: check), to: &writer)
        try writer.key("locations")
        try writer.beginArray(.block)
        try writer.beginObject(.block)
        try writer.key("physicalLocation")
        try writer.beginObject(.block)
        try writer.key("artifactLocation")
        try writer.beginObject(.line)
        try writer.field("uri", FileReference.uri(of: report.path))
        try writer.endObject()
        try writer.endObject()
        try writer.key("logicalLocations")
        try writer.beginArray(.line)
        try writer.beginObject(.line)
        try writer.field("fullyQualifiedName", ShownText.escaped(item.path))
        try writer.endObject()
        try writer.endArray()
        try writer.endObject()
        try writer.endArray()
        try writer.key("partialFingerprints")
        try writer.beginObject(.line)
        try writer.field("khotool/check/v1", ShownText.escaped("\(check.target.name) \(rule) \(item.path)"))
        try writer.endObject()
        try writer.endObject()
    }

    private func writeTool(to writer: inout JSONWriter) throws(ByteSinkError) {
        try writer.key("tool")
        try writer.beginObject(.block)
        try writer.key("driver")
        try writer.beginObject(.block)
        try writer.field("name", "khotool")
        try writer.field("version", Khotool.version)
        try writer.field("semanticVersion", Khotool.version)
        try writer.key("rules")
        try writer.beginArray(.block)
        for outcome in OutcomeRule.reported {
            try writer.beginObject(.block)
            try writer.field("id", OutcomeRule.id(of: outcome))
            try message("shortDescription", OutcomeRule.title(of: outcome), to: &writer)
            try writer.endObject()
        }
        try writer.endArray()
        try writer.endObject()
        try writer.endObject()
    }

    private func message(_ key: String, _ text: String, to writer: inout JSONWriter) throws(ByteSinkError) {
        try writer.key(key)
        try writer.beginObject(.line)
        try writer.field("text", text)
        try writer.endObject()
    }
}
