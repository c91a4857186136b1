/// Writes a document as YAML: block style, short records in flow style on one line.
///
/// Strings are written without quotes only where readers of YAML 1.1 and of YAML 1.2 both take them for strings.
public struct YAMLWriter: DocumentWriter {
    private var output: ByteOutput
    /// The objects and arrays in block style around the innermost one.
    private var levels: [Level] = []
    /// The innermost in block style; at first, what the document stands in.
    private var level = Level(kind: .document, indent: 0)
    /// How many are open within that in flow style.
    private var flowDepth = 0
    private var isFirstInFlow = true
    private var followsKey = false

    private struct Level {
        enum Kind {
            case document
            case object
            case array
        }

        let kind: Kind
        /// How far its members stand from the margin.
        let indent: Int
        /// Whether the first member goes on the line that is already begun.
        var startsOnLine = false
        var isEmpty = true
    }

    /// A writer that hands its text to a sink.
    public init(to sink: @escaping ByteSink) {
        output = ByteOutput(to: sink)
    }

    /// Begins an object.
    public mutating func beginObject(_ layout: DocumentLayout) throws(ByteSinkError) {
        try begin(.object, UInt8(ascii: "{"), layout)
    }

    /// Ends the object begun last.
    public mutating func endObject() throws(ByteSinkError) {
        end(UInt8(ascii: "}"), empty: "{}")
    }

    /// Begins an array.
    public mutating func beginArray(_ layout: DocumentLayout) throws(ByteSinkError) {
        try begin(.array, UInt8(ascii: "["), layout)
    }

    /// Ends the array begun last.
    public mutating func endArray() throws(ByteSinkError) {
        end(UInt8(ascii: "]"), empty: "[]")
    }

    /// Names the next value of an object.
    public mutating func key(_ name: String) throws(ByteSinkError) {
        try startMember()
        try append(plainOrQuoted: name)
        output.append(UInt8(ascii: ":"))
        followsKey = true
    }

    /// Writes a string.
    public mutating func string(_ value: String) throws(ByteSinkError) {
        try startScalar()
        try append(plainOrQuoted: value)
    }

    /// Writes a string that holds a number in hexadecimal.
    public mutating func hexadecimal(_ value: UInt64) throws(ByteSinkError) {
        try startScalar()
        output.append(hexadecimal: value)
    }

    /// Writes a string that holds bytes in hexadecimal.
    public mutating func bytes(_ value: [UInt8]) throws(ByteSinkError) {
        try startScalar()
        try output.append(hexadecimal: value)
    }

    /// Writes a number.
    public mutating func number(_ value: UInt64) throws(ByteSinkError) {
        try startScalar()
        output.append(decimal: value)
    }

    /// Writes a number.
    public mutating func number(_ value: Int) throws(ByteSinkError) {
        try startScalar()
        output.append(decimal: value)
    }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) throws(ByteSinkError) {
        try startScalar()
        output.append(value ? "true" : "false")
    }

    /// Writes `null`.
    public mutating func null() throws(ByteSinkError) {
        try startScalar()
        output.append("null")
    }

    /// Ends the document and hands its last bytes to the sink.
    public mutating func finish() throws(ByteSinkError) {
        output.append(UInt8(ascii: "\n"))
        try output.flush()
    }

    private mutating func append(plainOrQuoted text: String) throws(ByteSinkError) {
        if PlainScalar.canSpell(text) {
            output.append(text)
        } else {
            try output.append(quoted: text)
        }
    }

    /// Writes what stands before a key or an element: a comma, or a line break and indentation.
    private mutating func startMember() throws(ByteSinkError) {
        try output.drain()
        if flowDepth > 0 {
            if !isFirstInFlow {
                output.append(UInt8(ascii: ","))
                output.append(UInt8(ascii: " "))
            }
            isFirstInFlow = false
            return
        }
        if level.kind == .document { return }
        if !(level.isEmpty && level.startsOnLine) {
            output.append(UInt8(ascii: "\n"))
            output.append(UInt8(ascii: " "), times: level.indent)
        }
        level.isEmpty = false
        if level.kind == .array { output.append(UInt8(ascii: "-")) }
    }

    /// Writes what stands before a value on the same line.
    private mutating func startScalar() throws(ByteSinkError) {
        if followsKey {
            followsKey = false
            output.append(UInt8(ascii: " "))
            return
        }
        try startMember()
        if flowDepth == 0, level.kind == .array { output.append(UInt8(ascii: " ")) }
    }

    private mutating func begin(
        _ kind: Level.Kind, _ bracket: UInt8, _ layout: DocumentLayout
    ) throws(ByteSinkError) {
        if layout == .line || flowDepth > 0 {
            try startScalar()
            output.append(bracket)
            flowDepth += 1
            isFirstInFlow = true
            return
        }
        // What is in a block waits for its first member, since an empty one is written in flow style.
        let isElement = !followsKey && level.kind == .array
        if followsKey { followsKey = false } else { try startMember() }
        var inner = Level(kind: kind, indent: level.kind == .document ? 0 : level.indent + 2)
        if isElement, kind == .object {
            // The first key of an object stands behind the hyphen.
            output.append(UInt8(ascii: " "))
            inner.startsOnLine = true
        }
        if level.kind == .document { inner.startsOnLine = true }
        levels.append(level)
        level = inner
    }

    private mutating func end(_ bracket: UInt8, empty: String) {
        if flowDepth > 0 {
            flowDepth -= 1
            isFirstInFlow = false
            output.append(bracket)
            return
        }
        let ended = level
        level = levels.popLast() ?? Level(kind: .document, indent: 0)
        if !ended.isEmpty { return }
        if !ended.startsOnLine { output.append(UInt8(ascii: " ")) }
        output.append(empty)
    }
}
