/// What a YAML scalar without quotes stands for, where readers of YAML 1.1 and 1.2 agree, and that they do not where they
/// do not.
enum PlainScalar: Hashable {
    case null
    case boolean(Bool)
    /// A whole number of at most 64 bits, without a sign, decimal or hexadecimal.
    case integer(UInt64)
    /// Any other number, or a date.
    case otherNumber
    /// Text to some readers and something else to others: `yes`, `on`.
    case disputed
    case text

    var isNumber: Bool {
        switch self {
        case .integer, .otherNumber: true
        case .null, .boolean, .disputed, .text: false
        }
    }

    init(_ text: ArraySlice<UInt8>) {
        if let value = Self.integer(text) {
            self = .integer(value)
            return
        }
        guard text.count <= 5 else {
            self = Self.looksLikeNumber(text) ? .otherNumber : .text
            return
        }
        switch String(decoding: text, as: UTF8.self) {
        case "", "~", "null", "Null", "NULL": self = .null
        case "true", "True", "TRUE": self = .boolean(true)
        case "false", "False", "FALSE": self = .boolean(false)
        case "y", "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF", "=",
            "<<":
            self = .disputed
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan", ".NaN", ".NAN":
            self = .otherNumber
        default: self = Self.looksLikeNumber(text) ? .otherNumber : .text
        }
    }

    /// Whether a string stands for itself without quotes, wherever it is written.
    static func canSpell(_ string: String) -> Bool {
        let text = string.utf8Span.span
        guard text.count > 0, isWordByte(text[0]) || text[0] == UInt8(ascii: "/"),
            text[text.count - 1] != UInt8(ascii: " "),
            text.indices.allSatisfy({ isWordByte(text[$0]) || isInnerByte(text[$0]) })
        else { return false }
        switch text[0] {
        // What begins otherwise is neither a number nor a word with a meaning of its own.
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return PlainScalar(ArraySlice(string.utf8)) == .text
        case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "t"),
            UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "o"), UInt8(ascii: "O"):
            return text.count > 5 || PlainScalar(ArraySlice(string.utf8)) == .text
        default: return true
        }
    }

    /// Bytes that mean nothing within a word, though they may at its beginning.
    private static func isInnerByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "/"),
            UInt8(ascii: "("), UInt8(ascii: ")"):
            true
        default: false
        }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

// Whole numbers.
extension PlainScalar {
    /// A number in decimal without leading zeros, or in hexadecimal after `0x`.
    static func integer(_ text: ArraySlice<UInt8>) -> UInt64? {
        guard let first = text.first else { return nil }
        if first == UInt8(ascii: "0"), text.count > 1 { return hexadecimal(text) }
        var value: UInt64 = 0
        for byte in text {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
            if overflow || carry { return nil }
            value = sum
        }
        return value
    }

    /// A number in hexadecimal after `0x`.
    static func hexadecimal(_ text: ArraySlice<UInt8>) -> UInt64? {
        guard text.count > 2, text.first == UInt8(ascii: "0"), text[text.startIndex + 1] == UInt8(ascii: "x") else {
            return nil
        }
        var value: UInt64 = 0
        for byte in text.dropFirst(2) {
            guard let digit = hexDigit(byte), value >> 60 == 0 else { return nil }
            value = value << 4 | UInt64(digit)
        }
        return value
    }

    static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

// Everything else that some reader takes for a number.
extension PlainScalar {
    /// Whether any reader might take the text for a number or a date: signs, other bases, fractions, exponents,
    /// underscores, base 60 (`1:30`), `2026-08-01`.
    private static func looksLikeNumber(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        guard let first = rest.first, isDigit(first) || first == UInt8(ascii: ".") else { return false }
        guard rest.contains(where: isDigit) else { return false }
        if rest.starts(with: "0x".utf8) || rest.starts(with: "0X".utf8) {
            return rest.dropFirst(2).allSatisfy { hexDigit($0) != nil || $0 == UInt8(ascii: "_") }
        }
        if rest.starts(with: "0b".utf8) || rest.starts(with: "0o".utf8) {
            return rest.dropFirst(2).allSatisfy { isDigit($0) || $0 == UInt8(ascii: "_") }
        }
        return isFraction(rest) || isBaseSixty(rest) || isDate(rest)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    private static func isFraction(_ text: ArraySlice<UInt8>) -> Bool {
        let exponent = text.firstIndex { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }
        let mantissa = text[..<(exponent ?? text.endIndex)]
        var points = 0
        for byte in mantissa {
            if byte == UInt8(ascii: ".") {
                points += 1
            } else if !isDigit(byte), byte != UInt8(ascii: "_") {
                return false
            }
        }
        guard points <= 1 else { return false }
        guard let exponent else { return true }
        var digits = text[(exponent + 1)...]
        if digits.first == UInt8(ascii: "-") || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
        return digits.allSatisfy(isDigit)
    }

    private static func isBaseSixty(_ text: ArraySlice<UInt8>) -> Bool {
        text.contains(UInt8(ascii: ":"))
            && text.allSatisfy {
                isDigit($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
            }
    }

    private static func isDate(_ text: ArraySlice<UInt8>) -> Bool {
        text.count >= 8 && text.prefix(4).allSatisfy(isDigit) && text.dropFirst(4).first == UInt8(ascii: "-")
            && text.allSatisfy { isDigit($0) || "-:.tTzZ+ ".utf8.contains($0) }
    }
}
