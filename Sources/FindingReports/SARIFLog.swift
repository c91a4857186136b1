import HandoverAnalysis
public import HandoverDocument
import HandoverState
import PhysicalMemory

/// A log in the Static Analysis Results Interchange Format 2.1.0 (OASIS), with one run.
///
/// The results come before the tool, so that each can be written as it is found and only the rules that were broken are
/// described: an object's keys have no order.
public struct SARIFLog {
    private var writer: JSONWriter
    private let version: String
    /// The rules so far, in the order of `ruleIndex`.
    private var rules: [SARIFRule] = []
    private var places: [String: Int] = [:]

    /// A log to a sink, by a version of the tool.
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

    /// Describes a rule ahead of its results, or though it has none.
    public mutating func describe(_ rule: SARIFRule) { _ = index(of: rule) }

    /// Writes a result.
    public mutating func add(_ result: SARIFResult) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("ruleId", result.rule.id)
        try writer.field("ruleIndex", index(of: result.rule))
        try writer.field("level", result.level.rawValue)
        try message("message", result.message)
        try writer.key("locations")
        try writer.beginArray(.block)
        try writer.beginObject(.block)
        try writePhysicalLocation(of: result)
        try writer.key("logicalLocations")
        try writer.beginArray(.line)
        try writer.beginObject(.line)
        try writer.field("fullyQualifiedName", ShownText.escaped(result.path))
        try writer.endObject()
        try writer.endArray()
        try writer.endObject()
        try writer.endArray()
        try writer.key("partialFingerprints")
        try writer.beginObject(.line)
        try writer.field(result.fingerprint.method, result.fingerprint.value)
        try writer.endObject()
        if let justification = result.justification {
            try writer.key("suppressions")
            try writer.beginArray(.line)
            try writer.beginObject(.line)
            try writer.field("kind", "external")
            try writer.field("status", "accepted")
            try writer.field("justification", ShownText.escaped(justification))
            try writer.endObject()
            try writer.endArray()
        }
        try writer.endObject()
    }

    /// Ends the log with the tool, the rules, and how it went.
    public mutating func finish(isSuccessful: Bool, exitCode: Int) throws(ByteSinkError) {
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
        for rule in rules { try write(rule) }
        try writer.endArray()
        try writer.endObject()
        try writer.endObject()
        try writer.key("invocations")
        try writer.beginArray(.block)
        try writer.beginObject(.line)
        try writer.field("executionSuccessful", isSuccessful)
        try writer.field("exitCode", exitCode)
        try writer.endObject()
        try writer.endArray()
        try writer.endObject()
        try writer.endArray()
        try writer.endObject()
        try writer.finish()
    }

    // MARK: Parts

    private mutating func writePhysicalLocation(of result: SARIFResult) throws(ByteSinkError) {
        try writer.key("physicalLocation")
        try writer.beginObject(.block)
        try writer.key("artifactLocation")
        try writer.beginObject(.line)
        try writer.field("uri", FileReference.uri(of: result.input))
        try writer.endObject()
        switch result.region {
        case .position(let position):
            try writer.key("region")
            try writer.beginObject(.line)
            try writer.field("startLine", position.line)
            try writer.field("startColumn", position.column)
            try writer.endObject()
        case .offset(let offset):
            try writer.key("region")
            try writer.beginObject(.line)
            try writer.field("byteOffset", offset)
            try writer.endObject()
        case nil: break
        }
        // Readers keep numbers as doubles; physical addresses are no longer than 52 bits on any machine.
        if let address = result.address, address.value < 1 << 53 {
            try writer.key("address")
            try writer.beginObject(.line)
            try writer.field("absoluteAddress", address.value)
            try writer.endObject()
        }
        try writer.endObject()
    }

    private mutating func index(of rule: SARIFRule) -> Int {
        if let place = places[rule.id] { return place }
        places[rule.id] = rules.count
        rules.append(rule)
        return rules.count - 1
    }

    private mutating func write(_ rule: SARIFRule) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("id", rule.id)
        try message("shortDescription", rule.title)
        if let rule = rule.described {
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
        }
        try writer.endObject()
    }

    private mutating func message(_ key: String, _ text: String, markdown: String? = nil) throws(ByteSinkError) {
        try writer.key(key)
        try writer.beginObject(.line)
        try writer.field("text", text)
        if let markdown { try writer.field("markdown", markdown) }
        try writer.endObject()
    }
}
