extension UInt8 {
    /// The value of a decimal digit.
    var decimalDigit: Int? {
        self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") ? Int(self) - 0x30 : nil
    }

    /// Whether it is a digit of a hexadecimal number.
    var isHexadecimalDigit: Bool {
        let letter = self | 0x20
        return decimalDigit != nil || (letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "f"))
    }

    /// Whether it can stand in a name of the C language.
    var isNameCharacter: Bool {
        let letter = self | 0x20
        return decimalDigit != nil || self == UInt8(ascii: "_")
            || (letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z"))
    }

    /// Whether a terminal does something else than show it.
    var isControl: Bool { (self < 0x20 && self != UInt8(ascii: "\t")) || self == 0x7f }
}

extension Span<UInt8> {
    /// The first place, from an index on, of a byte of which something is true.
    func first(from start: Int, where isWanted: (UInt8) -> Bool) -> Int? {
        var index = start
        while index < count {
            if isWanted(self[index]) { return index }
            index += 1
        }
        return nil
    }

    /// Whether a text stands at an index.
    func holds(_ text: String, at start: Int) -> Bool {
        let bytes = text.utf8Span.span
        guard start >= 0, start <= count, bytes.count <= count - start else { return false }
        for index in bytes.indices where bytes[index] != self[start + index] { return false }
        return true
    }

    /// Whether bytes stand at an index.
    func holds(_ bytes: [UInt8], at start: Int) -> Bool {
        guard start >= 0, start <= count, bytes.count <= count - start else { return false }
        for index in bytes.indices where bytes[index] != self[start + index] { return false }
        return true
    }

    /// A copy of a part.
    func copy(_ range: Range<Int>) -> [UInt8] {
        range.map { self[$0] }
    }

    /// A part as text; what is not UTF-8 becomes a replacement character, what a terminal would act on a space.
    func text(_ range: Range<Int>) -> String {
        String(decoding: range.map { self[$0].isControl ? UInt8(ascii: " ") : self[$0] }, as: UTF8.self)
    }

    /// The bytes without escapes of a terminal and other control characters; `nil` where there are none.
    func withoutControls() -> [UInt8]? {
        guard first(from: 0, where: \.isControl) != nil else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(count)
        var index = 0
        while index < count {
            let byte = self[index]
            index += 1
            if byte == 0x1b, index < count {
                // `ESC [` takes parameters up to a letter; any other escape is one byte more.
                let isSequence = self[index] == UInt8(ascii: "[")
                index += 1
                while isSequence, index < count, self[index] < 0x40 { index += 1 }
                if isSequence { index += 1 }
            } else if !byte.isControl {
                result.append(byte)
            }
        }
        return result
    }
}
