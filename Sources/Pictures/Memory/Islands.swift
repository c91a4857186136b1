/// Where memory lies together, with the holes between: found in one pass and in bounded memory.
struct Islands {
    private static let limit = 2048

    /// From and to, by ascending address.
    private(set) var islands: [Range<UInt64>] = []
    /// Holes of less are none.
    private var smallestHole: UInt64 = 4096

    /// Adds bytes at or above all that were added.
    mutating func add(_ start: UInt64, _ end: UInt64) {
        guard start < end else { return }
        if let last = islands.last, start < last.upperBound || start - last.upperBound < smallestHole {
            islands[islands.count - 1] = last.lowerBound..<max(last.upperBound, end)
            return
        }
        islands.append(start..<end)
        while islands.count > Self.limit {
            smallestHole *= 2
            let all = islands
            islands.removeAll(keepingCapacity: true)
            for island in all {
                if let last = islands.last, island.lowerBound - last.upperBound < smallestHole {
                    islands[islands.count - 1] = last.lowerBound..<island.upperBound
                } else {
                    islands.append(island)
                }
            }
        }
    }

    /// The islands joined to as few strips as show what is in them: wherever a hole takes more than a sixteenth of
    /// a strip, the strip is divided, the largest share first, up to a limit; strips of less than a mebibyte are not.
    func strips(limit: Int) -> [Range<UInt64>] {
        guard !islands.isEmpty else { return [] }
        var strips = [islands.startIndex..<islands.endIndex]
        while strips.count < limit {
            var best: (strip: Int, cut: Int, share: Double)?
            for (index, strip) in strips.enumerated() {
                let span = Double(islands[strip.upperBound - 1].upperBound - islands[strip.lowerBound].lowerBound)
                if span < 1_048_576 { continue }
                for cut in strip.dropFirst() {
                    let share = Double(islands[cut].lowerBound - islands[cut - 1].upperBound) / span
                    if share > 0.0625, share > best?.share ?? 0 { best = (index, cut, share) }
                }
            }
            guard let best else { break }
            let strip = strips[best.strip]
            strips.replaceSubrange(
                best.strip...best.strip, with: [strip.lowerBound..<best.cut, best.cut..<strip.upperBound])
        }
        return strips.map { islands[$0.lowerBound].lowerBound..<islands[$0.upperBound - 1].upperBound }
    }
}
