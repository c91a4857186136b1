import HandoverAnalysis
import HandoverDocument
import HandoverState
import Multikernel

/// What became of overlays, for scripts, as JSON.
struct ApplyDocument {
    let report: ApplyReport
    static let schema = "https://khotool.dev/schemas/apply-1.json"

    func write(to sink: @escaping ByteSink) throws {
        var writer = JSONWriter(to: sink)
        try writer.beginObject(.block)
        try writer.field("schema", Self.schema)
        try writer.field("tree", report.tree)
        try write(report.assumptions, "assumptions", to: &writer)
        try writer.key("transactions")
        try writer.beginArray(.block)
        for applied in report.transactions { try write(applied, to: &writer) }
        try writer.endArray()
        try writer.key("untried")
        try writer.beginArray(.line)
        for path in report.untried { try writer.string(path) }
        try writer.endArray()
        try writer.endObject()
        try writer.finish()
    }

    private func write(_ applied: AppliedOverlay, to writer: inout JSONWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("overlay", applied.input.path)
        try writer.field("direction", applied.direction == .applied ? "apply" : "undo")
        try writer.field("status", applied.transaction.refusal == nil ? "done" : "failed")
        try writer.key("steps")
        try writer.beginArray(.block)
        for step in applied.transaction.steps {
            try writer.beginObject(.line)
            try writer.field("place", step.place)
            try writer.field("message", step.message)
            try writer.endObject()
        }
        try writer.endArray()
        try write(applied.transaction.remarks, "remarks", to: &writer)
        if let refusal = applied.transaction.refusal {
            try writer.key("refusal")
            try writer.beginObject(.block)
            try writer.field("errno", refusal.errno.rawValue)
            try fields(of: refusal.finding, to: &writer)
            try writer.endObject()
        }
        try writer.endObject()
    }

    private func write(_ findings: [Finding], _ key: String, to writer: inout JSONWriter) throws(ByteSinkError) {
        try writer.key(key)
        try writer.beginArray(.block)
        for finding in findings {
            try writer.beginObject(.block)
            try fields(of: finding, to: &writer)
            try writer.endObject()
        }
        try writer.endArray()
    }

    private func fields(of finding: Finding, to writer: inout JSONWriter) throws(ByteSinkError) {
        try writer.field("rule", finding.rule.rawValue)
        try writer.field("severity", finding.severity.rawValue)
        try writer.field("place", finding.path)
        try writer.field("message", finding.message)
    }
}
