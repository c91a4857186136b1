import HandoverAnalysis
import HandoverDocument

/// What becomes of a handover, for scripts: JSON.
struct CheckDocument {
    let report: CheckReport
    static let schema = "https://khotool.dev/schemas/check-1.json"

    func write(to sink: @escaping ByteSink) throws {
        var writer = JSONWriter(to: sink)
        try writer.beginObject(.block)
        try writer.field("schema", Self.schema)
        try writer.field("input", report.path)
        if let origin = report.origin { try writer.field("origin", origin) }
        try writer.field("accepted", report.isGood)
        try writer.key("check")
        try write(report.check, to: &writer)
        if let rollback = report.rollback {
            try writer.key("rollback")
            try write(rollback, to: &writer)
        }
        if let plan = report.plan {
            try writer.key("plan")
            try write(plan, to: &writer)
        }
        try writer.endObject()
        try writer.finish()
    }

    private func write(_ check: CompatibilityCheck, to writer: inout JSONWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("target", check.target.name)
        try writer.field("worst", check.worst.rawValue)
        try writer.key("items")
        try writer.beginArray(.block)
        for item in check.items {
            try writer.beginObject(.block)
            try writer.field("path", item.path)
            try writer.field("kind", item.kind.rawValue)
            try writer.field("outcome", item.outcome.rawValue)
            if let reason = item.reason { try writer.field("reason", reason) }
            try writer.field("need", report.policy.need(of: item).rawValue)
            if report.policy.isFailed(item) { try writer.field("failed", true) }
            if !item.conditions.isEmpty { try writer.field("conditions", line: item.conditions) }
            try writer.endObject()
        }
        try writer.endArray()
        try writer.key("remedies")
        try writer.beginArray(.block)
        for remedy in check.remedies { try writer.string(remedy) }
        try writer.endArray()
        try writer.endObject()
    }

    private func write(_ plan: CheckReport.Plan, to writer: inout JSONWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        switch plan {
        case .none: try writer.field("found", false)
        case .found(let plan):
            try writer.field("found", true)
            try writer.field("lost", UInt64(plan.lostCount))
            try writer.key("steps")
            try writer.beginArray(.line)
            for step in plan.steps { try writer.string(step.target.name) }
            try writer.endArray()
        }
        try writer.endObject()
    }
}
