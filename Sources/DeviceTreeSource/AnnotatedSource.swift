/// A tree as the compiler writes it back, with a comment behind each node and property that says where it comes from.
///
///     resources { /* <stdin>:6:12-12:4, <stdin>:14:4-21:3 */
///         cpus = <0 4>; /* <stdin>:7:3-8:8 */
///     }; /* <stdin>:6:12-12:4, <stdin>:14:4-21:3 */
struct AnnotatedSource {
    private let text: [UInt8]
    private var position = 0
    private var places = SourcePlaces()
    private var open: [Int] = []
    /// What was written since the last `{`, `}` or `;`: labels, a name, and whatever stands behind `=`.
    private var statement = Statement()
    /// What the next comment is about.
    private var subject: Subject = .nothing

    private struct Statement {
        var word: Range<Int>?
        var hasValue = false
    }

    private enum Subject {
        case nothing
        case node(String)
        case property(String)
    }

    /// The places in a text of the compiler's.
    static func places(in text: [UInt8]) -> SourcePlaces {
        var source = AnnotatedSource(text: text)
        source.read()
        return source.places
    }

    private init(text: [UInt8]) {
        self.text = text
    }

    private mutating func read() {
        while position < text.count {
            let byte = text[position]
            switch byte {
            case UInt8(ascii: "\""): skipString()
            case UInt8(ascii: "/") where text[position...].starts(with: "/*".utf8): comment()
            case UInt8(ascii: "{"):
                settle(nil)
                subject = .node(name(statement.word))
                statement = Statement()
                position += 1
            case UInt8(ascii: "}"):
                settle(nil)
                if !open.isEmpty { open.removeLast() }
                statement = Statement(word: nil, hasValue: true)
                position += 1
            case UInt8(ascii: ";"):
                settle(nil)
                if let word = statement.word { subject = .property(name(word)) }
                statement = Statement()
                position += 1
            case UInt8(ascii: "="):
                statement.hasValue = true
                position += 1
            case 0x20, 0x09...0x0d: position += 1
            default: word()
            }
        }
        settle(nil)
    }

    /// Names and values have characters of their own; which do not matter here.
    private mutating func word() {
        let start = position
        while position < text.count, !Self.ends(text[position]) { position += 1 }
        position = max(position, start + 1)
        // A label ends with a colon and stands in front of the name.
        if !statement.hasValue, text[position - 1] != UInt8(ascii: ":") { statement.word = start..<position }
    }

    private static func ends(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x09...0x0d, UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ";"), UInt8(ascii: "="),
            UInt8(ascii: "\""):
            true
        default: false
        }
    }

    private func name(_ word: Range<Int>?) -> String {
        word.map { String(decoding: text[$0], as: UTF8.self) } ?? ""
    }

    private mutating func skipString() {
        position += 1
        while position < text.count, text[position] != UInt8(ascii: "\"") {
            position += text[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        position += 1
    }

    private mutating func comment() {
        let start = position + 2
        position = start
        while position < text.count, !text[position...].starts(with: "*/".utf8) { position += 1 }
        let end = min(position, text.count)
        position = end + 2
        // Newer compilers write comments inside values too; those are about none of the two.
        if case .nothing = subject { return }
        settle(Self.place(String(decoding: text[min(start, end)..<end], as: UTF8.self)))
    }

    /// Enters what was begun, with its place where a comment told one.
    private mutating func settle(_ place: SourcePlace?) {
        switch subject {
        case .nothing: return
        case .node(let name): open.append(places.add(name, below: open.last, at: place))
        case .property(let name):
            if let node = open.last { places.add(property: name, of: node, at: place) }
        }
        subject = .nothing
    }

    /// The first place of a comment: ` <stdin>:3:3-13:3, inc.dtsi:1:3-1:78 `.
    private static func place(_ comment: String) -> SourcePlace? {
        let text = comment.drop { $0 == " " }
        var start = text.startIndex
        while let colon = text[start...].firstIndex(of: ":") {
            start = text.index(after: colon)
            var rest = text[start...]
            guard let line = number(&rest), rest.first == ":" else { continue }
            rest = rest.dropFirst()
            guard let column = number(&rest) else { continue }
            return SourcePlace(file: SourcePlace.file(text[..<colon]), line: line, column: column)
        }
        return nil
    }
}
