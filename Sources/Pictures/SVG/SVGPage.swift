import FindingReports

/// An SVG page that grows downwards: elements, and how far down they reach.
///
/// Coordinates are whole numbers, so that a picture is the same bytes each time. Every text goes through one place that
/// escapes it: names are whatever an input has.
struct SVGPage {
    /// The width of the page.
    static let width = 1104
    /// The space at the edges.
    static let margin = 32
    /// The width between the edges; a bar has as many columns.
    static let inner = width - 2 * margin

    /// The elements.
    private(set) var body = ""
    /// Where the next part begins.
    var y = 0
    /// The paints that occur.
    private(set) var paints: Set<Paint> = []

    /// The class of a paint.
    mutating func fill(_ paint: Paint) -> String {
        paints.insert(paint)
        return SVGStyle.name(of: paint)
    }

    /// Text, not wider than it may be; what does not fit is cut and told when it is pointed at.
    mutating func text(
        _ text: String, x: Int, y: Int, class name: String, size: Int = 13, width: Int = inner,
        anchor: Anchor = .start
    ) {
        let (shown, isCut) = Self.fitted(text, size: size, width: width)
        if shown.isEmpty { return }
        body += "<text x=\"\(x)\" y=\"\(y)\" class=\"\(name)\" font-size=\"\(size)\"\(anchor.rawValue)>"
        body += JUnitReport.xml(shown)
        if isCut { body += "<title>\(JUnitReport.xml(text))</title>" }
        body += "</text>\n"
    }

    /// Where a text stands with respect to its place.
    enum Anchor: String {
        case start = ""
        case middle = " text-anchor=\"middle\""
        case end = " text-anchor=\"end\""
    }

    /// A rectangle with what to tell of it.
    mutating func box(x: Int, y: Int, width: Int, height: Int, class name: String, radius: Int = 0, title: String = "")
    {
        body += "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\" class=\"\(name)\""
        if radius > 0 { body += " rx=\"\(radius)\"" }
        body += title.isEmpty ? "/>\n" : "><title>\(JUnitReport.xml(title))</title></rect>\n"
    }

    /// A path with what to tell of it.
    mutating func path(_ steps: String, class name: String, title: String = "") {
        body += "<path class=\"\(name)\" d=\"\(steps)\""
        body += title.isEmpty ? "/>\n" : "><title>\(JUnitReport.xml(title))</title></path>\n"
    }

    /// The heading of a part.
    mutating func heading(_ title: String, note: String = "") {
        y += 40
        text(title, x: Self.margin, y: y, class: "b", size: 16, width: 480)
        text(note, x: Self.width - Self.margin, y: y, class: "q", size: 12, width: 560, anchor: .end)
        y += 12
    }

    // MARK: Widths

    /// The width of a text, at most: characters of the widest font that is asked for, and two each for wide ones.
    static func width(of text: String, size: Int) -> Int {
        (units(ShownText.escaped(text)) * size * 61 + 99) / 100
    }

    private static func units(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.value < 0x1100 || (0x2010...0x203f).contains($1.value) ? 1 : 2) }
    }

    private static func fitted(_ text: String, size: Int, width: Int) -> (String, isCut: Bool) {
        let escaped = ShownText.escaped(text)
        let room = max(1, width * 100 / (size * 61))
        if units(escaped) <= room { return (escaped, false) }
        var shown = ""
        var used = 1
        for scalar in escaped.unicodeScalars {
            used += units(String(scalar))
            if used > room { break }
            shown.unicodeScalars.append(scalar)
        }
        return (shown + "\u{2026}", true)
    }
}
