public import HandoverState

/// Reads a plan: the document that a person writes to make a handover from nothing.
///
/// A document without the key `schema` is a plan; one with it is a state, as it was decoded. Strict like the reader of
/// states: unknown keys, wrong types and contradictions are errors with their places.
public struct HandoverPlanReader: Hashable, Sendable {
    /// What the reader takes from a text at most.
    public var limits: DocumentLimits

    /// A reader.
    public init(limits: DocumentLimits = DocumentLimits()) {
        self.limits = limits
    }

    /// Whether a document is a plan: an object without the key `schema`.
    public func isPlan(_ bytes: [UInt8]) throws(DocumentError) -> Bool {
        let value = try value(of: bytes)
        return value.node.kind == .mapping && DocumentMapping.first("schema", of: value) == nil
    }

    /// Reads a plan.
    public func read(_ bytes: [UInt8]) throws(DocumentError) -> HandoverPlan {
        try HandoverPlan(value(of: bytes))
    }

    private func value(of bytes: [UInt8]) throws(DocumentError) -> DocumentValue {
        let reader = HandoverDocumentReader(limits: limits)
        let tree = try reader.tree(of: bytes, as: HandoverDocumentReader.format(of: bytes))
        return DocumentValue(tree: tree, index: 0)
    }
}
