/// Text on its way to a sink: collected as bytes and handed on in chunks.
struct ByteOutput {
    static let chunkSize = 64 * 1024

    /// The text so far, and room behind it: writing into room is several times faster than appending byte by byte.
    private var buffer = [UInt8](repeating: 0, count: chunkSize + 4096)
    private var count = 0
    private let sink: ByteSink

    init(to sink: @escaping ByteSink) {
        self.sink = sink
    }

    /// Makes the text longer, and says where the new bytes go.
    @inline(__always)
    private mutating func extend(by more: Int) -> Int {
        while buffer.count - count < more { buffer.append(contentsOf: repeatElement(0, count: buffer.count)) }
        let start = count
        count += more
        return start
    }

    mutating func append(_ byte: UInt8) {
        buffer[extend(by: 1)] = byte
    }

    mutating func append(_ text: String) {
        let source = text.utf8Span.span
        let start = extend(by: source.count)
        var target = buffer.mutableSpan
        for index in source.indices { target[start + index] = source[index] }
    }

    /// Appends a byte many times.
    mutating func append(_ byte: UInt8, times: Int) {
        let start = extend(by: times)
        var target = buffer.mutableSpan
        for index in 0..<times { target[start + index] = byte }
    }

    /// Hands the text on once there is a chunk of it; called between values.
    @inline(__always)
    mutating func drain() throws(ByteSinkError) {
        if count >= Self.chunkSize { try flush() }
    }

    mutating func flush() throws(ByteSinkError) {
        if count == 0 { return }
        try sink(buffer.span.extracting(first: count))
        count = 0
    }
}

// Numbers, digit by digit, so that a document of millions of numbers makes no strings.
extension ByteOutput {
    mutating func append(decimal value: UInt64) {
        var length = 1
        var limit: UInt64 = 10
        while value >= limit, length < 20 {
            length += 1
            limit = length == 20 ? .max : limit * 10
        }
        let start = extend(by: length)
        var target = buffer.mutableSpan
        var position = start + length
        var rest = value
        repeat {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            position -= 1
            target[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
            rest = quotient
        } while position > start
    }

    mutating func append(decimal value: Int) {
        if value < 0 { append(UInt8(ascii: "-")) }
        append(decimal: UInt64(value.magnitude))
    }

    /// Appends `0x` and the digits without leading zeros, between quotes.
    mutating func append(hexadecimal value: UInt64) {
        let length = max(1, (67 - value.leadingZeroBitCount) / 4)
        let start = extend(by: length + 4)
        var target = buffer.mutableSpan
        target[start] = UInt8(ascii: "\"")
        target[start + 1] = UInt8(ascii: "0")
        target[start + 2] = UInt8(ascii: "x")
        var position = start + 3 + length
        target[position] = UInt8(ascii: "\"")
        var rest = value
        while position > start + 3 {
            position -= 1
            target[position] = Self.hexDigit(UInt8(rest & 0xf))
            rest >>= 4
        }
    }

    /// Appends two digits for each byte, between quotes.
    mutating func append(hexadecimal bytes: [UInt8]) throws(ByteSinkError) {
        append(UInt8(ascii: "\""))
        for byte in bytes {
            append(Self.hexDigit(byte >> 4))
            append(Self.hexDigit(byte & 0xf))
            try drain()
        }
        append(UInt8(ascii: "\""))
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

// Quoted strings, in a form that is the same string to readers of JSON, of YAML 1.1 and of YAML 1.2.
extension ByteOutput {
    /// Appends a string between double quotes.
    mutating func append(quoted text: String) throws(ByteSinkError) {
        if appendQuotedASCII(text) { return }
        append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            append(escaped: scalar)
            try drain()
        }
        append(UInt8(ascii: "\""))
    }

    /// Appends a key of JSON, and what stands before and after it.
    mutating func append(key name: String, separated: Bool) throws(ByteSinkError) {
        if separated {
            let start = extend(by: 2)
            buffer[start] = UInt8(ascii: ",")
            buffer[start + 1] = UInt8(ascii: " ")
        }
        try append(quoted: name)
        let start = extend(by: 2)
        buffer[start] = UInt8(ascii: ":")
        buffer[start + 1] = UInt8(ascii: " ")
    }

    /// Appends a string in which every byte stands for itself; any other is left out.
    private mutating func appendQuotedASCII(_ text: String) -> Bool {
        let source = text.utf8Span.span
        let start = extend(by: source.count + 2)
        var target = buffer.mutableSpan
        target[start] = UInt8(ascii: "\"")
        for index in source.indices {
            let byte = source[index]
            guard Self.standsForItself(byte) else {
                count = start
                return false
            }
            target[start + 1 + index] = byte
        }
        target[start + 1 + source.count] = UInt8(ascii: "\"")
        return true
    }

    private static func standsForItself(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7f && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private mutating func append(escaped scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": append("\\\"")
        case "\\": append("\\\\")
        case "\n": append("\\n")
        case "\r": append("\\r")
        case "\t": append("\\t")
        // What YAML does not allow in text, and what it would take for a line break or a byte order mark.
        // And marks of direction, which make text on a screen read as what it is not.
        case "\0"..<" ", "\u{7f}"..<"\u{a0}", "\u{2028}", "\u{2029}", "\u{feff}", "\u{fffe}", "\u{ffff}",
            "\u{61c}", "\u{200e}", "\u{200f}", "\u{202a}"..."\u{202e}", "\u{2066}"..."\u{2069}":
            append("\\u")
            for shift in [12, 8, 4, 0] as [UInt32] {
                append(Self.hexDigit(UInt8(scalar.value >> shift & 0xf)))
            }
        default: append(String(scalar))
        }
    }
}
