/// Text on its way to a sink: collected as bytes and handed on in chunks.
struct ByteOutput {
    static let chunkSize = 64 * 1024

    private var buffer: [UInt8] = []
    private let sink: ByteSink

    init(to sink: @escaping ByteSink) {
        self.sink = sink
        buffer.reserveCapacity(Self.chunkSize + 4096)
    }

    mutating func append(_ byte: UInt8) {
        buffer.append(byte)
    }

    mutating func append(_ text: String) {
        buffer.append(contentsOf: text.utf8)
    }

    /// Hands the text on once there is a chunk of it; called between values.
    @inline(__always)
    mutating func drain() throws(ByteSinkError) {
        if buffer.count >= Self.chunkSize { try flush() }
    }

    mutating func flush() throws(ByteSinkError) {
        if buffer.isEmpty { return }
        try sink(buffer.span)
        buffer.removeAll(keepingCapacity: true)
    }
}

// Numbers, digit by digit, so that a document of millions of numbers makes no strings.
extension ByteOutput {
    mutating func append(decimal value: UInt64) {
        if value < 10 {
            buffer.append(UInt8(ascii: "0") + UInt8(value))
            return
        }
        var digits = [20 of UInt8](repeating: 0)
        var start = digits.count
        var rest = value
        while rest != 0 {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            start -= 1
            digits[start] = UInt8(ascii: "0") + UInt8(digit)
            rest = quotient
        }
        for index in start..<digits.count { buffer.append(digits[index]) }
    }

    mutating func append(decimal value: Int) {
        if value < 0 { buffer.append(UInt8(ascii: "-")) }
        append(decimal: UInt64(value.magnitude))
    }

    /// Appends `0x` and the digits without leading zeros.
    mutating func append(hexadecimal value: UInt64) {
        buffer.append(UInt8(ascii: "0"))
        buffer.append(UInt8(ascii: "x"))
        let digitCount = max(1, (67 - value.leadingZeroBitCount) / 4)
        var shift = UInt64(digitCount * 4)
        while shift > 0 {
            shift -= 4
            buffer.append(Self.hexDigit(UInt8(value >> shift & 0xf)))
        }
    }

    /// Appends two digits for each byte.
    mutating func append(hexadecimal bytes: [UInt8]) throws(ByteSinkError) {
        for byte in bytes {
            buffer.append(Self.hexDigit(byte >> 4))
            buffer.append(Self.hexDigit(byte & 0xf))
            try drain()
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

// Quoted strings, in a form that is the same string to readers of JSON, of YAML 1.1 and of YAML 1.2.
extension ByteOutput {
    /// Appends a string between double quotes.
    mutating func append(quoted text: String) throws(ByteSinkError) {
        buffer.append(UInt8(ascii: "\""))
        if Self.standsForItself(text) {
            append(text)
        } else {
            for scalar in text.unicodeScalars {
                append(escaped: scalar)
                try drain()
            }
        }
        buffer.append(UInt8(ascii: "\""))
    }

    private static func standsForItself(_ text: String) -> Bool {
        let bytes = text.utf8Span.span
        for index in bytes.indices where !standsForItself(bytes[index]) { return false }
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
        case "\0"..<" ", "\u{7f}"..<"\u{a0}", "\u{2028}", "\u{2029}", "\u{feff}", "\u{fffe}", "\u{ffff}":
            append("\\u")
            for shift in [12, 8, 4, 0] as [UInt32] {
                buffer.append(Self.hexDigit(UInt8(scalar.value >> shift & 0xf)))
            }
        default: buffer.append(contentsOf: UTF8.encode(scalar) ?? Unicode.UTF8.encodedReplacementCharacter)
        }
    }
}
