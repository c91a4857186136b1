/// A text of JSON, read from its beginning to its end.
struct JSONText {
    struct Malformed: Error, CustomStringConvertible {
        let offset: Int
        var description: String { "not JSON at byte \(offset)" }
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var malformed: Malformed { Malformed(offset: position) }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x0a, 0x0d, 0x09].contains(bytes[position]) { position += 1 }
    }

    /// The next byte that is no space, which is passed over.
    private mutating func token() throws -> UInt8 {
        skipSpace()
        guard position < bytes.count else { throw malformed }
        position += 1
        return bytes[position - 1]
    }

    private mutating func skip(_ word: String) throws {
        guard bytes[position...].starts(with: word.utf8) else { throw malformed }
        position += word.utf8.count
    }

    mutating func end() throws {
        skipSpace()
        guard position == bytes.count else { throw malformed }
    }

    mutating func value() throws -> JSONValue {
        let first = try token()
        switch first {
        case UInt8(ascii: "{"): return .object(try list("}") { text throws in try text.member() })
        case UInt8(ascii: "["): return .array(try list("]") { text throws in try text.value() })
        case UInt8(ascii: "\""): return .string(try string())
        default: break
        }
        position -= 1
        switch first {
        case UInt8(ascii: "n"): try skip("null")
        case UInt8(ascii: "t"): try skip("true")
        case UInt8(ascii: "f"): try skip("false")
        default: return try number()
        }
        return first == UInt8(ascii: "n") ? .null : .boolean(first == UInt8(ascii: "t"))
    }

    private mutating func list<Element>(
        _ end: Character, _ element: (inout JSONText) throws -> Element
    ) throws -> [Element] {
        var result: [Element] = []
        skipSpace()
        if position < bytes.count, bytes[position] == end.asciiValue {
            position += 1
            return result
        }
        while true {
            result.append(try element(&self))
            let next = try token()
            if next == end.asciiValue { return result }
            guard next == UInt8(ascii: ",") else { throw malformed }
        }
    }

    private mutating func member() throws -> JSONValue.Member {
        guard try token() == UInt8(ascii: "\"") else { throw malformed }
        let key = try string()
        guard try token() == UInt8(ascii: ":") else { throw malformed }
        return JSONValue.Member(key, try value())
    }

    private mutating func number() throws -> JSONValue {
        let start = position
        while position < bytes.count, "+-.eE0123456789".utf8.contains(bytes[position]) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if let integer = Int128(text) { return .integer(integer) }
        guard let number = Double(text) else { throw malformed }
        // JSON Schema calls a number without a fraction an integer.
        if let integer = Int128(exactly: number) { return .integer(integer) }
        return .fraction(number)
    }

    /// What stands before the closing quote.
    private mutating func string() throws -> String {
        var text: [UInt16] = []
        var plain = position
        func utf16(_ range: Range<Int>) -> String.UTF16View { String(decoding: bytes[range], as: UTF8.self).utf16 }
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                let rest = plain..<position
                position += 1
                if text.isEmpty { return String(decoding: bytes[rest], as: UTF8.self) }
                return String(decoding: text + utf16(rest), as: UTF16.self)
            }
            position += 1
            guard byte == UInt8(ascii: "\\") else { continue }
            text += utf16(plain..<position - 1)
            text.append(try escaped())
            plain = position
        }
        throw malformed
    }

    private mutating func escaped() throws -> UInt16 {
        guard position < bytes.count else { throw malformed }
        position += 1
        switch bytes[position - 1] {
        case UInt8(ascii: "n"): return 0x0a
        case UInt8(ascii: "r"): return 0x0d
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0c
        case UInt8(ascii: "u"):
            let digits = String(decoding: bytes[position...].prefix(4), as: UTF8.self)
            guard digits.utf8.count == 4, let unit = UInt16(digits, radix: 16) else { throw malformed }
            position += 4
            return unit
        case let byte: return UInt16(byte)
        }
    }
}
