import HandoverAnalysis
import HandoverDocument

/// Differences for scripts, as JSON.
struct DifferenceDocument {
    let report: Difference
    static let schema = "https://khotool.dev/schemas/difference-1.json"

    func write(to sink: @escaping ByteSink) throws {
        var writer = JSONWriter(to: sink)
        try writer.beginObject(.block)
        try writer.field("schema", Self.schema)
        try write(report.old, "old", to: &writer)
        try write(report.new, "new", to: &writer)
        try writer.key("uncompared")
        try writer.beginArray(.line)
        for path in report.uncompared { try writer.string(path) }
        try writer.endArray()
        try writer.field("uncomparedContents", UInt64(report.uncomparedContents))
        if let old = report.totals.old, let new = report.totals.new {
            try writer.key("preserved")
            try writer.beginObject(.block)
            try write(old, "old", to: &writer)
            try write(new, "new", to: &writer)
            try writer.endObject()
        }
        try writer.key("changes")
        try writer.beginArray(.block)
        for change in report.changes { try write(change, to: &writer) }
        try writer.endArray()
        try writer.endObject()
        try writer.finish()
    }

    private func write(_ side: Difference.Side, _ key: String, to writer: inout JSONWriter) throws(ByteSinkError) {
        try writer.key(key)
        try writer.beginObject(.line)
        try writer.field("input", side.path)
        if let profile = side.profile { try writer.field("profile", profile) }
        try writer.endObject()
    }

    private func write(_ totals: PreservedTotals, _ key: String, to writer: inout JSONWriter) throws(ByteSinkError) {
        try writer.key(key)
        try writer.beginObject(.line)
        try writer.field("total", totals.total)
        try writer.field("files", totals.files)
        try writer.field("regions", totals.regions)
        try writer.field("test", totals.test)
        if let structures = totals.structures { try writer.field("structures", structures) }
        try writer.key("blocksByOrder")
        try writer.beginObject(.line)
        for (order, count) in totals.blocksByOrder.sorted(by: { $0.key < $1.key }) {
            try writer.field("\(order)", count)
        }
        try writer.endObject()
        try writer.endObject()
    }

    private func write(_ change: Change, to writer: inout JSONWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("path", change.path)
        try writer.field("kind", change.kind.rawValue)
        try writer.field("group", change.group.rawValue)
        try writer.field("nature", change.nature.rawValue)
        if let old = change.old { try write(old, "old", to: &writer) }
        if let new = change.new { try write(new, "new", to: &writer) }
        try writer.endObject()
    }

    private func write(_ value: Change.Value, _ key: String, to writer: inout JSONWriter) throws(ByteSinkError) {
        switch value {
        case .number(let number): try writer.field(key, number)
        case .hexadecimal(let number): try writer.field(key, hexadecimal: number)
        case .text(let text): try writer.field(key, text)
        case .list(let names):
            try writer.key(key)
            try writer.beginArray(.line)
            for name in names { try writer.string(name) }
            try writer.endArray()
        }
    }
}
