import PhysicalMemory

/// Bars of memory: a column of the bar is a unit of the page, and as high as the share of its bytes that has an owner.
struct SVGMemory {
    private let picture: Picture
    private let title: String
    private let bars: [MemoryBar]

    private static let height = 40
    /// Narrower runs are drawn together, one path for each owner.
    private static let least = 4

    init(_ picture: Picture, title: String, bars: [MemoryBar]) {
        self.picture = picture
        self.title = title
        self.bars = bars
    }

    func draw(on page: inout SVGPage) {
        let isPartial = bars.contains { $0.runs.contains { $0.level < 8 } }
        page.heading(title, note: isPartial ? "height: share of the bytes that has an owner" : "")
        for bar in bars { draw(bar, on: &page) }
    }

    private func draw(_ bar: MemoryBar, on page: inout SVGPage) {
        page.y += 8
        drawHead(of: bar, on: &page)
        let top = page.y
        page.box(x: SVGPage.margin, y: top, width: bar.columns, height: Self.height, class: "track")
        draw(bar.grounds, of: bar, isGround: true, top: top, on: &page)
        draw(bar.runs, of: bar, isGround: false, top: top, on: &page)
        page.box(
            x: SVGPage.margin, y: top, width: bar.columns, height: Self.height,
            class: bar.axis.isPlaced ? "edge" : "dash")
        page.y += Self.height
        if bar.marks.isEmpty { drawTicks(of: bar, on: &page) } else { drawMarks(of: bar, on: &page) }
    }

    private func drawHead(of bar: MemoryBar, on page: inout SVGPage) {
        page.y += 14
        var x = SVGPage.margin
        if let number = UInt64(bar.title) {
            disc("\(number)", x: x + 8, y: page.y - 4, on: &page)
            x += 24
        } else if !bar.title.isEmpty {
            page.text(bar.title, x: x, y: page.y, class: "b", size: 12)
            x += SVGPage.width(of: bar.title, size: 12) + 12
        }
        if bar.axis.isPlaced {
            let last = String(bar.axis.start + (bar.axis.span - 1), radix: 16)
            page.text(
                "0x\(String(bar.axis.start, radix: 16)) \u{2013} 0x\(last)", x: x, y: page.y, class: "t", size: 12)
        }
        page.text(
            bar.axis.span.inBinaryUnits, x: SVGPage.width - SVGPage.margin, y: page.y, class: "t", size: 12,
            anchor: .end)
        page.y += 6
    }

    private func disc(_ text: String, x: Int, y: Int, on page: inout SVGPage) {
        page.box(x: x - 8, y: y - 8, width: 16, height: 16, class: "disc", radius: 8)
        page.text(text, x: x, y: y + 4, class: "bg", size: 11, anchor: .middle)
    }

    // MARK: Runs

    private func draw(_ runs: [MemoryBar.Run], of bar: MemoryBar, isGround: Bool, top: Int, on page: inout SVGPage) {
        var narrow: [Int: (steps: String, count: Int, bytes: UInt64)] = [:]
        for run in runs {
            let height = isGround ? Self.height : run.level * Self.height / 8
            let x = SVGPage.margin + run.columns.lowerBound
            let y = top + Self.height - height
            if run.columns.count < Self.least {
                let width = run.columns.count
                narrow[run.owner, default: ("", 0, 0)].steps += "M\(x) \(y)h\(width)v\(height)h-\(width)z"
                narrow[run.owner]?.count += run.pieces
                narrow[run.owner]?.bytes += run.bytes
                continue
            }
            let owner = picture.owners[run.owner]
            page.box(
                x: x, y: y, width: run.columns.count, height: height, class: page.fill(owner.paint),
                title: title(of: run, in: bar, owner))
            if !isGround || !isHidden(run, by: bar.runs) { drawLabel(of: run, owner, y: y, height: height, on: &page) }
        }
        for (number, path) in narrow.sorted(by: { $0.key < $1.key }) {
            let owner = picture.owners[number]
            let pieces = path.count == 1 ? "1 piece" : "\(path.count) pieces"
            page.path(
                path.steps, class: page.fill(owner.paint),
                title: "\(owner.name): \(path.bytes.inBinaryUnits) in \(pieces) here")
        }
    }

    private func isHidden(_ ground: MemoryBar.Run, by runs: [MemoryBar.Run]) -> Bool {
        runs.contains { $0.columns.overlaps(ground.columns) }
    }

    private func title(of run: MemoryBar.Run, in bar: MemoryBar, _ owner: Owner) -> String {
        if let label = run.label { return label }
        let place = "0x\(String(run.first, radix: 16)) \u{2013} 0x\(String(run.last, radix: 16))"
        let pieces = run.pieces == 1 ? "" : " in \(run.pieces) pieces"
        return "\(owner.name): \(place), \(run.bytes.inBinaryUnits)\(pieces)"
    }

    private func drawLabel(of run: MemoryBar.Run, _ owner: Owner, y: Int, height: Int, on page: inout SVGPage) {
        let text = run.label ?? owner.name
        guard height >= 20, SVGPage.width(of: text, size: 11) + 8 <= run.columns.count else { return }
        let middle = SVGPage.margin + (run.columns.lowerBound + run.columns.upperBound) / 2
        if let below = SVGStyle.below(owner.paint) {
            let width = SVGPage.width(of: text, size: 11) + 8
            page.box(x: middle - width / 2, y: y + height / 2 - 8, width: width, height: 16, class: below + " on")
        }
        page.text(
            text, x: middle, y: y + height / 2 + 4,
            class: SVGStyle.textClass(on: owner.paint), size: 11, anchor: .middle)
    }

    // MARK: Below the bar

    /// Numbers of the bars below; those that would touch are moved aside.
    private func drawMarks(of bar: MemoryBar, on page: inout SVGPage) {
        let left = SVGPage.margin + 8
        let right = SVGPage.margin + bar.columns - 8
        var places = bar.marks.map { SVGPage.margin + ($0.columns.lowerBound + $0.columns.upperBound) / 2 }
        var next = left
        for index in places.indices {
            places[index] = max(places[index], next)
            next = places[index] + 20
        }
        next = right
        for index in places.indices.reversed() {
            places[index] = min(places[index], next)
            next = places[index] - 20
        }
        for (mark, x) in zip(bar.marks, places) {
            let middle = SVGPage.margin + (mark.columns.lowerBound + mark.columns.upperBound) / 2
            page.path("M\(middle) \(page.y + 1)v3L\(x) \(page.y + 8)", class: "line")
            disc("\(mark.number)", x: x, y: page.y + 16, on: &page)
        }
        page.y += 26
    }

    private func drawTicks(of bar: MemoryBar, on page: inout SVGPage) {
        for (column, label) in bar.ticks {
            let x = SVGPage.margin + column
            page.path("M\(x) \(page.y)v4", class: "line")
            page.text(label, x: x, y: page.y + 15, class: "q", size: 10, anchor: .middle)
        }
        page.y += 18
    }
}

extension MemoryBar.Axis {
    /// Whether the columns stand for addresses.
    var isPlaced: Bool { if case .addresses = self { true } else { false } }
}

extension MemoryBar {
    /// Round numbers along the axis with the columns where they are, none close to an end.
    var ticks: [(column: Int, label: String)] {
        let span = axis.span
        guard span >= 8 else { return [] }
        let step = UInt64(1) << UInt64(63 - (span / 5).leadingZeroBitCount + 1)
        let painter = ColumnPainter(axis, columns: columns)
        var result: [(column: Int, label: String)] = []
        var (place, overflow) = (axis.start / step * step).addingReportingOverflow(step)
        while !overflow, place - axis.start < span {
            let column = painter.column(of: place)
            if column > 60, column < columns - 60 {
                result.append((column, axis.isPlaced ? "0x" + String(place, radix: 16) : place.inBinaryUnits))
            }
            (place, overflow) = place.addingReportingOverflow(step)
        }
        return result
    }
}
