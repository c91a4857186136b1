/// Writes a document as JSON: two spaces a level, short records on one line.
public struct JSONWriter: DocumentWriter {
    private var output: ByteOutput
    /// How many objects and arrays are open whose members stand on lines of their own.
    private var blockDepth = 0
    /// How many are open within those on one line.
    private var lineDepth = 0
    /// Whether the innermost has no member yet.
    private var isEmpty = true
    private var followsKey = false
    private var isStart = true

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
        if lineDepth > 0 {
            try output.drain()
            try output.append(key: name, separated: !isEmpty)
            isEmpty = false
        } else {
            try separate()
            try output.append(key: name, separated: false)
        }
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
        output.append(hexadecimal: value)
    }

    /// Writes a string that holds bytes in hexadecimal.
    public mutating func bytes(_ value: [UInt8]) throws(ByteSinkError) {
        try separate()
        try output.append(hexadecimal: value)
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
        if followsKey || isStart {
            followsKey = false
            isStart = false
            return
        }
        try output.drain()
        let isFirst = isEmpty
        isEmpty = false
        if !isFirst { output.append(UInt8(ascii: ",")) }
        if lineDepth == 0 {
            breakLine()
        } else if !isFirst {
            output.append(UInt8(ascii: " "))
        }
    }

    private mutating func begin(_ bracket: UInt8, _ layout: DocumentLayout) throws(ByteSinkError) {
        try separate()
        output.append(bracket)
        if layout == .line || lineDepth > 0 { lineDepth += 1 } else { blockDepth += 1 }
        isEmpty = true
    }

    private mutating func end(_ bracket: UInt8) {
        if lineDepth > 0 {
            lineDepth -= 1
        } else {
            blockDepth = max(0, blockDepth - 1)
            if !isEmpty { breakLine() }
        }
        isEmpty = false
        output.append(bracket)
    }

    private mutating func breakLine() {
        output.append(UInt8(ascii: "\n"))
        output.append(UInt8(ascii: " "), times: 2 * blockDepth)
    }
}
