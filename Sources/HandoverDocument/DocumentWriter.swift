/// Takes the next bytes of a document, in chunks of about 64 KiB.
public typealias ByteSink = (Span<UInt8>) throws(ByteSinkError) -> Void

/// Why a sink did not take the bytes of a document.
public struct ByteSinkError: Error, Hashable, Sendable {
    /// The `errno` of the call that failed.
    public var code: Int32

    /// An error from the `errno` of a failed call.
    public init(code: Int32) {
        self.code = code
    }
}

/// How an object or array is laid out in text.
public enum DocumentLayout: Hashable, Sendable {
    /// Each member on a line of its own.
    case block
    /// The whole of it on one line, whatever it holds; for short records of which there are many.
    case line
}

/// Receives the values of a document one after the other and writes them as text.
///
/// The caller keeps the order: in an object each value follows its key, and what begins ends. Nothing is held back but
/// a chunk of text, so a document may be larger than memory.
public protocol DocumentWriter {
    /// Begins an object.
    mutating func beginObject(_ layout: DocumentLayout) throws(ByteSinkError)
    /// Ends the object begun last.
    mutating func endObject() throws(ByteSinkError)
    /// Begins an array.
    mutating func beginArray(_ layout: DocumentLayout) throws(ByteSinkError)
    /// Ends the array begun last.
    mutating func endArray() throws(ByteSinkError)
    /// Names the next value of an object; readers of YAML take names of up to 1024 characters.
    mutating func key(_ name: String) throws(ByteSinkError)
    /// Writes a string.
    mutating func string(_ value: String) throws(ByteSinkError)
    /// Writes a string that holds a number in hexadecimal: `"0x4cc000"`.
    mutating func hexadecimal(_ value: UInt64) throws(ByteSinkError)
    /// Writes a string that holds bytes, two hexadecimal digits each.
    mutating func bytes(_ value: [UInt8]) throws(ByteSinkError)
    /// Writes a number.
    mutating func number(_ value: UInt64) throws(ByteSinkError)
    /// Writes a number that may be negative.
    mutating func number(_ value: Int) throws(ByteSinkError)
    /// Writes `true` or `false`.
    mutating func bool(_ value: Bool) throws(ByteSinkError)
    /// Writes the absence of a value.
    mutating func null() throws(ByteSinkError)
    /// Ends the document and hands its last bytes to the sink.
    mutating func finish() throws(ByteSinkError)
}

extension DocumentWriter {
    /// Writes a key and a string.
    public mutating func field(_ name: String, _ value: String) throws(ByteSinkError) {
        try key(name)
        try string(value)
    }

    /// Writes a key and a number.
    public mutating func field(_ name: String, _ value: UInt64) throws(ByteSinkError) {
        try key(name)
        try number(value)
    }

    /// Writes a key and a number.
    public mutating func field(_ name: String, _ value: Int) throws(ByteSinkError) {
        try key(name)
        try number(value)
    }

    /// Writes a key and `true` or `false`.
    public mutating func field(_ name: String, _ value: Bool) throws(ByteSinkError) {
        try key(name)
        try bool(value)
    }

    /// Writes a key and a string that holds a number in hexadecimal.
    public mutating func field(_ name: String, hexadecimal value: UInt64) throws(ByteSinkError) {
        try key(name)
        try hexadecimal(value)
    }

    /// Writes a key and a string that holds bytes in hexadecimal.
    public mutating func field(_ name: String, bytes value: [UInt8]) throws(ByteSinkError) {
        try key(name)
        try bytes(value)
    }

    /// Writes a key and an array of short strings on one line.
    public mutating func field(_ name: String, line values: [String]) throws(ByteSinkError) {
        try key(name)
        try beginArray(.line)
        for value in values { try string(value) }
        try endArray()
    }
}
