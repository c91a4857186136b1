/// Processors as squares, row by row, a block for each NUMA node.
struct SVGProcessors {
    private let picture: Picture
    private let grid: CPUGrid

    /// More squares than this stand for several processors each.
    private static let mostCells = 8192
    private static let mostGroups = 128

    init(_ picture: Picture, grid: CPUGrid) {
        self.picture = picture
        self.grid = grid
    }

    private var size: Int { grid.count <= 512 ? 30 : grid.count <= 2048 ? 15 : 8 }
    private var rowLength: Int { size == 30 ? 32 : size == 15 ? 64 : 128 }

    func draw(on page: inout SVGPage) {
        let share = (grid.count + Self.mostCells - 1) / Self.mostCells
        page.heading(
            "Processors", note: share > 1 ? "a square stands for \(share) processors, mostly of its owner" : "")
        var x = SVGPage.margin
        var bottom = page.y
        for group in grid.groups.prefix(Self.mostGroups) {
            let cells = group.joined(by: share)
            let count = min(rowLength, cells.cells.count)
            let width = max(count * size, SVGPage.width(of: title(of: group), size: 12))
            if x > SVGPage.margin, x + width > SVGPage.width - SVGPage.margin {
                x = SVGPage.margin
                page.y = bottom
            }
            bottom = max(bottom, draw(cells, title: title(of: group), x: x, on: &page))
            x += width + 24
        }
        page.y = bottom
        if grid.groups.count > Self.mostGroups {
            page.y += 16
            let rest = grid.groups.dropFirst(Self.mostGroups)
            let cpus = rest.reduce(0) { $0 + $1.cells.count }
            page.text("\(rest.count) more nodes with \(cpus) processors", x: SVGPage.margin, y: page.y, class: "q")
        }
    }

    private func title(of group: CPUGrid.Group) -> String {
        let count = group.cells.count == 1 ? "1 processor" : "\(group.cells.count) processors"
        return group.title.isEmpty ? count : "\(group.title), \(count)"
    }

    /// Draws a block and tells where it ends.
    private func draw(_ group: CPUGrid.Group, title: String, x: Int, on page: inout SVGPage) -> Int {
        page.text(title, x: x, y: page.y + 14, class: "t", size: 12)
        let top = page.y + 20
        for run in group.runs(rowLength: rowLength) {
            let owner = picture.owners[run.owner]
            let side = size - (size > 10 ? 2 : 1)
            var steps = ""
            for index in run.cells {
                let place = self.place(of: index, x: x, top: top)
                steps += "M\(place.x) \(place.y)h\(side)v\(side)h-\(side)z"
            }
            page.path(steps, class: page.fill(owner.paint), title: text(of: run.cells, in: group, owner))
            if size < 30 { continue }
            for index in run.cells {
                let place = self.place(of: index, x: x, top: top)
                let text = "\(group.cells[index].id)"
                let digits = text.count <= 4 ? 10 : 7
                if let below = SVGStyle.below(owner.paint) {
                    page.box(x: place.x + 3, y: place.y + 8, width: side - 6, height: 12, class: below)
                }
                page.text(
                    text.count <= 6 ? text : "\u{2026}" + text.suffix(5), x: place.x + side / 2,
                    y: place.y + side / 2 + 4,
                    class: SVGStyle.textClass(on: owner.paint), size: digits, width: size, anchor: .middle)
            }
        }
        return top + (group.cells.count + rowLength - 1) / rowLength * size + 8
    }

    private func place(of index: Int, x: Int, top: Int) -> (x: Int, y: Int) {
        (x + index % rowLength * size, top + index / rowLength * size)
    }

    private func text(of cells: Range<Int>, in group: CPUGrid.Group, _ owner: Owner) -> String {
        let first = group.cells[cells.lowerBound].id
        let last = group.cells[cells.upperBound - 1].id
        return cells.count == 1
            ? "processor \(first): \(owner.name)" : "processors \(first) to \(last), \(cells.count): \(owner.name)"
    }
}

extension CPUGrid.Group {
    /// The group with so many cells as one, which has the owner that most of them have.
    fileprivate func joined(by share: Int) -> CPUGrid.Group {
        if share < 2 { return self }
        var result = self
        result.cells = stride(from: 0, to: cells.count, by: share).map { start in
            let part = cells[start..<min(start + share, cells.count)]
            var counts: [Int: Int] = [:]
            for cell in part { counts[cell.owner, default: 0] += 1 }
            let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
            return CPUGrid.Cell(id: part.first?.id ?? 0, owner: most?.key ?? 0)
        }
        return result
    }
}
