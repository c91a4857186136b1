/// Text as it may be shown on a terminal or in a log, whatever an input has put into it.
public enum ShownText {
    /// The text with everything that is no character to be seen written as `\u{1b}`: control characters, line breaks, marks
    /// of direction and what XML does not allow.
    public static func escaped(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isShown(scalar) {
                result.append(scalar)
            } else {
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            }
        }
        return String(result)
    }

    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\0"..<" ", "\u{7f}"..<"\u{a0}", "\u{2028}", "\u{2029}": false
        case "\u{61c}", "\u{200e}", "\u{200f}", "\u{202a}"..."\u{202e}", "\u{2066}"..."\u{2069}": false
        case "\u{feff}", "\u{fffe}", "\u{ffff}": false
        default: true
        }
    }
}
