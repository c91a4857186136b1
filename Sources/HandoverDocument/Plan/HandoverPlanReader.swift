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

    /// Where a plan speaks of an item of a handover, which is named as messages name it: `/LUO/vm-0/0x1`.
    ///
    /// - Returns: line and column; those of the plan as a whole where it does not name the item.
    public func place(of path: String, in bytes: [UInt8]) -> (line: Int, column: Int) {
        guard let plan = try? value(of: bytes), plan.node.kind == .mapping else { return (1, 1) }
        let mark = Self.value(of: path, in: plan).node.mark
        return (Int(mark.line), Int(mark.column))
    }

    private static func value(of path: String, in plan: DocumentValue) -> DocumentValue {
        let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
        let name = parts.count > 1 ? parts[1] : ""
        switch parts.first {
        case "kexec-metadata": return plan["kernel"] ?? plan
        case "kho_test": return plan["test"] ?? plan
        case "memblock":
            let regions = plan["reserveMem"]
            return regions?.element { $0["name"]?.text == Array(name.utf8)[...] } ?? regions ?? plan
        case "LUO":
            guard let liveUpdate = plan["liveUpdate"] else { return plan }
            for list in ["sessions", "flbs"] {
                let named = liveUpdate[list]?.element { value in
                    let written = value["name"].map { String(decoding: $0.text, as: UTF8.self) } ?? ""
                    return name == written || name.hasPrefix(written + "/0x")
                }
                guard let named else { continue }
                let token = name.split(separator: "/").last.map(String.init)
                return named["files"]?.element { file in
                    guard let written = file["token"], let number = try? written.number() else { return false }
                    return "0x" + String(number, radix: 16) == token
                } ?? named
            }
            return liveUpdate
        default: return plan
        }
    }

    private func value(of bytes: [UInt8]) throws(DocumentError) -> DocumentValue {
        let reader = HandoverDocumentReader(limits: limits)
        let tree = try reader.tree(of: bytes, as: HandoverDocumentReader.format(of: bytes))
        return DocumentValue(tree: tree, index: 0)
    }
}

extension DocumentValue {
    /// The value of a key of an object.
    fileprivate subscript(_ key: String) -> DocumentValue? {
        node.kind == .mapping ? DocumentMapping.first(key, of: self) : nil
    }

    /// The first element of an array that a condition holds for.
    fileprivate func element(where condition: (DocumentValue) -> Bool) -> DocumentValue? {
        guard node.kind == .sequence else { return nil }
        let end = tree.index(after: index)
        var child = index + 1
        while child < end {
            let value = DocumentValue(tree: tree, index: child)
            if condition(value) { return value }
            child = tree.index(after: child)
        }
        return nil
    }
}
