public import Multikernel

/// Reads a multikernel tree from its document.
///
/// Strict: what the schema does not have, or what contradicts itself, is an error with its place in the text. What the
/// kernel thinks of the tree is another matter, and for the rules to tell.
public struct MultikernelDocumentReader: Hashable, Sendable {
    /// What the reader takes from a text at most.
    public var limits: DocumentLimits

    /// A reader; of its own accord it takes objects and lists as deep as trees of 64 levels need them.
    public init(limits: DocumentLimits? = nil) {
        var usual = DocumentLimits()
        usual.depth = 192
        self.limits = limits ?? usual
    }

    /// Whether a text says near its start that it is the document of a multikernel tree.
    public static func isOne(_ text: [UInt8]) -> Bool {
        let schema = Array("/schemas/multikernel-".utf8)
        let start = text.prefix(4096)
        return start.indices.contains { start[$0...].starts(with: schema) }
    }

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - bytes: the text, UTF-8.
    ///   - format: how it is written; where not given, text that begins like a JSON object is JSON and all other is YAML.
    public func read(_ bytes: [UInt8], as format: DocumentFormat? = nil) throws(DocumentError) -> MultikernelTree {
        try MultikernelTree(value(of: bytes, as: format))
    }

    /// Reads a document, and keeps where it speaks of what.
    public func readPlaced(
        _ bytes: [UInt8], as format: DocumentFormat? = nil
    ) throws(DocumentError) -> (tree: MultikernelTree, places: MultikernelPlaces) {
        let value = try value(of: bytes, as: format)
        let tree = try MultikernelTree(value)
        return (tree, MultikernelPlaces(of: tree, in: value))
    }

    private func value(of bytes: [UInt8], as format: DocumentFormat?) throws(DocumentError) -> DocumentValue {
        let reader = HandoverDocumentReader(limits: limits)
        let tree = try reader.tree(of: bytes, as: format ?? HandoverDocumentReader.format(of: bytes))
        return DocumentValue(tree: tree, index: 0)
    }
}
