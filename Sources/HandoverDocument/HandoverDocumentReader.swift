public import HandoverABI
public import HandoverState

/// Reads a handover from its document.
///
/// Strict: what the schema does not have, or what contradicts itself, is an error with its place in the text, never
/// passed over. What was written by ``HandoverDocumentEncoder`` is read as the same value, and written again as the same
/// bytes.
public struct HandoverDocumentReader: Hashable, Sendable {
    /// What the reader takes from a text at most.
    public var limits: DocumentLimits
    /// The formats by which the members of components are read.
    public var components: [ComponentFormat]

    /// A reader.
    public init(
        limits: DocumentLimits = DocumentLimits(), components: [ComponentFormat] = ComponentFormat.known
    ) {
        self.limits = limits
        self.components = components
    }

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - bytes: the text, UTF-8.
    ///   - format: how it is written; where not given, text that begins like a JSON object is JSON and all other is YAML.
    public func read(_ bytes: [UInt8], as format: DocumentFormat? = nil) throws(DocumentError) -> Handover {
        let tree = try tree(of: bytes, as: format ?? Self.format(of: bytes))
        return try Handover(DocumentValue(tree: tree, index: 0), by: components)
    }

    /// Reads a document, and keeps where it speaks of what.
    public func readPlaced(_ bytes: [UInt8]) throws(DocumentError) -> (handover: Handover, places: DocumentPlaces) {
        let value = DocumentValue(tree: try tree(of: bytes, as: Self.format(of: bytes)), index: 0)
        return (try Handover(value, by: components), DocumentPlaces(value))
    }

    /// The values of a text, whatever they mean.
    func tree(of bytes: [UInt8], as format: DocumentFormat) throws(DocumentError) -> DocumentTree {
        let start = DocumentMark(line: 1, column: 1)
        // Places in the text are kept in 32 bits, and YAML can come out half as long again.
        let maximum = min(limits.size, 1 << 31)
        guard bytes.count <= maximum else {
            throw DocumentError(
                .tooLarge, at: start, "the document has \(bytes.count) bytes, expected at most \(maximum)")
        }
        do {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            let offset = error.byteOffsets.lowerBound
            throw DocumentError(
                .encoding, at: DocumentMark(offset: offset, in: bytes), "found bytes that are not UTF-8 text")
        }
        switch format {
        case .json: return try JSONScanner.tree(of: bytes, limits: limits)
        case .yaml: return try YAMLComposer.tree(of: bytes, limits: limits)
        }
    }

    /// JSON where the text begins with a brace and then a quote or a brace.
    static func format(of bytes: [UInt8]) -> DocumentFormat {
        var rest = bytes[...]
        func skipSpace() { rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d } }
        if rest.starts(with: [0xef, 0xbb, 0xbf]) { rest = rest.dropFirst(3) }
        skipSpace()
        guard rest.popFirst() == UInt8(ascii: "{") else { return .yaml }
        skipSpace()
        return rest.first == UInt8(ascii: "\"") || rest.first == UInt8(ascii: "}") || rest.isEmpty ? .json : .yaml
    }
}
