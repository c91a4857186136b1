/// Writes a document as YAML: block style, short records in flow style on one line.
///
/// Strings are written without quotes only where readers of YAML 1.1 and of YAML 1.2 both take them for strings.
public struct YAMLWriter: DocumentWriter {
    private var output: ByteOutput
    private var levels: [Level] = []
    /// The innermost object or array.
    private var level = Level(form: .root, isArray: false, indent: 0)
    private var followsKey = false

    private enum Form {
        case root
        case block
        case flow
    }

    private struct Level {
        let form: Form
        let isArray: Bool
        /// How far its members stand from the margin.
        let indent: Int
        var isEmpty = true
        /// Whether the first member goes on the line of the hyphen before it.
        var startsOnLine = false
    }

    /// A writer that hands its text to a sink.
    public init(to sink: @escaping ByteSink) {
        output = ByteOutput(to: sink)
    }

    /// Begins an object.
    public mutating func beginObject(_ layout: DocumentLayout) throws(ByteSinkError) {
        try begin(layout, isArray: false)
    }

    /// Ends the object begun last.
    public mutating func endObject() throws(ByteSinkError) {
        end(empty: "{}", bracket: UInt8(ascii: "}"))
    }

    /// Begins an array.
    public mutating func beginArray(_ layout: DocumentLayout) throws(ByteSinkError) {
        try begin(layout, isArray: true)
    }

    /// Ends the array begun last.
    public mutating func endArray() throws(ByteSinkError) {
        end(empty: "[]", bracket: UInt8(ascii: "]"))
    }

    /// Names the next value of an object.
    public mutating func key(_ name: String) throws(ByteSinkError) {
        try startMember()
        output.append(name)
        output.append(UInt8(ascii: ":"))
        followsKey = true
    }

    /// Writes a string.
    public mutating func string(_ value: String) throws(ByteSinkError) {
        try startScalar()
        if PlainScalar.canSpell(value) {
            output.append(value)
        } else {
            try output.append(quoted: value)
        }
    }

    /// Writes a string that holds a number in hexadecimal.
    public mutating func hexadecimal(_ value: UInt64) throws(ByteSinkError) {
        try startScalar()
        output.append(UInt8(ascii: "\""))
        output.append(hexadecimal: value)
        output.append(UInt8(ascii: "\""))
    }

    /// Writes a string that holds bytes in hexadecimal.
    public mutating func bytes(_ value: [UInt8]) throws(ByteSinkError) {
        try startScalar()
        output.append(UInt8(ascii: "\""))
        try output.append(hexadecimal: value)
        output.append(UInt8(ascii: "\""))
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

    /// Writes what stands before a key or an element: a line break and indentation, or a comma.
    private mutating func startMember() throws(ByteSinkError) {
        try output.drain()
        let isFirst = level.isEmpty
        level.isEmpty = false
        switch level.form {
        case .root: return
        case .flow:
            if isFirst {
                output.append(level.isArray ? UInt8(ascii: "[") : UInt8(ascii: "{"))
            } else {
                output.append(", ")
            }
        case .block:
            if !(isFirst && level.startsOnLine) { breakLine(indent: level.indent) }
            if level.isArray { output.append(UInt8(ascii: "-")) }
        }
    }

    /// Writes what stands before a scalar or a container in flow style.
    private mutating func startScalar() throws(ByteSinkError) {
        if followsKey {
            followsKey = false
            output.append(UInt8(ascii: " "))
            return
        }
        try startMember()
        if level.form == .block { output.append(UInt8(ascii: " ")) }
    }

    private mutating func begin(_ layout: DocumentLayout, isArray: Bool) throws(ByteSinkError) {
        // The text of a block container waits for its first member: an empty one is written in flow style.
        let followedKey = followsKey
        followsKey = false
        if !followedKey { try startMember() }
        let isBlock = layout == .block && level.form != .flow
        let inArray = level.form == .block && level.isArray && !followedKey
        var inner = Level(
            form: isBlock ? .block : .flow, isArray: isArray, indent: level.form == .root ? 0 : level.indent + 2)
        inner.startsOnLine = level.form == .root || (inArray && !isArray)
        if !isBlock, level.form != .root, followedKey || inArray { output.append(UInt8(ascii: " ")) }
        if isBlock, inArray, !isArray { output.append(UInt8(ascii: " ")) }
        levels.append(level)
        level = inner
    }

    private mutating func end(empty: String, bracket: UInt8) {
        let ended = level
        level = levels.popLast() ?? Level(form: .root, isArray: false, indent: 0)
        if !ended.isEmpty {
            if ended.form == .flow { output.append(bracket) }
            return
        }
        // After a key or a hyphen; a mapping in a sequence already stands behind a space.
        if ended.form == .block, !ended.startsOnLine { output.append(UInt8(ascii: " ")) }
        output.append(empty)
    }

    private mutating func breakLine(indent: Int) {
        output.append(UInt8(ascii: "\n"))
        for _ in 0..<indent { output.append(UInt8(ascii: " ")) }
    }
}
