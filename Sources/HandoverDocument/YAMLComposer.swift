/// Reads YAML into a tree: one document, of mappings, sequences and scalars alone.
///
/// What YAML has beyond that is refused. Aliases let a short text stand for a boundless one, tags and directives let it
/// mean something else to each reader, and a document of a handover needs none of them.
enum YAMLComposer {
    /// Reads a text that is known to be UTF-8.
    static func tree(of source: [UInt8], limits: DocumentLimits) throws(DocumentError) -> DocumentTree {
        try refuseDirectives(in: source)
        var builder = DocumentTreeBuilder(size: source.count, limits: limits)
        var text: [UInt8] = []
        try YAMLParser.parse(source, collecting: &text) { (event) throws(DocumentError) in
            try add(event, to: &builder)
        }
        guard builder.isComplete else {
            throw DocumentError(.syntax, at: DocumentMark(line: 1, column: 1), "the document is empty")
        }
        return DocumentTree(nodes: builder.nodes, text: text, format: .yaml)
    }

    private static func add(_ event: YAMLEvent, to builder: inout DocumentTreeBuilder) throws(DocumentError) {
        if event.isMarkedUp {
            throw DocumentError(.notation, at: event.mark, "found an anchor or a tag, which a document may not have")
        }
        switch event.kind {
        case .other, .documentEnd: return
        case .documentStart:
            if builder.isComplete {
                throw DocumentError(.notation, at: event.mark, "found a second document, expected one")
            }
        case .mappingStart: try builder.begin(.mapping, at: event.mark)
        case .sequenceStart: try builder.begin(.sequence, at: event.mark)
        case .containerEnd: builder.end()
        case .scalar: try builder.scalar(event.isPlain ? .plain : .quoted, text: event.text, at: event.mark)
        case .alias:
            throw DocumentError(.notation, at: event.mark, "found an alias, expected the value written out")
        }
    }

    /// Refuses directives before libyaml sees them: it compares each with all others, which takes forever over many.
    private static func refuseDirectives(in source: [UInt8]) throws(DocumentError) {
        var atLineStart = true
        for index in source.indices {
            let byte = source[index]
            if atLineStart, byte == UInt8(ascii: "%") {
                throw DocumentError(
                    .notation, at: DocumentMark(offset: index, in: source),
                    "found a directive, which a document may not have")
            }
            atLineStart = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
        }
    }
}
