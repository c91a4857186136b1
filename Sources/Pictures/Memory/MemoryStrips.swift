import PhysicalMemory

/// Memory as bars: all of it to scale, and a bar for each place where something lies, numbered in the first.
struct MemoryStrips {
    /// What lies before.
    let claims: ClaimedBytes
    /// What lies behind, untangled.
    let grounds: [Stretch]
    /// How many columns a bar has.
    let columns: Int
    /// How many places are shown by themselves, at most.
    let limit: Int

    /// The bars; none where nothing lies anywhere.
    func bars() -> [MemoryBar] {
        let strips = strips()
        guard let first = strips.first, let last = strips.last else { return [] }
        let axes = strips.map(axis)
        var bars: [MemoryBar] = []
        if strips.count > 1 {
            let whole = axis(first.lowerBound..<last.upperBound, fromZero: true)
            var overview = MemoryBar(title: "All", axis: whole, columns: columns)
            let painter = ColumnPainter(whole, columns: columns)
            overview.marks = axes.enumerated().map { index, axis in
                let from = painter.column(of: axis.start)
                let to = painter.column(of: axis.start + axis.span - 1)
                return MemoryBar.Mark(columns: from..<min(max(from, to) + 1, columns), number: index + 1)
            }
            bars.append(overview)
        }
        for (index, axis) in axes.enumerated() {
            bars.append(MemoryBar(title: strips.count > 1 ? "\(index + 1)" : "", axis: axis, columns: columns))
        }
        paint(&bars)
        return bars
    }

    private func strips() -> [Range<UInt64>] {
        var islands = Islands()
        var next = 0
        claims.walk { stretch in
            while next < grounds.count, grounds[next].start <= stretch.start {
                islands.add(grounds[next].start, grounds[next].end)
                next += 1
            }
            islands.add(stretch.start, stretch.end)
        }
        for ground in grounds[next...] { islands.add(ground.start, ground.end) }
        return islands.strips(limit: limit)
    }

    /// The range with its ends rounded to numbers that are easy to read.
    private func axis(_ range: Range<UInt64>) -> MemoryBar.Axis { axis(range, fromZero: false) }

    private func axis(_ range: Range<UInt64>, fromZero: Bool) -> MemoryBar.Axis {
        let least = max(range.upperBound - range.lowerBound, UInt64(columns), 1 << 16)
        let step = UInt64(1) << UInt64(max(12, 63 - least.leadingZeroBitCount - 6))
        var from = range.lowerBound / step * step
        if fromZero, from / 4 < least { from = 0 }
        let room = UInt64.max - from
        let wanted = max(range.upperBound - from, least)
        let rounded = wanted > UInt64.max - step ? UInt64.max : (wanted + step - 1) / step * step
        if rounded > room, room < least { from = UInt64.max - least }
        return .addresses(from: from, to: from + min(rounded, UInt64.max - from))
    }

    private func paint(_ bars: inout [MemoryBar]) {
        var painters = bars.map { ColumnPainter($0.axis, columns: columns) }
        var behind = painters
        // Bars after the first follow each other by address, so each piece looks at two at most but for its own length.
        let detail = bars.count > 1 ? 1 : 0
        var current = detail
        claims.walk { stretch in
            if detail == 1 { painters[0].add(stretch) }
            while current + 1 < bars.count, bars[current].axis.start + bars[current].axis.span <= stretch.start {
                current += 1
            }
            var index = current
            while index < bars.count, index == current || bars[index].axis.start < stretch.end {
                painters[index].add(stretch)
                index += 1
            }
        }
        for ground in grounds {
            for index in behind.indices { behind[index].add(ground) }
        }
        for index in bars.indices {
            bars[index].runs = painters[index].finish()
            bars[index].grounds = behind[index].finish()
        }
    }
}
