/// The first line of a source, which says what language it is in.
///
/// kerf writes `/multikernel-v1/;` where others write `/dts-v1/;`. The language is the same.
enum VersionLine {
    private static let multikernel = Array("/multikernel-v1/".utf8)
    private static let standard = Array("/dts-v1/".utf8)

    /// The text with the line that the compiler knows; all lines and columns stay what they were.
    static func standardized(_ text: [UInt8]) -> [UInt8] {
        var text = text
        if text.starts(with: [0xef, 0xbb, 0xbf]) { text.removeFirst(3) }
        var scanner = SourceScanner(text)
        // Tags stand in front of everything else, each with a semicolon.
        while let token = scanner.next() {
            switch token {
            case .directive(let range):
                guard text[range].elementsEqual(multikernel) else { continue }
                let blanks = repeatElement(UInt8(ascii: " "), count: multikernel.count - standard.count)
                text.replaceSubrange(range, with: standard + blanks)
            case .character(UInt8(ascii: ";")): continue
            default: return text
            }
        }
        return text
    }
}
