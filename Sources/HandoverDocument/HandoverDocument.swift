/// The document of a handover: the JSON or YAML text that people and programs read instead of memory.
///
/// One contract, written down in `Schemas/handover-state-1.json`. JSON is the canonical form; YAML holds the same values
/// under the same keys and is for documents that people write. Addresses, page frame numbers, tokens and opaque handles
/// are hexadecimal strings, because a JSON number does not hold 64 bits in every reader; sizes, counts, indices and
/// orders are numbers.
public enum HandoverDocument {
    /// The schema that a document names in its first key, and by which a reader knows it.
    public static let schema = "https://khotool.dev/schemas/handover-state-1.json"
}

/// How a document is written.
public enum DocumentFormat: String, Hashable, Sendable, CaseIterable {
    /// RFC 8259 JSON, indented, with short records on a line of their own.
    case json
    /// YAML that readers of versions 1.1 and 1.2 understand alike.
    case yaml
}

/// How much of a handover a document holds.
public enum DocumentDetail: String, Hashable, Sendable, CaseIterable {
    /// Everything; such a document can be read back.
    case complete
    /// Totals in place of the long lists: preserved ranges, folios of files, folios of the kernel's test.
    case summary
}
