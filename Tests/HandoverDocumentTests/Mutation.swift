import FixtureSupport

/// A document in which one thing was changed.
struct Mutation {
    /// What was changed: `root.size = null`.
    let name: String
    let document: JSONValue

    /// What a value is replaced by, of every type and beyond every limit.
    private static let strangers: [JSONValue] = [
        .null, .boolean(true), .boolean(false), .integer(-1), .integer(0), .integer(1), .integer(4096), .fraction(1.5),
        .integer(1 << 53), .integer(1 << 64), .string(""), .string("x"), .string("0x"), .string("0xfg"),
        .string("4096"), .string("0X10"), .string("0x1000"), .string("-0x1"), .string("0x1ffffffffffffffff"),
        .string("0x000000000000000000001"), .string("0xABC"), .string("ABCD"), .string("abc"), .string("0g"),
        .string("4 KiB"), .string("4KB"), .string("1.5MiB"), .string("-1KiB"), .string("a\u{0}b"),
        .string(String(repeating: "long", count: 17)), .array([]), .object([]),
    ]

    /// What an object or array is replaced by.
    private static let strangeTypes: [JSONValue] = [
        .null, .boolean(true), .integer(1), .string("x"), .array([]), .object([]),
    ]

    /// Every change to a document: each key left out, named otherwise or beside one that nobody knows, each value
    /// replaced by one of every type, each element twice.
    static func all(of document: JSONValue) -> [Mutation] {
        var result: [Mutation] = []
        visit(document, at: "") { name, changed in result.append(Mutation(name: name, document: changed)) }
        return result
    }

    private static func visit(_ value: JSONValue, at path: String, _ use: (String, JSONValue) -> Void) {
        let isContainer = !value.members.isEmpty || !value.elements.isEmpty
        for stranger in isContainer ? strangeTypes : strangers where stranger != value {
            use("\(path) = \(stranger.text)", stranger)
        }
        switch value {
        case .object(let members):
            use("\(path) + unheardOf", .object(members + [.init("unheardOf", .integer(1))]))
            for (index, member) in members.enumerated() {
                let inner = path + "." + member.key
                func with(_ replacement: [JSONValue.Member]) -> JSONValue {
                    .object(members[..<index] + replacement + members[(index + 1)...])
                }
                use(inner + " left out", with([]))
                use(inner + " misspelt", with([.init(member.key + "s", member.value)]))
                visit(member.value, at: inner) { use($0, with([.init(member.key, $1)])) }
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                let inner = path + "[\(index)]"
                func with(_ replacement: [JSONValue]) -> JSONValue {
                    .array(elements[..<index] + replacement + elements[(index + 1)...])
                }
                use(inner + " twice", with([element, element]))
                visit(element, at: inner) { use($0, with([$1])) }
            }
        case .null, .boolean, .integer, .fraction, .string: break
        }
    }
}
