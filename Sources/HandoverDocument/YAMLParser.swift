import CYAML

/// Something that libyaml met in a text.
struct YAMLEvent {
    enum Kind {
        case other
        case documentStart
        case documentEnd
        case mappingStart
        case sequenceStart
        case containerEnd
        case scalar
        case alias
    }

    let kind: Kind
    let mark: DocumentMark
    /// Whether the text names a type or an anchor for the value.
    var isMarkedUp = false
    var isPlain = false
    /// Where the text of a scalar was put.
    var text = 0..<0
}

/// The parser of libyaml; the only place of this module that touches memory by address.
///
/// libyaml parses without recursion and keeps a bounded part of the text; what it hands out is copied before the next
/// event.
enum YAMLParser {
    /// Calls `body` with each event of a text, the text of scalars having been put behind `collected`.
    static func parse(
        _ source: [UInt8], collecting collected: inout [UInt8],
        _ body: (YAMLEvent) throws(DocumentError) -> Void
    ) throws(DocumentError) {
        // One parser, allocated, initialised and freed here.
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { unsafe parser.deallocate() }
        guard unsafe yaml_parser_initialize(parser) == 1 else { throw outOfMemory }
        defer { unsafe yaml_parser_delete(parser) }
        try unsafe source.withUnsafeBufferPointer { (buffer) throws(DocumentError) in
            // The parser reads no more than `count` bytes and is not used after the buffer is gone.
            unsafe yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
            unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
            while true {
                var event = unsafe yaml_event_t()
                guard unsafe yaml_parser_parse(parser, &event) == 1 else {
                    throw unsafe error(of: parser.pointee, in: source)
                }
                // The event is valid until it is deleted, which happens once, at the end of each round.
                defer { unsafe yaml_event_delete(&event) }
                if unsafe event.type == YAML_STREAM_END_EVENT { return }
                try body(unsafe translate(event, collecting: &collected))
            }
        }
    }

    private static func translate(_ event: yaml_event_t, collecting collected: inout [UInt8]) -> YAMLEvent {
        let mark = unsafe mark(event.start_mark)
        // The member of the union that belongs to the type of the event is the one that is set.
        switch unsafe event.type {
        case YAML_DOCUMENT_START_EVENT: return YAMLEvent(kind: .documentStart, mark: mark)
        case YAML_DOCUMENT_END_EVENT: return YAMLEvent(kind: .documentEnd, mark: mark)
        case YAML_ALIAS_EVENT: return YAMLEvent(kind: .alias, mark: mark)
        case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT: return YAMLEvent(kind: .containerEnd, mark: mark)
        case YAML_MAPPING_START_EVENT:
            let start = unsafe event.data.mapping_start
            return YAMLEvent(
                kind: .mappingStart, mark: mark, isMarkedUp: unsafe start.anchor != nil || start.tag != nil)
        case YAML_SEQUENCE_START_EVENT:
            let start = unsafe event.data.sequence_start
            return YAMLEvent(
                kind: .sequenceStart, mark: mark, isMarkedUp: unsafe start.anchor != nil || start.tag != nil)
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            let first = collected.count
            // libyaml allocates `length` bytes and one more.
            unsafe collected.append(contentsOf: UnsafeBufferPointer(start: scalar.value, count: scalar.length))
            return YAMLEvent(
                kind: .scalar, mark: mark, isMarkedUp: unsafe scalar.anchor != nil || scalar.tag != nil,
                isPlain: unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE, text: first..<collected.count)
        default: return YAMLEvent(kind: .other, mark: mark)
        }
    }

    private static func mark(_ mark: yaml_mark_t) -> DocumentMark {
        DocumentMark(
            line: UInt32(truncatingIfNeeded: mark.line &+ 1), column: UInt32(truncatingIfNeeded: mark.column &+ 1))
    }

    private static var outOfMemory: DocumentError {
        DocumentError(.tooLarge, at: DocumentMark(line: 1, column: 1), "there is not enough memory to read it")
    }

    private static func error(of parser: yaml_parser_t, in source: [UInt8]) -> DocumentError {
        if unsafe parser.error == YAML_MEMORY_ERROR { return outOfMemory }
        // A constant string of libyaml, or nothing.
        let problem = unsafe parser.problem.map { unsafe String(cString: $0) } ?? "it cannot be parsed"
        let isReader = unsafe parser.error == YAML_READER_ERROR
        let mark =
            unsafe isReader
            ? DocumentMark(offset: parser.problem_offset, in: source) : self.mark(parser.problem_mark)
        return DocumentError(.syntax, at: mark, "not YAML: \(problem)")
    }
}
