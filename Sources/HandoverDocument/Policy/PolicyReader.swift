public import HandoverAnalysis
import HandoverState

extension RecordKeys {
    static let policy = RecordKeys("schema", "entries")
    static let policyEntry = RecordKeys("rule", "path", "session", "input", "severity", "reason")
}

/// Reads a policy, YAML or JSON; strict, so that no entry is without effect for a slip of the pen.
public struct PolicyReader: Hashable, Sendable {
    /// The schema that a policy may name.
    public static let schema = "https://khotool.dev/schemas/policy-1.json"

    /// What the reader takes from a text at most.
    public var limits: DocumentLimits

    /// A reader.
    public init(limits: DocumentLimits = DocumentLimits()) {
        self.limits = limits
    }

    /// Reads a policy.
    public func read(_ bytes: [UInt8]) throws(DocumentError) -> Policy {
        let reader = HandoverDocumentReader(limits: limits)
        let tree = try reader.tree(of: bytes, as: HandoverDocumentReader.format(of: bytes))
        let fields = try DocumentValue(tree: tree, index: 0).mapping(.policy)
        if let schema = fields.optional("schema"), try schema.string() != Self.schema {
            throw schema.mismatch(.schema, expected: Self.schema)
        }
        return Policy(
            entries: try fields.required("entries").list { (value) throws(DocumentError) in try Policy.Entry(value) })
    }
}

extension Policy.Entry {
    fileprivate init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.policyEntry)
        let rule = try fields.required("rule")
        let pattern = Glob(try rule.string())
        guard Rule.all.contains(where: { pattern.matches($0.id.rawValue) }) else {
            throw rule.mismatch(.wrongValue, expected: "the name of a rule, or a pattern of which there are some")
        }
        let reason = try fields.required("reason")
        let why = try reason.string()
        guard why.contains(where: { !$0.isWhitespace }) else {
            throw reason.mismatch(.wrongValue, expected: "why the findings are of this severity")
        }
        self.init(
            rule: pattern, path: try fields.glob("path"), session: try fields.glob("session"),
            input: try fields.glob("input"), effect: try fields.required("severity").effect(), reason: why,
            position: Finding.Position(line: Int(value.node.mark.line), column: Int(value.node.mark.column)))
    }
}

extension DocumentMapping {
    /// A pattern for text; `nil` where there is none.
    func glob(_ name: String) throws(DocumentError) -> Glob? {
        guard let value = optional(name) else { return nil }
        return Glob(try value.string())
    }
}

extension DocumentValue {
    /// The word `off` stands for `false` to some readers of YAML; here it can be nothing else.
    fileprivate func effect() throws(DocumentError) -> Policy.Effect {
        if node.kind == .plain, text.elementsEqual("off".utf8) { return .off }
        return try choice(of: Policy.Effect.self)
    }
}
