/// How text marks what matters: with colour on a terminal, plain elsewhere.
struct TextStyle {
    private let isColoured: Bool

    static let plain = TextStyle(isColoured: false)
    static let coloured = TextStyle(isColoured: true)

    func heading(_ text: String) -> String { wrap(text, "1") }
    func name(_ text: String) -> String { wrap(text, "36") }
    func quiet(_ text: String) -> String { wrap(text, "2") }
    func good(_ text: String) -> String { wrap(text, "32") }
    func warning(_ text: String) -> String { wrap(text, "33") }
    func error(_ text: String) -> String { wrap(text, "31") }

    private func wrap(_ text: String, _ code: String) -> String {
        isColoured && !text.isEmpty ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
    }
}

extension String {
    /// The text filled with spaces up to a width.
    func padded(to width: Int) -> String {
        count >= width ? self : self + String(repeating: " ", count: width - count)
    }

    /// The text behind spaces up to a width.
    func aligned(to width: Int) -> String {
        count >= width ? self : String(repeating: " ", count: width - count) + self
    }
}
