/// Owners with what they have, in as many columns as there is room for.
struct SVGOwnerTable {
    private let picture: Picture

    /// More are counted and not listed.
    private static let limit = 1024
    private static let rowHeight = 20
    private static let figureWidth = 72

    init(_ picture: Picture) {
        self.picture = picture
    }

    private enum Row {
        case owner(Owner)
        case detail(Owner.Detail)
        case rest(Int)

        var isDetail: Bool { if case .detail = self { true } else { false } }
    }

    private var rows: [Row] {
        var rows: [Row] = []
        let listed = picture.owners.filter(\.isListed)
        for owner in listed.prefix(Self.limit) {
            rows.append(.owner(owner))
            if listed.count <= Self.limit / 4 { rows += owner.details.map { .detail($0) } }
        }
        if listed.count > Self.limit { rows.append(.rest(listed.count - Self.limit)) }
        return rows
    }

    func draw(on page: inout SVGPage) {
        let rows = rows
        if rows.isEmpty { return }
        page.heading("Owners")
        let columns = rows.count <= 4 ? 1 : 2
        let gap = 48
        let width = columns == 1 ? 640 : (SVGPage.inner - gap) / 2
        // An owner stands in one column with what is listed below it, where that does not make it much longer.
        let half = (rows.count + columns - 1) / columns
        let later = rows.indices.dropFirst(half).first { !rows[$0].isDetail } ?? rows.count
        let length = columns > 1 && later < half + 8 ? later : half
        let top = page.y + (picture.headings.isEmpty ? 0 : 16)
        for column in 0..<columns {
            let x = SVGPage.margin + column * (width + gap)
            drawFigures(picture.headings, right: x + width, y: page.y + 12, class: "q", on: &page)
            for (index, row) in rows.dropFirst(column * length).prefix(length).enumerated() {
                draw(row, x: x, y: top + index * Self.rowHeight, width: width, on: &page)
            }
        }
        page.y = top + length * Self.rowHeight
    }

    private func draw(_ row: Row, x: Int, y: Int, width: Int, on page: inout SVGPage) {
        let name = width - picture.headings.count * Self.figureWidth
        switch row {
        case .owner(let owner):
            page.box(x: x, y: y + 3, width: 22, height: 14, class: page.fill(owner.paint), radius: 2)
            page.text(owner.name, x: x + 32, y: y + 15, class: "t", size: 13, width: name - 32)
            let used = 32 + SVGPage.width(of: owner.name, size: 13) + 10
            if name - used > 40 {
                page.text(owner.note, x: x + used, y: y + 15, class: "q", size: 11, width: name - used)
            }
            drawFigures(owner.figures, right: x + width, y: y + 15, class: "t", on: &page)
        case .detail(let detail):
            page.text(detail.name, x: x + 48, y: y + 14, class: "q", size: 12, width: name - 48)
            drawFigures(detail.figures, right: x + width, y: y + 14, class: "q", on: &page)
        case .rest(let count):
            page.text("\(count) more", x: x + 32, y: y + 15, class: "q", size: 13, width: name - 32)
        }
    }

    private func drawFigures(
        _ figures: [String], right: Int, y: Int, class name: String, on page: inout SVGPage
    ) {
        for (index, figure) in figures.reversed().enumerated() {
            page.text(
                figure, x: right - index * Self.figureWidth, y: y, class: name, size: 12, width: Self.figureWidth,
                anchor: .end)
        }
    }
}
