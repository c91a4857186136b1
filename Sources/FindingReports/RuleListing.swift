public import HandoverAnalysis
public import HandoverDocument
import HandoverState

/// Rules as an array of a document.
public struct RuleListing: Hashable, Sendable {
    /// The rules.
    public var rules: [Rule]

    /// A list of rules.
    public init(_ rules: [Rule]) {
        self.rules = rules
    }

    /// Writes the array as a value of a document.
    public func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginArray(.block)
        for rule in rules { try write(rule, to: &writer) }
        try writer.endArray()
    }

    private func write(_ rule: Rule, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("id", rule.id.rawValue)
        try writer.field("severity", rule.severity.rawValue)
        try writer.field("title", rule.title)
        try writer.field("rationale", rule.rationale)
        try writer.key("kernel")
        try writer.beginArray(.block)
        for behaviour in rule.kernel {
            try writer.beginObject(.line)
            try writer.field("function", behaviour.function)
            try writer.field("file", behaviour.file)
            try writer.field("releases", behaviour.releases)
            try writer.field("reaction", behaviour.reaction)
            try writer.endObject()
        }
        try writer.endArray()
        try writer.field("remedy", rule.remedy)
        try writer.endObject()
    }
}
