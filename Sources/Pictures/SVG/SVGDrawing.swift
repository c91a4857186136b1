import FindingReports

/// A picture as SVG: one file that needs nothing beside it, without scripts, for light and dark pages.
public struct SVGDrawing {
    /// How many columns the bars of a picture for a drawing have.
    public static let columns = SVGPage.inner

    private let picture: Picture

    /// A drawing of a picture with bars of ``columns``.
    public init(_ picture: Picture) {
        self.picture = picture
    }

    /// Owners beyond this many come last, so that the parts are seen first.
    private static let ownersFirst = 24

    /// The text of the file; the same each time.
    public var text: String {
        var page = SVGPage()
        drawHead(&page)
        let listed = picture.owners.count { $0.isListed }
        let table = SVGOwnerTable(picture)
        if listed <= Self.ownersFirst { table.draw(on: &page) }
        for part in picture.parts {
            switch part {
            case .memory(let title, let bars): SVGMemory(picture, title: title, bars: bars).draw(on: &page)
            case .processors(let grid): SVGProcessors(picture, grid: grid).draw(on: &page)
            case .devices(let forest): SVGDevices(picture, forest: forest).draw(on: &page)
            case .changes(let changes): SVGChanges(picture, changes: changes).draw(on: &page)
            }
        }
        if listed > Self.ownersFirst { table.draw(on: &page) }
        let height = page.y + SVGPage.margin
        let size = "width=\"\(SVGPage.width)\" height=\"\(height)\" viewBox=\"0 0 \(SVGPage.width) \(height)\""
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<svg xmlns=\"http://www.w3.org/2000/svg\" \(size) role=\"img\" aria-labelledby=\"title desc\">\n"
            + "<title id=\"title\">\(JUnitReport.xml(picture.title))</title>\n"
            + "<desc id=\"desc\">\(JUnitReport.xml(description))</desc>\n" + SVGStyle.definitions(page.paints)
            + "<rect width=\"\(SVGPage.width)\" height=\"\(height)\" class=\"page\"/>\n" + page.body + "</svg>\n"
    }

    /// The whole in one sentence, for those who cannot see it.
    private var description: String {
        let facts = picture.facts.map { "\($0.label): \($0.text)" }.joined(separator: "; ")
        let shown = picture.owners.filter(\.isListed).prefix(Self.ownersFirst).map { owner in
            let figures = zip(owner.figures, picture.headings).map { "\($0) \($1)" }.joined(separator: ", ")
            return figures.isEmpty ? owner.name : "\(owner.name): \(figures)"
        }
        return facts + ". " + shown.joined(separator: "; ") + "."
    }

    private func drawHead(_ page: inout SVGPage) {
        page.y = 48
        page.text(picture.title, x: SVGPage.margin, y: page.y, class: "b", size: 22)
        if picture.facts.isEmpty { return }
        page.y += 28
        let gap = 36
        var needs = picture.facts.map {
            max(SVGPage.width(of: $0.text, size: 13), SVGPage.width(of: $0.label, size: 11)) + gap
        }
        // Where not all fits, each has its share.
        let whole = needs.reduce(0, +)
        if whole > SVGPage.inner { needs = needs.map { max(2 * gap, SVGPage.inner * $0 / whole) } }
        var x = SVGPage.margin
        for (fact, width) in zip(picture.facts, needs) {
            page.text(fact.label, x: x, y: page.y, class: "q", size: 11, width: width - gap + 8)
            page.text(fact.text, x: x, y: page.y + 18, class: "t", size: 13, width: width - gap + 8)
            x += width
        }
        page.y += 18
    }
}
