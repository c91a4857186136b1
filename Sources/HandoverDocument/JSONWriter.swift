/// Writes a document as JSON: two spaces a level, short records on one line.
public struct JSONWriter: DocumentWriter {
    private var output: ByteOutput
    private var levels: [Level] = []
    /// The innermost object or array.
    private var level = Level(lines: false)
    private var followsKey = false

    private struct Level {
        /// Whether members stand on lines of their own.
        let lines: Bool
        var isEmpty = true
    }

    /// A writer that hands its text to a sink.
    public init(to sink: @escaping ByteSink) {
        output = ByteOutput(to: sink)
    }

    /// Begins an object.
    public mutating func beginObject(_ layout: DocumentLayout) throws(ByteSinkError) {
        try begin(UInt8(ascii: "{"), layout)
    }

    /// Ends the object begun last.
    public mutating func endObject() throws(ByteSinkError) {
        end(UInt8(ascii: "}"))
    }

    /// Begins an array.
    public mutating func beginArray(_ layout: DocumentLayout) throws(ByteSinkError) {
        try begin(UInt8(ascii: "["), layout)
    }

    /// Ends the array begun last.
    public mutating func endArray() throws(ByteSinkError) {
        end(UInt8(ascii: "]"))
    }

    /// Names the next value of an object.
    public mutating func key(_ name: String) throws(ByteSinkError) {
        try separate()
        output.append(UInt8(ascii: "\""))
        output.append(name)
        output.append("\": ")
        followsKey = true
    }

    /// Writes a string.
    public mutating func string(_ value: String) throws(ByteSinkError) {
        try separate()
        try output.append(quoted: value)
    }

    /// Writes a string that holds a number in hexadecimal.
    public mutating func hexadecimal(_ value: UInt64) throws(ByteSinkError) {
        try separate()
        output.append(UInt8(ascii: "\""))
        output.append(hexadecimal: value)
        output.append(UInt8(ascii: "\""))
    }

    /// Writes a string that holds bytes in hexadecimal.
    public mutating func bytes(_ value: [UInt8]) throws(ByteSinkError) {
        try separate()
        output.append(UInt8(ascii: "\""))
        try output.append(hexadecimal: value)
        output.append(UInt8(ascii: "\""))
    }

    /// Writes a number.
    public mutating func number(_ value: UInt64) throws(ByteSinkError) {
        try separate()
        output.append(decimal: value)
    }

    /// Writes a number.
    public mutating func number(_ value: Int) throws(ByteSinkError) {
        try separate()
        output.append(decimal: value)
    }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) throws(ByteSinkError) {
        try separate()
        output.append(value ? "true" : "false")
    }

    /// Writes `null`.
    public mutating func null() throws(ByteSinkError) {
        try separate()
        output.append("null")
    }

    /// Ends the document and hands its last bytes to the sink.
    public mutating func finish() throws(ByteSinkError) {
        output.append(UInt8(ascii: "\n"))
        try output.flush()
    }

    /// Writes what stands between the text so far and the next key or value.
    private mutating func separate() throws(ByteSinkError) {
        if followsKey {
            followsKey = false
            return
        }
        try output.drain()
        let isFirst = level.isEmpty
        level.isEmpty = false
        if level.lines {
            if !isFirst { output.append(UInt8(ascii: ",")) }
            breakLine()
        } else if !isFirst {
            output.append(UInt8(ascii: ","))
            output.append(UInt8(ascii: " "))
        }
    }

    private mutating func begin(_ bracket: UInt8, _ layout: DocumentLayout) throws(ByteSinkError) {
        try separate()
        output.append(bracket)
        let lines = layout == .block && (level.lines || levels.isEmpty)
        levels.append(level)
        level = Level(lines: lines)
    }

    private mutating func end(_ bracket: UInt8) {
        let ended = level
        level = levels.popLast() ?? Level(lines: false)
        if ended.lines, !ended.isEmpty { breakLine() }
        output.append(bracket)
    }

    private mutating func breakLine() {
        output.append(UInt8(ascii: "\n"))
        for _ in levels.indices {
            output.append(UInt8(ascii: " "))
            output.append(UInt8(ascii: " "))
        }
    }
}
