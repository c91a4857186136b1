import PhysicalMemory

/// Which bytes of memory structures have been read so far, in sectors of 512 bytes, the smallest structure a kernel
/// hands over on its own.
///
/// Every structure of a handover belongs to one place in it. Claiming what is read finds the chain that loops, the table
/// that points into itself and the page with two owners, and bounds the work on hostile input by its size.
struct ClaimedMemory: Sendable {
    private static let sectorShift: UInt64 = 9
    /// Sectors by groups of 64, a bit each; of the group claimed from last, ``lastBits`` is the truth.
    private var groups: [UInt64: UInt64] = [:]
    private var lastGroup = UInt64.max
    private var lastBits: UInt64 = 0

    /// Claims every sector that a range touches.
    ///
    /// - Returns: whether all of them were free; where not, the free ones are claimed all the same.
    mutating func claim(_ range: MemoryRange) -> Bool {
        if range.isEmpty { return true }
        var sector = range.start.value >> Self.sectorShift
        let last = (range.end.value - 1) >> Self.sectorShift
        var free = true
        while sector <= last {
            let group = sector >> 6
            let low = sector & 63
            let high = min(63, low + (last - sector))
            let mask = (~UInt64(0) >> (63 - (high - low))) << low
            if !claim(mask, in: group) { free = false }
            sector += high - low + 1
        }
        return free
    }

    private mutating func claim(_ mask: UInt64, in group: UInt64) -> Bool {
        if group != lastGroup {
            if lastBits != 0 { groups[lastGroup] = lastBits }
            lastGroup = group
            lastBits = groups[group] ?? 0
        }
        let free = lastBits & mask == 0
        lastBits |= mask
        return free
    }

    /// The claimed sectors as ranges.
    var ranges: [MemoryRange] {
        var result: [MemoryRange] = []
        var groups = groups
        if lastBits != 0 { groups[lastGroup] = lastBits }
        for (group, bits) in groups {
            var rest = bits
            while rest != 0 {
                let first = UInt64(rest.trailingZeroBitCount)
                let length = UInt64((~(rest >> first)).trailingZeroBitCount)
                let start = (group << 6 + first) << Self.sectorShift
                result.append(
                    MemoryRange(from: PhysicalAddress(start), to: PhysicalAddress(start + length << Self.sectorShift)))
                rest &= length == 64 ? 0 : ~(((1 << length) - 1) << first)
            }
        }
        return result.merged()
    }
}
