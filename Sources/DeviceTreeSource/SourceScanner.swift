/// Goes through the text of a device tree as the compiler does, as far as telling code from comments and text needs.
struct SourceScanner {
    private let text: [UInt8]
    private var position: Int

    /// What the text is made of.
    enum Token: Equatable {
        /// A string in quotes; the bytes between them.
        case string(Range<Int>)
        /// A word in slashes: `/include/`, `/dts-v1/`.
        case directive(Range<Int>)
        /// Any other character.
        case character(UInt8)
    }

    init(_ text: [UInt8], at position: Int = 0) {
        self.text = text
        self.position = position
    }

    /// The next token behind blanks and comments; `nil` at the end.
    mutating func next() -> Token? {
        skipBlanks()
        guard position < text.count else { return nil }
        let start = position
        position += 1
        switch text[start] {
        case UInt8(ascii: "\""):
            while position < text.count, text[position] != UInt8(ascii: "\"") {
                position += text[position] == UInt8(ascii: "\\") ? 2 : 1
            }
            let end = min(position, text.count)
            position = min(end + 1, text.count)
            return .string(start + 1..<end)
        case UInt8(ascii: "/"):
            var end = position
            while end < text.count, Self.isWord(text[end]) { end += 1 }
            guard end > position, end < text.count, text[end] == UInt8(ascii: "/") else {
                return .character(text[start])
            }
            position = end + 1
            return .directive(start..<position)
        case let other: return .character(other)
        }
    }

    private mutating func skipBlanks() {
        while position < text.count {
            if text[position] == 0x20 || (0x09...0x0d).contains(text[position]) {
                position += 1
            } else if text[position...].starts(with: "/*".utf8) {
                position += 2
                while position < text.count, !text[position...].starts(with: "*/".utf8) { position += 1 }
                position = min(position + 2, text.count)
            } else if text[position...].starts(with: "//".utf8) {
                while position < text.count, text[position] != 0x0a { position += 1 }
            } else {
                return
            }
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
    }
}
