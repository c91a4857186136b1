/// What the cells of a list of processors say of their width.
///
/// Identifiers of 64 bits have a first cell of zero, or of the third affinity level of arm64, which many processors
/// share. Identifiers of 32 bits differ from each other, cell by cell.
struct CellEvidence: Hashable {
    /// What only one width can be.
    let certain: CPUList.CellWidth?
    /// What one width is far likelier for.
    let likely: CPUList.CellWidth?

    init(_ cells: [UInt32]) {
        let highs = stride(from: 0, to: cells.count, by: 2).map { cells[$0] }
        let lows = stride(from: 1, to: cells.count, by: 2).map { cells[$0] }
        // The highest affinity level has eight bits.
        if highs.count != lows.count || highs.contains(where: { $0 > 0xff }) {
            (certain, likely) = (.bits32, .bits32)
        } else if highs.allSatisfy({ $0 == 0 }), highs.count > 1 || lows == [0] {
            (certain, likely) = (.bits64, .bits64)
        } else {
            certain = nil
            likely = Self.likely(cells, highs: highs, lows: lows)
        }
    }

    private static func likely(_ cells: [UInt32], highs: [UInt32], lows: [UInt32]) -> CPUList.CellWidth? {
        guard highs.count > 1 else { return nil }
        if Set(cells).count == cells.count { return .bits32 }
        // Halves that repeat, in pairs that do not; one processor listed twice says nothing, whatever its width.
        let repeats = Set(highs).count < highs.count || Set(lows).count < lows.count
        return repeats && Set(CPUWidths.pairs(cells)).count == highs.count ? .bits64 : nil
    }
}
