internal import HandoverState
internal import PhysicalMemory

/// The memory that one kernel hands to the next: all that is preserved, and the structures that say so.
struct HandedMemory {
    /// The pages, sorted and merged.
    let ranges: [MemoryRange]
    /// Those of them that are at hand.
    let present: [MemoryRange]

    init(structures: [MemoryRange], preserved: PreservedMemory?, in memory: [MemoryRange]) {
        var ranges = structures.map(Self.pages)
        if let preserved { ranges += preserved.ranges.map(\.range) }
        self.ranges = ranges.merged()
        present = self.ranges.intersecting(memory)
    }

    /// How many bytes are handed over that nobody knows.
    var missing: UInt64 {
        ranges.reduce(0) { $0 &+ $1.size } &- present.reduce(0) { $0 &+ $1.size }
    }

    /// The pages of 4 KiB that a range touches.
    private static func pages(_ range: MemoryRange) -> MemoryRange {
        let mask: UInt64 = 4095
        let last = range.isEmpty ? range.start.value : (range.end.value - 1) | mask
        return MemoryRange(
            from: PhysicalAddress(range.start.value & ~mask), to: PhysicalAddress(last == .max ? last : last + 1))
    }
}
