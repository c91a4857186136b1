import HandoverAnalysis
public import HandoverDocument
import HandoverState
import PhysicalMemory

/// Findings in the Static Analysis Results Interchange Format 2.1.0 (OASIS), as code hosts and editors take them.
///
/// The results come before the tool, so that each can be written as it is found and only the rules that were broken are
/// described: an object's keys have no order.
public struct SARIFReport: FindingReport {
    private var writer: JSONWriter
    private let version: String
    /// The rules so far, in the order of `ruleIndex`.
    private var rules: [RuleID] = []
    private var places: [RuleID: Int] = [:]

    /// A report to a sink, by a version of the tool.
    public init(version: String, to sink: @escaping ByteSink) {
        self.version = version
        writer = JSONWriter(to: sink)
    }

    /// Begins the log and its only run.
    public mutating func begin() throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
        try writer.field("version", "2.1.0")
        try writer.key("runs")
        try writer.beginArray(.block)
        try writer.beginObject(.block)
        try writer.field("columnKind", "unicodeCodePoints")
        try writer.key("results")
        try writer.beginArray(.block)
    }

    /// Writes a result for each finding.
    public mutating func add(_ verdict: InputVerdict) throws(ByteSinkError) {
        for judged in verdict.findings { try write(judged, of: verdict.input) }
    }

    private mutating func write(_ judged: JudgedFinding, of input: String) throws(ByteSinkError) {
        let finding = judged.finding
        try writer.beginObject(.block)
        try writer.field("ruleId", finding.rule.rawValue)
        try writer.field("ruleIndex", index(of: finding.rule))
        try writer.field("level", finding.severity.rawValue)
        try message("message", ShownText.escaped(finding.message))
        try writer.key("locations")
        try writer.beginArray(.block)
        try writer.beginObject(.block)
        try writePhysicalLocation(of: finding, in: input)
        try writer.key("logicalLocations")
        try writer.beginArray(.line)
        try writer.beginObject(.line)
        try writer.field("fullyQualifiedName", ShownText.escaped(finding.path))
        try writer.endObject()
        try writer.endArray()
        try writer.endObject()
        try writer.endArray()
        try writer.key("partialFingerprints")
        try writer.beginObject(.line)
        try writer.field("khotool/v1", finding.fingerprint.description)
        try writer.endObject()
        if let acceptance = judged.acceptance {
            try writer.key("suppressions")
            try writer.beginArray(.line)
            try writer.beginObject(.line)
            try writer.field("kind", "external")
            try writer.field("status", "accepted")
            try writer.field("justification", ShownText.escaped(acceptance.reason))
            try writer.endObject()
            try writer.endArray()
        }
        try writer.endObject()
    }

    private mutating func writePhysicalLocation(of finding: Finding, in input: String) throws(ByteSinkError) {
        try writer.key("physicalLocation")
        try writer.beginObject(.block)
        try writer.key("artifactLocation")
        try writer.beginObject(.line)
        try writer.field("uri", FileReference.uri(of: input))
        try writer.endObject()
        if let position = finding.position {
            try writer.key("region")
            try writer.beginObject(.line)
            try writer.field("startLine", position.line)
            try writer.field("startColumn", position.column)
            try writer.endObject()
        } else if let offset = finding.offset {
            try writer.key("region")
            try writer.beginObject(.line)
            try writer.field("byteOffset", offset)
            try writer.endObject()
        }
        // Readers keep numbers as doubles; physical addresses are no longer than 52 bits on any machine.
        if let address = finding.address, address.value < 1 << 53 {
            try writer.key("address")
            try writer.beginObject(.line)
            try writer.field("absoluteAddress", address.value)
            try writer.endObject()
        }
        try writer.endObject()
    }

    private mutating func index(of rule: RuleID) -> Int {
        if let place = places[rule] { return place }
        places[rule] = rules.count
        rules.append(rule)
        return rules.count - 1
    }

    private mutating func message(_ key: String, _ text: String, markdown: String? = nil) throws(ByteSinkError) {
        try writer.key(key)
        try writer.beginObject(.line)
        try writer.field("text", text)
        if let markdown { try writer.field("markdown", markdown) }
        try writer.endObject()
    }

    /// Writes the tool with the rules that were broken, and how it went.
    public mutating func finish(_ totals: ReportTotals) throws(ByteSinkError) {
        try writer.endArray()
        try writer.key("tool")
        try writer.beginObject(.block)
        try writer.key("driver")
        try writer.beginObject(.block)
        try writer.field("name", "khotool")
        try writer.field("version", version)
        try writer.field("semanticVersion", version)
        try writer.key("rules")
        try writer.beginArray(.block)
        for rule in rules { try write(Rule[rule]) }
        try writer.endArray()
        try writer.endObject()
        try writer.endObject()
        try writer.key("invocations")
        try writer.beginArray(.block)
        try writer.beginObject(.line)
        try writer.field("executionSuccessful", totals.unusable == 0)
        try writer.field("exitCode", Int(totals.exitStatus))
        try writer.endObject()
        try writer.endArray()
        try writer.endObject()
        try writer.endArray()
        try writer.endObject()
        try writer.finish()
    }

    private mutating func write(_ rule: Rule) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("id", rule.id.rawValue)
        try message("shortDescription", rule.title)
        if !rule.rationale.isEmpty { try message("fullDescription", rule.rationale) }
        let help = RuleText.lines(of: rule).joined(separator: "\n")
        try message("help", help, markdown: "\(rule.title)\n\n\(RuleText.markdown(of: rule))")
        try writer.key("defaultConfiguration")
        try writer.beginObject(.line)
        try writer.field("level", rule.severity.rawValue)
        try writer.endObject()
        try writer.key("properties")
        try writer.beginObject(.line)
        try writer.field("tags", line: ["kexec-handover", rule.id.family])
        try writer.endObject()
        try writer.endObject()
    }
}
