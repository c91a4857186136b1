import FindingReports
import PhysicalMemory

/// A picture as text for a terminal: every owner has a letter, every column of a bar the letter of its owner.
public struct TextDrawing {
    private let picture: Picture
    private let width: Int
    private let characters: Characters
    private let paint: (Mark, String) -> String

    /// A drawing of a picture with bars of ``columns(width:)``.
    ///
    /// - Parameter paint: gives a text the look that it has on the terminal.
    public init(
        _ picture: Picture, width: Int = 100, characters: Characters = .blocks,
        paint: @escaping (Mark, String) -> String = { $1 }
    ) {
        self.picture = picture
        self.width = Self.clamped(width)
        self.characters = characters
        self.paint = paint
    }

    /// The characters that a terminal has.
    public enum Characters: Hashable, Sendable {
        /// Blocks of eight heights.
        case blocks
        /// ASCII alone.
        case ascii
    }

    /// What a text is, for its look.
    public enum Mark: Hashable, Sendable {
        /// The heading of a part.
        case heading
        /// What matters less.
        case quiet
    }

    /// How many columns the bars of a picture have for a width of the terminal.
    public static func columns(width: Int) -> Int { clamped(width) - 2 }

    private static func clamped(_ width: Int) -> Int { min(400, max(40, width)) }

    /// More lines of one kind are counted.
    private static let limit = 256

    /// The lines.
    public func lines() -> [String] {
        var lines = owners()
        for part in picture.parts {
            switch part {
            case .memory(let title, let bars): lines += section(title, bars.flatMap(draw))
            case .processors(let grid): lines += section("Processors", draw(grid))
            case .devices(let forest): lines += section("Devices by owner", draw(forest))
            case .changes(let changes): lines += section("Moves", draw(changes))
            }
        }
        return lines
    }

    private func section(_ title: String, _ body: [String]) -> [String] {
        var shown = Array(body.prefix(Self.limit))
        if body.count > shown.count { shown.append(paint(.quiet, "\(body.count - shown.count) more lines")) }
        return shown.isEmpty ? [] : ["", paint(.heading, title)] + shown.map { $0.isEmpty ? "" : "  " + $0 }
    }

    // MARK: Owners

    private func owners() -> [String] {
        if picture.headings.isEmpty { return [] }
        let listed = picture.owners.filter(\.isListed)
        if listed.isEmpty { return [] }
        let names = listed.map { ShownText.escaped($0.name) }
        let nameWidth = min(width / 2, names.map(\.count).max() ?? 0)
        let widths = picture.headings.indices.map { column in
            max(picture.headings[column].count, listed.map { figure($0.figures, column).count }.max() ?? 0)
        }
        func row(_ cells: [String]) -> String {
            widths.indices.map { "  " + aligned(figure(cells, $0), widths[$0]) }.joined()
        }
        let head = paint(.quiet, String(repeating: " ", count: nameWidth + 2) + row(picture.headings))
        let rows = zip(listed, names).map { owner, name in
            "\(owner.paint.glyph) \(padded(cut(name, nameWidth), nameWidth))\(row(owner.figures))"
                + (owner.note.isEmpty ? "" : "  " + paint(.quiet, ShownText.escaped(owner.note)))
        }
        return section("Owners", [head] + rows)
    }

    private func figure(_ figures: [String], _ column: Int) -> String {
        figures.indices.contains(column) ? figures[column] : ""
    }

    // MARK: Memory

    /// The heights of the columns, where the terminal has blocks and not all are full, above the letters.
    private func draw(_ bar: MemoryBar) -> [String] {
        var letters = Array(repeating: Character(" "), count: bar.columns)
        var heights = letters
        for run in bar.grounds + bar.runs {
            for column in run.columns where letters.indices.contains(column) {
                letters[column] = picture.owners[run.owner].paint.glyph
            }
        }
        for run in bar.runs {
            for column in run.columns where heights.indices.contains(column) {
                heights[column] = Self.blocks[min(8, max(1, run.level)) - 1]
            }
        }
        for index in letters.indices where letters[index] == " " {
            letters[index] = characters == .ascii ? "_" : "\u{00b7}"
        }
        var lines = [head(of: bar)]
        if characters == .blocks, bar.runs.contains(where: { $0.level < 8 }) { lines.append(trimmed(heights)) }
        lines.append(String(letters))
        if !bar.marks.isEmpty { lines.append(marks(of: bar)) }
        return lines
    }

    private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    private func head(of bar: MemoryBar) -> String {
        let size = bar.axis.span.inBinaryUnits
        var text = bar.title.isEmpty ? "" : bar.title + "  "
        if bar.axis.isPlaced {
            let last = String(bar.axis.start + (bar.axis.span - 1), radix: 16)
            text += "0x\(String(bar.axis.start, radix: 16)) - 0x\(last)"
        } else {
            text += bar.runs.compactMap(\.label).map(ShownText.escaped).joined(separator: ", ")
        }
        text = cut(text, bar.columns - size.count - 2)
        return padded(text, bar.columns - size.count) + size
    }

    private func marks(of bar: MemoryBar) -> String {
        var line = Array(repeating: Character(" "), count: bar.columns + 64)
        var next = 0
        for mark in bar.marks {
            let text = "\(mark.number)"
            let place = max(next, (mark.columns.lowerBound + mark.columns.upperBound) / 2)
            guard place + text.count < line.count else { break }
            for (offset, character) in text.enumerated() { line[place + offset] = character }
            next = place + text.count + 1
        }
        return trimmed(line)
    }

    // MARK: The rest

    private func draw(_ grid: CPUGrid) -> [String] {
        let rowLength = width >= 84 ? 64 : 32
        var lines: [String] = []
        for group in grid.groups {
            let count = group.cells.count == 1 ? "1 processor" : "\(group.cells.count) processors"
            lines.append(group.title.isEmpty ? count : "\(ShownText.escaped(group.title)), \(count)")
            for start in stride(from: 0, to: group.cells.count, by: rowLength) {
                let cells = group.cells[start..<min(start + rowLength, group.cells.count)]
                let id = cells.first.map { "\($0.id)" } ?? ""
                lines.append(aligned(id, 8) + "  " + String(cells.map { picture.owners[$0.owner].paint.glyph }))
            }
        }
        return lines
    }

    private func draw(_ forest: DeviceForest) -> [String] {
        var lines: [String] = []
        for group in forest.groups {
            lines.append(cut(ShownText.escaped(group.title + (group.note.isEmpty ? "" : ", " + group.note)), width - 2))
            let names = group.devices.map { ShownText.escaped($0.name) }
            let nameWidth = min(32, names.map(\.count).max() ?? 0)
            for (device, name) in zip(group.devices, names) {
                let owner = picture.owners[device.owner]
                let detail = ShownText.escaped(device.detail)
                lines.append(
                    cut(
                        "  \(owner.paint.glyph) \(padded(cut(name, nameWidth), nameWidth))  \(padded(detail, 24))  "
                            + ShownText.escaped(owner.name), width - 2))
            }
        }
        return lines
    }

    private func draw(_ changes: ChangeList) -> [String] {
        func name(_ owner: Int?) -> String { owner.map { ShownText.escaped(picture.owners[$0].name) } ?? "(new)" }
        let places = changes.moves.map { ShownText.escaped($0.place) }
        let placeWidth = min(24, places.map(\.count).max() ?? 0)
        let fromWidth = min(24, changes.moves.map { name($0.from).count }.max() ?? 0)
        let arrow = characters == .ascii ? "->" : "\u{2192}"
        var before = ""
        return zip(changes.moves, places).map { move, place in
            let shown = place == before ? "" : place
            before = place
            let from = padded(cut(name(move.from), fromWidth), fromWidth)
            return cut(
                "\(padded(cut(shown, placeWidth), placeWidth))  \(from) \(arrow) \(name(move.to)): "
                    + ShownText.escaped(move.what), width - 2)
        }
    }

    // MARK: Columns of text

    private func cut(_ text: String, _ width: Int) -> String {
        text.count <= width ? text : String(text.prefix(max(0, width - 1))) + (characters == .ascii ? "~" : "\u{2026}")
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private func aligned(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private func trimmed(_ characters: [Character]) -> String {
        var characters = characters
        while characters.last == " " { characters.removeLast() }
        return String(characters)
    }
}
