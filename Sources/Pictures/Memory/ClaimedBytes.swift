import HandoverState
import PhysicalMemory

/// Memory by owner: what has owners that are known, and preserved memory beneath.
///
/// The preserved memory is walked and never listed: a damaged map can have many millions of ranges.
struct ClaimedBytes {
    /// What has owners, untangled.
    var owned: [Stretch]
    /// What is preserved, where the subject is a handover.
    var preserved: PreservedMemory?
    /// The owner of what is preserved and has no other.
    var unclaimed = 0

    /// Goes through all bytes with an owner by ascending address, each once.
    func walk(_ body: (Stretch) -> Void) {
        var next = 0
        var position: UInt64 = 0
        if let preserved {
            for block in preserved.ranges {
                let end = block.range.end.value
                var start = max(block.start.value, position)
                guard start < end else { continue }
                while next < owned.count, owned[next].start < end {
                    if start < owned[next].start { body(Stretch(start, owned[next].start, owner: unclaimed)) }
                    body(owned[next])
                    start = max(start, owned[next].end)
                    next += 1
                }
                if start < end { body(Stretch(start, end, owner: unclaimed)) }
                position = max(start, end)
            }
        }
        for stretch in owned[next...] { body(stretch) }
    }
}

/// What each owner has in all.
struct OwnerTotals {
    /// Bytes by owner.
    private(set) var bytes: [UInt64]
    /// Pieces that do not touch, by owner.
    private(set) var pieces: [Int]
    private var last: Stretch?

    init(count: Int) {
        bytes = Array(repeating: 0, count: count)
        pieces = Array(repeating: 0, count: count)
    }

    mutating func add(_ stretch: Stretch) {
        guard bytes.indices.contains(stretch.owner) else { return }
        bytes[stretch.owner] += stretch.end - stretch.start
        if last?.owner != stretch.owner || last?.end != stretch.start { pieces[stretch.owner] += 1 }
        last = stretch
    }
}
