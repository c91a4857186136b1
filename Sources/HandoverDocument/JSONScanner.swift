/// Reads JSON (RFC 8259) into a tree.
///
/// JSON is nearly YAML, but not quite: a YAML parser refuses characters beyond the basic plane written as two escapes,
/// and reads some characters within strings as line breaks. Besides, this is several times faster, and machines write
/// long documents in JSON.
struct JSONScanner {
    private let source: [UInt8]
    private var position = 0
    private var line: UInt32 = 1
    /// Where the column 1 of the line would be if each character took one byte.
    private var lineStart = 0
    private var builder: DocumentTreeBuilder
    /// Text of strings with escapes; lies behind the source.
    private var unescaped: [UInt8] = []

    private enum Expectation {
        case value
        case valueOrEnd
        case key
        case keyOrEnd
        case separator
    }

    /// Reads a text that is known to be UTF-8.
    static func tree(of source: [UInt8], limits: DocumentLimits) throws(DocumentError) -> DocumentTree {
        var scanner = JSONScanner(source: source, limits: limits)
        try scanner.scan()
        let text = scanner.unescaped.isEmpty ? source : source + scanner.unescaped
        return DocumentTree(nodes: scanner.builder.nodes, text: text, format: .json)
    }

    private init(source: [UInt8], limits: DocumentLimits) {
        self.source = source
        builder = DocumentTreeBuilder(size: source.count, limits: limits)
        if source.starts(with: [0xef, 0xbb, 0xbf]) {
            position = 3
            lineStart = 3
        }
    }

    private var mark: DocumentMark {
        DocumentMark(line: line, column: UInt32(truncatingIfNeeded: position - lineStart + 1))
    }

    private var next: UInt8? { position < source.count ? source[position] : nil }

    private mutating func scan() throws(DocumentError) {
        var expectation = Expectation.value
        var isMapping: [Bool] = []
        repeat {
            skipSpace()
            guard let byte = next else { throw unexpected("the end of the document") }
            let closing = isMapping.last == true ? UInt8(ascii: "}") : UInt8(ascii: "]")
            switch (byte, expectation) {
            case (UInt8(ascii: "{"), .value), (UInt8(ascii: "{"), .valueOrEnd):
                try builder.begin(.mapping, at: mark)
                position += 1
                isMapping.append(true)
                expectation = .keyOrEnd
            case (UInt8(ascii: "["), .value), (UInt8(ascii: "["), .valueOrEnd):
                try builder.begin(.sequence, at: mark)
                position += 1
                isMapping.append(false)
                expectation = .valueOrEnd
            case (closing, .keyOrEnd), (closing, .valueOrEnd), (closing, .separator):
                builder.end()
                position += 1
                isMapping.removeLast()
                expectation = .separator
            case (UInt8(ascii: ","), .separator):
                position += 1
                expectation = isMapping.last == true ? .key : .value
            case (UInt8(ascii: "\""), .key), (UInt8(ascii: "\""), .keyOrEnd):
                try scanString()
                skipSpace()
                guard next == UInt8(ascii: ":") else { throw unexpected("no colon after a key") }
                position += 1
                expectation = .value
            case (UInt8(ascii: "\""), .value), (UInt8(ascii: "\""), .valueOrEnd):
                try scanString()
                expectation = .separator
            case (_, .value), (_, .valueOrEnd):
                try scanWord()
                expectation = .separator
            case (_, .key), (_, .keyOrEnd): throw unexpected("no key between double quotes where one must be")
            case (_, .separator): throw unexpected("neither a comma nor a closing bracket after a value")
            }
        } while !isMapping.isEmpty
        skipSpace()
        guard position == source.count else { throw unexpected("more text after the end of the document") }
    }

    private func unexpected(_ found: String) -> DocumentError {
        DocumentError(.syntax, at: mark, "not JSON: \(found)")
    }

    private mutating func skipSpace() {
        while position < source.count {
            switch source[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
            case UInt8(ascii: "\n"):
                position += 1
                line += 1
                lineStart = position
            default: return
            }
        }
    }

    /// A number, `true`, `false` or `null`.
    private mutating func scanWord() throws(DocumentError) {
        let start = position
        let startMark = mark
        while let byte = next, Self.isWordByte(byte) { position += 1 }
        let word = source[start..<position]
        if !Self.isNumber(word), !Self.words.contains(where: { word.elementsEqual($0) }) {
            position = start
            throw unexpected("no string, number, object, array, true, false or null where a value must be")
        }
        try builder.scalar(.plain, text: start..<position, at: startMark)
    }

    private static let words = [Array("true".utf8), Array("false".utf8), Array("null".utf8)]

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private static func isNumber(_ word: ArraySlice<UInt8>) -> Bool {
        var rest = word
        func skipDigits() -> Bool {
            let before = rest.count
            rest = rest.drop { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
            return rest.count < before
        }
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        if rest.first == UInt8(ascii: "0") { rest.removeFirst() } else if !skipDigits() { return false }
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            if !skipDigits() { return false }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
            if !skipDigits() { return false }
        }
        return rest.isEmpty
    }
}

// Strings.
extension JSONScanner {
    private mutating func scanString() throws(DocumentError) {
        let startMark = mark
        position += 1
        let start = position
        skipOrdinary()
        if next == UInt8(ascii: "\"") {
            try builder.scalar(.quoted, text: start..<position, at: startMark)
            position += 1
            return
        }
        let textStart = source.count + unescaped.count
        unescaped.append(contentsOf: source[start..<position])
        while next == UInt8(ascii: "\\") {
            try scanEscape()
            let start = position
            skipOrdinary()
            unescaped.append(contentsOf: source[start..<position])
        }
        guard next == UInt8(ascii: "\"") else {
            throw unexpected(next == nil ? "a string without its end" : "a control character in a string")
        }
        try builder.scalar(.quoted, text: textStart..<source.count + unescaped.count, at: startMark)
        position += 1
    }

    /// Skips to the next quote, backslash or control character.
    private mutating func skipOrdinary() {
        while position < source.count {
            let byte = source[position]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { return }
            // A continuation byte takes no column.
            if byte & 0xc0 == 0x80 { lineStart += 1 }
            position += 1
        }
    }

    private mutating func scanEscape() throws(DocumentError) {
        let start = position
        position += 1
        switch next {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(source[position])
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0c)
        case UInt8(ascii: "n"): unescaped.append(0x0a)
        case UInt8(ascii: "r"): unescaped.append(0x0d)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "u"):
            position += 1
            let scalar = try scanCodePoint(from: start)
            unescaped.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            return
        default:
            position = start
            throw unexpected("an unknown escape in a string")
        }
        position += 1
    }

    /// The four digits of an escape, and the second escape of a pair.
    private mutating func scanCodePoint(from start: Int) throws(DocumentError) -> Unicode.Scalar {
        if let first = scanUnit() {
            if let scalar = Unicode.Scalar(first) { return scalar }
            if first < 0xdc00, next == UInt8(ascii: "\\") {
                position += 1
                if next == UInt8(ascii: "u") {
                    position += 1
                    if let second = scanUnit(), second >= 0xdc00, second < 0xe000,
                        let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
                    {
                        return scalar
                    }
                }
            }
            position = start
            throw unexpected("half of a surrogate pair in a string")
        }
        position = start
        throw unexpected("an escape without four hexadecimal digits in a string")
    }

    private mutating func scanUnit() -> UInt32? {
        guard source.count - position >= 4 else { return nil }
        var unit: UInt32 = 0
        for index in position..<position + 4 {
            guard let digit = PlainScalar.hexDigit(source[index]) else { return nil }
            unit = unit << 4 | UInt32(digit)
        }
        position += 4
        return unit
    }
}
