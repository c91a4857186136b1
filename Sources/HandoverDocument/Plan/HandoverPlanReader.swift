public import HandoverABI
import HandoverAnalysis
public import HandoverState

/// Reads a plan: the document that a person writes to make a handover from nothing.
///
/// A document without the key `schema` is a plan; one with it is a state, as it was decoded. Strict like the reader of
/// states: unknown keys, wrong types and contradictions are errors with their places.
public struct HandoverPlanReader: Hashable, Sendable {
    /// What the reader takes from a text at most.
    public var limits: DocumentLimits
    /// The formats of components, those first that are taken where a plan names no revision.
    public var components: [ComponentFormat]

    /// A reader.
    public init(
        limits: DocumentLimits = DocumentLimits(), components: [ComponentFormat] = ComponentFormat.known
    ) {
        self.limits = limits
        self.components = components
    }

    /// Whether a document is a plan: an object without the key `schema`.
    public func isPlan(_ bytes: [UInt8]) throws(DocumentError) -> Bool {
        let value = try value(of: bytes)
        return value.node.kind == .mapping && DocumentMapping.first("schema", of: value) == nil
    }

    /// Reads a plan.
    public func read(_ bytes: [UInt8]) throws(DocumentError) -> HandoverPlan {
        try HandoverPlan(value(of: bytes), by: components)
    }

    /// Where a plan speaks of an item of a handover, which is named as messages name it: `/LUO/vm-0/0x1`.
    ///
    /// - Returns: line and column; those of the plan as a whole where it does not name the item.
    public func place(of path: String, in bytes: [UInt8]) -> (line: Int, column: Int) {
        guard let plan = try? value(of: bytes), plan.node.kind == .mapping else { return (1, 1) }
        let position = DocumentPlaces(plan).place(of: path)
        return (position.line, position.column)
    }

    private func value(of bytes: [UInt8]) throws(DocumentError) -> DocumentValue {
        let reader = HandoverDocumentReader(limits: limits)
        let tree = try reader.tree(of: bytes, as: HandoverDocumentReader.format(of: bytes))
        return DocumentValue(tree: tree, index: 0)
    }
}
