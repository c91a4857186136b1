/// What a text is.
enum TextKind: Hashable, Sendable {
    case document, deviceTreeSource, array, log, markup, text

    /// What the message calls it.
    var description: String {
        switch self {
        case .document: "a document"
        case .deviceTreeSource: "device tree source"
        case .array: "a JSON array, expected an object"
        case .log: "a kernel log"
        case .markup: "a markup document (XML or HTML)"
        case .text: "plain text"
        }
    }

    /// The kind of text, or `nil` where the bytes are not printable UTF-8.
    ///
    /// A document is a JSON object, or YAML that begins with `---`, a directive, or a key.
    static func recognise(_ prefix: [UInt8]) -> TextKind? {
        var bytes = prefix[...]
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { bytes = bytes.dropFirst(3) }
        // The prefix can end inside a character; its last bytes are not looked at.
        let sample = bytes.count >= ContentKind.prefixSize - 4 ? bytes.dropLast(8) : bytes
        let whole = sample.prefix { $0 >= 0x20 && $0 != 0x7f || (0x09...0x0d).contains($0) || $0 == 0x1b }
        guard whole.count == sample.count, isUTF8(sample, cut: bytes.count != sample.count) else { return nil }
        if isSource(sample) { return .deviceTreeSource }
        let lines = sample.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }).lazy.map { line in
            line.drop { $0 == 0x20 || $0 == 0x09 }
        }
        guard let first = lines.first(where: { !$0.isEmpty && $0.first != UInt8(ascii: "#") }) else { return .text }
        if first.first == UInt8(ascii: "{") { return .document }
        if first.first == UInt8(ascii: "[") { return isLogLine(first) ? .log : .array }
        if first.first == UInt8(ascii: "<") { return isLogLine(first) ? .log : .markup }
        if first.starts(with: "---".utf8) || first.starts(with: "%YAML".utf8) || isKeyLine(first) { return .document }
        return .text
    }

    /// Whether the text says, behind blanks, comments and what a preprocessor leaves, that it describes a device tree.
    private static func isSource(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        while let byte = rest.first {
            if byte == 0x20 || (0x09...0x0d).contains(byte) {
                rest = rest.dropFirst()
            } else if byte == UInt8(ascii: "#") || rest.starts(with: "//".utf8) {
                rest = rest.drop { $0 != 0x0a }
            } else if rest.starts(with: "/*".utf8) {
                rest = afterComment(rest.dropFirst(2))
            } else {
                return rest.starts(with: "/dts-v1/".utf8) || rest.starts(with: "/multikernel-v1/".utf8)
            }
        }
        return false
    }

    private static func afterComment(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = text
        while let star = rest.firstIndex(of: UInt8(ascii: "*")) {
            rest = rest[(star + 1)...]
            if rest.first == UInt8(ascii: "/") { return rest.dropFirst() }
        }
        return []
    }

    private static func isUTF8(_ bytes: ArraySlice<UInt8>, cut: Bool) -> Bool {
        // What was cut off can have left up to three bytes of a character behind.
        for dropped in 0...(cut ? 3 : 0) where String(validating: bytes.dropLast(dropped), as: UTF8.self) != nil {
            return true
        }
        return false
    }

    /// `[    0.000000] Linux version`, with or without the level in angle brackets.
    private static func isLogLine(_ line: ArraySlice<UInt8>) -> Bool {
        let rest = line.drop { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") || (0x30...0x39).contains($0) }
        let stamp = rest.dropFirst().prefix { $0 != UInt8(ascii: "]") }
        return rest.first == UInt8(ascii: "[") && stamp.contains(UInt8(ascii: "."))
            && stamp.allSatisfy { $0 == 0x20 || $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) }
    }

    /// `key:` or `key: value`, the key a word that may be quoted.
    private static func isKeyLine(_ line: ArraySlice<UInt8>) -> Bool {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return false }
        let key = line[..<colon].filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }
        let after = line[colon...].dropFirst().first
        return !key.isEmpty && (after == nil || after == 0x20 || after == 0x09)
            && key.allSatisfy { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") || isAlphanumeric($0) }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
    }
}
