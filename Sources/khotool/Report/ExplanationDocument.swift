import HandoverDocument
import HandoverState
import KernelLogs

/// What a log says of handovers, as a document.
struct ExplanationDocument {
    static let schema = "https://khotool.dev/schemas/explanation-1.json"

    let explanation: LogExplanation
    let join: StateJoin?

    /// Whether the state shows that something went wrong where the log says that all is well.
    var isContradicted: Bool {
        explanation.boots.contains { boot in boot.messages.contains { join?.contradicts($0) ?? false } }
    }

    func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("schema", Self.schema)
        try writer.field("hasFailures", explanation.hasFailures || isContradicted)
        try writer.key("log")
        try writer.beginObject(.line)
        try writer.field("lines", explanation.lineCount)
        try writer.field("cutLines", explanation.cutLineCount)
        try writer.endObject()
        try writer.key("boots")
        try writer.beginArray(.block)
        for boot in explanation.boots { try write(boot, to: &writer) }
        try writer.endArray()
        try writer.field("omittedBoots", explanation.omittedBoots)
        try writer.endObject()
    }

    private func write(_ boot: BootExplanation, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        if let release = boot.release { try writer.field("release", release) }
        try writer.field("firstLine", boot.lines.lowerBound)
        try writer.field("lastLine", boot.lines.upperBound)
        try writer.field("outcome", boot.outcome.rawValue)
        try writer.field("verdict", boot.verdict)
        try writer.field("hasFailures", boot.hasFailures)
        try writer.field("endsEarly", boot.endsEarly)
        if let caveat = boot.caveat { try writer.field("caveat", caveat) }
        try writer.field("losses", line: boot.losses)
        try writer.key("messages")
        try writer.beginArray(.block)
        for said in boot.messages { try write(said, to: &writer) }
        try writer.endArray()
        try writer.field("omittedMessages", boot.omittedMessages)
        try writer.key("unknown")
        try writer.beginObject(.block)
        try writer.field("count", boot.unknownCount)
        try writer.key("lines")
        try writer.beginArray(.block)
        for line in boot.unknown {
            try writer.beginObject(.line)
            try writer.field("line", line.line)
            try writer.field("text", line.text)
            try writer.endObject()
        }
        try writer.endArray()
        try writer.endObject()
        try writer.endObject()
    }

    private func write(_ said: ExplainedMessage, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        let message = said.message
        try writer.beginObject(.block)
        try writer.field("id", message.id)
        try writer.field("severity", message.severity.rawValue)
        try writer.field("line", said.line)
        try writer.field("text", said.text)
        try writer.field("count", said.count)
        try writer.key("values")
        try writer.beginArray(.line)
        for value in said.values {
            try writer.beginObject(.line)
            try writer.field("name", value.name.rawValue)
            try writer.field("text", value.text)
            if let meaning = value.meaning { try writer.field("meaning", meaning) }
            try writer.endObject()
        }
        try writer.endArray()
        try writer.field("cause", message.cause)
        if !message.check.isEmpty { try writer.field("check", message.check) }
        if !message.next.isEmpty { try writer.field("next", message.next) }
        try writer.field("rules", line: message.rules.map(\.rawValue))
        try writer.field("function", message.function)
        try writer.field("file", message.file)
        try writer.field("releases", message.releases.description)
        if let isOfRelease = said.isOfRelease { try writer.field("isOfRelease", isOfRelease) }
        if !said.alternatives.isEmpty { try writer.field("alternatives", line: said.alternatives) }
        if !said.callers.isEmpty { try writer.field("callers", line: said.callers) }
        if let join {
            try writer.field("state", line: join.facts(about: said))
            try writer.field("contradicted", join.contradicts(said))
        }
        try writer.endObject()
    }
}
