public import HandoverAnalysis
import HandoverState

extension RecordKeys {
    static let checkPolicy = RecordKeys("schema", "entries")
    static let checkPolicyEntry = RecordKeys("path", "session", "component", "need", "reason")
}

/// Reads what is needed of a handover, YAML or JSON; strict, so that no entry is without effect for a slip of the pen.
public struct CheckPolicyReader: Hashable, Sendable {
    /// The schema that such a policy may name.
    public static let schema = "https://khotool.dev/schemas/check-policy-1.json"

    /// What the reader takes from a text at most.
    public var limits: DocumentLimits

    /// A reader.
    public init(limits: DocumentLimits = DocumentLimits()) {
        self.limits = limits
    }

    /// Reads a policy.
    public func read(_ bytes: [UInt8]) throws(DocumentError) -> CheckPolicy {
        let reader = HandoverDocumentReader(limits: limits)
        let tree = try reader.tree(of: bytes, as: HandoverDocumentReader.format(of: bytes))
        let fields = try DocumentValue(tree: tree, index: 0).mapping(.checkPolicy)
        if let schema = fields.optional("schema"), try schema.string() != Self.schema {
            throw schema.mismatch(.schema, expected: Self.schema)
        }
        return CheckPolicy(
            entries: try fields.required("entries").list { (value) throws(DocumentError) in
                try CheckPolicy.Entry(value)
            })
    }
}

extension CheckPolicy.Entry {
    fileprivate init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.checkPolicyEntry)
        let (path, session) = (try fields.glob("path"), try fields.glob("session"))
        let component = try fields.optional("component")?.choice(of: CheckPolicy.Component.self)
        guard path != nil || session != nil || component != nil else {
            throw value.mismatch(.wrongValue, expected: "one of path, session, component")
        }
        let reason = try fields.required("reason")
        let why = try reason.string()
        guard why.contains(where: { !$0.isWhitespace }) else {
            throw reason.mismatch(.wrongValue, expected: "why the items are needed that much")
        }
        self.init(
            path: path, session: session, component: component,
            need: try fields.required("need").choice(of: CheckPolicy.Need.self), reason: why,
            position: Finding.Position(line: Int(value.node.mark.line), column: Int(value.node.mark.column)))
    }
}
