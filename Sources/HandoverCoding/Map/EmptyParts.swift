import HandoverState
import PhysicalMemory

/// The bitmaps and tables of a map that hold nothing, counted: kernels leave them behind where memory is no longer to be
/// preserved, and one word on all of them is enough.
struct EmptyParts {
    private var bitmaps = 0
    private var tables = 0
    private var first: PhysicalAddress?

    /// Counts a bitmap without bits.
    mutating func note(bitmap: Span<UInt64>, at address: PhysicalAddress) {
        var any: UInt64 = 0
        for index in bitmap.indices { any |= bitmap[index] }
        guard any == 0 else { return }
        bitmaps += 1
        if first == nil { first = address }
    }

    /// Counts a table without entries.
    mutating func note(tableAt address: PhysicalAddress) {
        tables += 1
        if first == nil { first = address }
    }

    /// Says how many there are, where there are any.
    func report(in log: inout RemarkLog, _ map: PhysicalAddress) {
        guard let first else { return }
        let what = tables == 0 ? "\(bitmaps) bitmaps" : "\(bitmaps) bitmaps and \(tables) tables"
        log.note(.mapEmptyNode, "/preserved-memory-map", map, "\(what) hold nothing, the first at \(first)")
    }
}
