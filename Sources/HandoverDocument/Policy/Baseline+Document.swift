public import HandoverAnalysis
import HandoverState

extension RecordKeys {
    static let baseline = RecordKeys("schema", "findings")
    static let baselineEntry = RecordKeys("input", "rule", "path", "fingerprint")
}

extension Baseline {
    /// The schema that a baseline names in its first key.
    public static let schema = "https://khotool.dev/schemas/baseline-1.json"

    /// Reads a baseline.
    public init(document bytes: [UInt8], limits: DocumentLimits = DocumentLimits()) throws(DocumentError) {
        let reader = HandoverDocumentReader(limits: limits)
        let tree = try reader.tree(of: bytes, as: HandoverDocumentReader.format(of: bytes))
        let fields = try DocumentValue(tree: tree, index: 0).mapping(.baseline)
        let schema = try fields.required("schema")
        guard try schema.string() == Self.schema else { throw schema.mismatch(.schema, expected: Self.schema) }
        self.init(
            entries: try fields.required("findings").list { (value) throws(DocumentError) in try Entry(value) })
    }
}

extension Baseline.Entry {
    fileprivate init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.baselineEntry)
        let fingerprint = try fields.required("fingerprint")
        guard try fingerprint.bytes().count == 16 else {
            throw fingerprint.mismatch(.wrongValue, expected: "a fingerprint of 32 hexadecimal digits")
        }
        self.init(
            input: try fields.required("input").string(), rule: try fields.required("rule").string(),
            path: try fields.required("path").string(), fingerprint: String(decoding: fingerprint.text, as: UTF8.self))
    }
}

/// Writes a baseline, finding by finding.
public struct BaselineWriter {
    private var writer: JSONWriter

    /// Begins a baseline.
    public init(to sink: @escaping ByteSink) throws(ByteSinkError) {
        writer = JSONWriter(to: sink)
        try writer.beginObject(.block)
        try writer.field("schema", Baseline.schema)
        try writer.key("findings")
        try writer.beginArray(.block)
    }

    /// Writes a finding that shall be known.
    public mutating func add(_ finding: Finding, of input: String) throws(ByteSinkError) {
        try writer.beginObject(.line)
        try writer.field("input", input)
        try writer.field("rule", finding.rule.rawValue)
        try writer.field("path", finding.path)
        try writer.field("fingerprint", finding.fingerprint.description)
        try writer.endObject()
    }

    /// Ends the baseline.
    public mutating func finish() throws(ByteSinkError) {
        try writer.endArray()
        try writer.endObject()
        try writer.finish()
    }
}
