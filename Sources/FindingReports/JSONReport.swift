import HandoverAnalysis
public import HandoverDocument
import HandoverState
import PhysicalMemory

/// Findings as a document of khotool's own: everything that is known of them. Its schema is `Schemas/findings-1.json`.
public struct JSONReport: FindingReport {
    /// The schema that the document names in its first key.
    public static let schema = "https://khotool.dev/schemas/findings-1.json"

    private var writer: JSONWriter
    private var rules: Set<RuleID> = []

    /// A report to a sink.
    public init(to sink: @escaping ByteSink) {
        writer = JSONWriter(to: sink)
    }

    /// Begins the document and its list of inputs.
    public mutating func begin() throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("schema", Self.schema)
        try writer.key("inputs")
        try writer.beginArray(.block)
    }

    /// Writes an input, also one without findings.
    public mutating func add(_ verdict: InputVerdict) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("input", verdict.input)
        try writer.field("usable", verdict.isUsable)
        try writer.key("findings")
        try writer.beginArray(.block)
        for judged in verdict.findings {
            rules.insert(judged.finding.rule)
            try write(judged)
        }
        try writer.endArray()
        try writer.endObject()
    }

    private mutating func write(_ judged: JudgedFinding) throws(ByteSinkError) {
        let finding = judged.finding
        try writer.beginObject(.block)
        try writer.field("rule", finding.rule.rawValue)
        try writer.field("severity", finding.severity.rawValue)
        try writer.field("path", finding.path)
        if let address = finding.address { try writer.field("address", hexadecimal: address.value) }
        if let offset = finding.offset { try writer.field("offset", offset) }
        if let position = finding.position {
            try writer.field("line", position.line)
            try writer.field("column", position.column)
        }
        try writer.field("message", finding.message)
        try writer.field("fingerprint", finding.fingerprint.description)
        if let acceptance = judged.acceptance {
            try writer.key("accepted")
            try writer.beginObject(.line)
            try writer.field("by", acceptance.source.rawValue)
            try writer.field("reason", acceptance.reason)
            try writer.endObject()
        }
        try writer.endObject()
    }

    /// Writes the rules that were broken, and the sums.
    public mutating func finish(_ totals: ReportTotals) throws(ByteSinkError) {
        try writer.endArray()
        try writer.key("rules")
        try RuleListing(Rule.all.filter { rules.contains($0.id) }).write(to: &writer)
        try writer.key("summary")
        try writer.beginObject(.block)
        try writer.field("inputs", totals.inputs)
        try writer.field("unusable", totals.unusable)
        try writer.field("passedOver", totals.passedOver)
        for severity in Severity.allCases.reversed() {
            try writer.field(severity.rawValue + "s", totals.standing[severity, default: 0])
        }
        try writer.field("accepted", totals.accepted)
        try writer.endObject()
        try writer.endObject()
        try writer.finish()
    }
}
