/// What a change moves: a line each, from one box to another.
struct SVGChanges {
    private let picture: Picture
    private let changes: ChangeList

    /// More moves are counted.
    private static let limit = 1024
    private static let boxWidth = 200

    init(_ picture: Picture, changes: ChangeList) {
        self.picture = picture
        self.changes = changes
    }

    func draw(on page: inout SVGPage) {
        page.heading("What it moves", note: "in the order in which kernels do it")
        let from = SVGPage.margin + 130
        let to = SVGPage.width - SVGPage.margin - Self.boxWidth
        var place = ""
        for move in changes.moves.prefix(Self.limit) {
            if move.place != place { page.y += 8 }
            page.text(
                move.place == place ? "" : move.place, x: SVGPage.margin, y: page.y + 17, class: "q", size: 12,
                width: 120)
            place = move.place
            draw(move.from, x: from, on: &page)
            draw(move.to, x: to, on: &page)
            let start = from + Self.boxWidth + 8
            let end = to - 8
            page.text(
                move.what, x: (start + end) / 2, y: page.y + 12, class: "t", size: 12, width: end - start - 16,
                anchor: .middle)
            page.path("M\(start) \(page.y + 18)H\(end)m-7-4l7 4l-7 4", class: "line")
            page.y += 32
        }
        if changes.moves.count > Self.limit {
            page.y += 18
            page.text("\(changes.moves.count - Self.limit) more moves", x: from, y: page.y, class: "q")
        }
    }

    private func draw(_ number: Int?, x: Int, on page: inout SVGPage) {
        guard let number else {
            page.box(x: x, y: page.y, width: Self.boxWidth, height: 26, class: "dash", radius: 4)
            return
        }
        let owner = picture.owners[number]
        page.box(x: x, y: page.y, width: Self.boxWidth, height: 26, class: "chip", radius: 4)
        page.box(x: x, y: page.y, width: 26, height: 26, class: page.fill(owner.paint), radius: 4)
        page.text(owner.name, x: x + 36, y: page.y + 17, class: "t", size: 12, width: Self.boxWidth - 44)
    }
}
