import HandoverDocument
import Rehearsal

/// What a kernel revived, as a document.
struct RehearsalDocument {
    static let schema = "https://khotool.dev/schemas/rehearsal-1.json"

    let report: RehearsalReport

    func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("schema", Self.schema)
        try writer.field("revived", report.isRevived)
        try writeKernel(to: &writer)
        try writeMachine(to: &writer)
        try writeHandover(to: &writer)
        try writer.key("memory")
        try writer.beginObject(.line)
        try writer.field("preservedBytes", report.preservedBytes)
        try writer.field("missingBytes", report.missingBytes)
        try writer.field("overwrittenBytes", report.overwrittenBytes)
        try writer.endObject()
        try writer.key("sessions")
        try writer.beginArray(.block)
        for session in report.sessions { try write(session, to: &writer) }
        try writer.endArray()
        try write(report.flbs, as: "flbs", to: &writer)
        try write(report.regions, as: "reserveMem", to: &writer)
        if let test = report.test {
            try writer.key("test")
            try writer.beginObject(.line)
            try write(test, to: &writer)
            try writer.endObject()
        }
        try write(report.alarms, as: "alarms", to: &writer)
        try write(report.log, as: "log", to: &writer)
        try write(report.lastLines, as: "lastLines", to: &writer)
        try writer.endObject()
    }

    // MARK: The whole

    private func writeKernel(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.key("kernel")
        try writer.beginObject(.block)
        try writer.field("image", report.kernel.path)
        if let version = report.kernel.version { try writer.field("version", version) }
        if let release = report.kernel.release { try writer.field("release", release) }
        try writer.field("commandLine", report.kernel.commandLine)
        try writer.endObject()
    }

    private func writeMachine(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.key("machine")
        try writer.beginObject(.line)
        try writer.field("size", report.machineSize)
        try writer.field("milliseconds", Int(report.seconds * 1000))
        switch report.ending {
        case .finished: try writer.field("ending", "finished")
        case .panicked(let line):
            try writer.field("ending", "panicked")
            try writer.field("reason", line)
        case .restarted: try writer.field("ending", "restarted")
        case .hung(let wroteAnything):
            try writer.field("ending", "hung")
            try writer.field("wroteAnything", wroteAnything)
        }
        try writer.endObject()
    }

    private func writeHandover(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.key("handover")
        try writer.beginObject(.block)
        switch report.handover {
        case .accepted: try writer.field("verdict", "accepted")
        case .refused(let reasons):
            try writer.field("verdict", "refused")
            try write(reasons, as: "reasons", to: &writer)
        case .ignored(let reason):
            try writer.field("verdict", "ignored")
            try write([reason], as: "reasons", to: &writer)
        case .unknown: try writer.field("verdict", "unknown")
        }
        try writer.endObject()
    }

    private func write(
        _ texts: [String], as key: String, to writer: inout some DocumentWriter
    ) throws(ByteSinkError) {
        try writer.key(key)
        try writer.beginArray(.block)
        for text in texts { try writer.string(text) }
        try writer.endArray()
    }

    // MARK: Items

    private func write(_ session: SessionOutcome, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("name", session.name)
        try write(session.verdict, to: &writer)
        try writer.key("files")
        try writer.beginArray(.block)
        for file in session.files {
            try writer.beginObject(.line)
            try writer.field("token", hexadecimal: file.token)
            try writer.field("handler", file.handler)
            try write(file.verdict, to: &writer)
            try write(file.expected, as: "expected", to: &writer)
            if let found = file.found { try write(found, as: "found", to: &writer) }
            try writer.endObject()
        }
        try writer.endArray()
        try writer.endObject()
    }

    private func write(
        _ facts: FileFacts, as key: String, to writer: inout some DocumentWriter
    ) throws(ByteSinkError) {
        try writer.key(key)
        try writer.beginObject(.line)
        if let size = facts.size { try writer.field("size", size) }
        if let position = facts.position { try writer.field("position", position) }
        if let seals = facts.seals { try writer.field("seals", hexadecimal: UInt64(seals)) }
        if let hash = facts.hash { try writer.field("fnv1a64", hexadecimal: hash) }
        try writer.endObject()
    }

    private func write(
        _ items: [ItemOutcome], as key: String, to writer: inout some DocumentWriter
    ) throws(ByteSinkError) {
        try writer.key(key)
        try writer.beginArray(.block)
        for item in items {
            try writer.beginObject(.line)
            try writer.field("name", item.name)
            try write(item.verdict, to: &writer)
            try writer.endObject()
        }
        try writer.endArray()
    }

    /// A verdict as two members of an object: a word, and what there is to say about it.
    private func write(_ verdict: Verdict, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        switch verdict {
        case .revived: try writer.field("verdict", "revived")
        case .differs(let clauses):
            try writer.field("verdict", "differs")
            try writer.field("reasons", line: clauses)
        case .lost(let reason):
            try writer.field("verdict", "lost")
            try writer.field("reasons", line: [reason])
        case .unknown(let reason):
            try writer.field("verdict", "unknown")
            try writer.field("reasons", line: [reason])
        }
    }
}
