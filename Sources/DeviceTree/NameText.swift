/// Names from a blob as text that is safe to print.
///
/// The specification allows only some printable ASCII characters in names (v0.4, sections 2.2.1 and 2.2.4), a blob can
/// hold any byte but NUL. Everything outside printable ASCII becomes `\xNN`, a backslash becomes `\\`: the text is always
/// ASCII, carries no control or direction character, and two different names never look alike.
enum NameText {
    /// A property's name.
    static func property(_ bytes: ArraySlice<UInt8>) -> String {
        text(bytes, escapingSlash: false)
    }

    /// A node's name. A slash is escaped too, so that a path can be taken apart again.
    static func node(_ bytes: ArraySlice<UInt8>) -> String {
        text(bytes, escapingSlash: true)
    }

    /// The bytes that a name's text stands for: what ``property(_:)`` and ``node(_:)`` escape, unescaped.
    static func bytes(_ text: String) -> [UInt8] {
        let text = Array(text.utf8)
        guard text.contains(UInt8(ascii: "\\")) else { return text }
        var bytes: [UInt8] = []
        var place = 0
        while place < text.count {
            let rest = text[place...]
            if rest.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "\\")]) {
                bytes.append(UInt8(ascii: "\\"))
                place += 2
            } else if rest.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "x")]), rest.count >= 4,
                let high = Character(Unicode.Scalar(text[place + 2])).hexDigitValue,
                let low = Character(Unicode.Scalar(text[place + 3])).hexDigitValue
            {
                let byte = UInt8(high << 4 | low)
                bytes.append(byte)
                place += 4
            } else {
                bytes.append(text[place])
                place += 1
            }
        }
        return bytes
    }

    private static func text(_ bytes: ArraySlice<UInt8>, escapingSlash: Bool) -> String {
        func isPlain(_ byte: UInt8) -> Bool {
            byte >= 0x20 && byte < 0x7f && byte != UInt8(ascii: "\\")
                && !(escapingSlash && byte == UInt8(ascii: "/"))
        }
        if bytes.allSatisfy(isPlain) { return String(decoding: bytes, as: UTF8.self) }
        var escaped: [UInt8] = []
        for byte in bytes {
            if isPlain(byte) {
                escaped.append(byte)
            } else if byte == UInt8(ascii: "\\") {
                escaped += [byte, byte]
            } else {
                escaped += [UInt8(ascii: "\\"), UInt8(ascii: "x")]
                escaped.appendHexadecimal(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Appends a byte as two lower-case hexadecimal digits.
    mutating func appendHexadecimal(_ byte: UInt8) {
        append(Self.digit(byte >> 4))
        append(Self.digit(byte & 0xf))
    }

    /// Appends a number as `0x` and lower-case hexadecimal digits, without leading zeros.
    mutating func appendHexadecimal(_ value: UInt64) {
        append(UInt8(ascii: "0"))
        append(UInt8(ascii: "x"))
        var shift = value == 0 ? 0 : 60 - value.leadingZeroBitCount / 4 * 4
        while shift >= 0 {
            append(Self.digit(UInt8(truncatingIfNeeded: value >> UInt64(shift)) & 0xf))
            shift -= 4
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
