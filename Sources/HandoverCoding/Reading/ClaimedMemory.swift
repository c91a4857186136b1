import PhysicalMemory

/// Which bytes of memory structures have been read so far, in sectors of 512 bytes, the smallest structure a kernel
/// hands over on its own.
///
/// Every structure of a handover belongs to one place in it. Claiming what is read finds the chain that loops, the table
/// that points into itself and the page with two owners, and bounds the work on hostile input by its size.
struct ClaimedMemory: Sendable {
    private static let sectorShift: UInt64 = 9
    /// Sectors by groups of 64, a bit each; but not of the group at hand, and not of full groups.
    private var groups: [UInt64: UInt64] = [:]
    /// Full groups by 64 of them, a bit each: a list of many megabytes that lies together takes next to nothing.
    private var fullGroups: [UInt64: UInt64] = [:]
    /// The bytes of sectors that were claimed in parts.
    private var parts: [UInt64: [Range<UInt64>]] = [:]
    /// The group that was claimed from last.
    private var group: UInt64 = 0
    private var bits: UInt64 = 0

    /// Claims every sector that a range touches.
    ///
    /// - Returns: whether all of them were free; where not, the free ones are claimed all the same.
    mutating func claim(_ range: MemoryRange) -> Bool {
        if range.isEmpty { return true }
        var sector = range.start.value >> Self.sectorShift
        let last = (range.end.value - 1) >> Self.sectorShift
        var free = true
        while sector <= last {
            let low = sector & 63
            let high = min(63, low + (last - sector))
            let mask = (~UInt64(0) >> (63 - (high - low))) << low
            if !claim(mask, in: sector >> 6) { free = false }
            sector += high - low + 1
        }
        return free
    }

    /// Claims exactly these bytes: a sector may belong to several structures that were claimed so.
    ///
    /// - Returns: whether all of them were free; where not, the free ones are claimed all the same.
    mutating func claimBytes(_ range: MemoryRange) -> Bool {
        if range.isEmpty { return true }
        let size = UInt64(1) << Self.sectorShift
        var free = true
        var position = range.start.value
        // Of the first and the last sector a part; what is between them is claimed whole.
        while position < range.end.value {
            let rest = range.end.value - position
            if position & (size - 1) == 0, rest >= size {
                let end = position + rest / size * size
                if !claim(MemoryRange(from: PhysicalAddress(position), to: PhysicalAddress(end))) { free = false }
                position = end
            } else {
                let sector = position >> Self.sectorShift
                let end = min(range.end.value, (sector + 1) << Self.sectorShift)
                if !claim(position..<end, in: sector) { free = false }
                position = end
            }
        }
        return free
    }

    /// Claims a part of a sector.
    private mutating func claim(_ bytes: Range<UInt64>, in sector: UInt64) -> Bool {
        guard let others = parts[sector] else {
            guard claim(1 << (sector & 63), in: sector >> 6) else { return false }
            parts[sector] = [bytes]
            return true
        }
        guard !others.contains(where: { $0.overlaps(bytes) }) else { return false }
        parts[sector, default: []].append(bytes)
        return true
    }

    private mutating func claim(_ mask: UInt64, in group: UInt64) -> Bool {
        if group != self.group {
            putAway()
            self.group = group
            let isFull = (fullGroups[group >> 6] ?? 0) >> (group & 63) & 1 != 0
            bits = isFull ? ~0 : groups[group] ?? 0
        }
        let free = bits & mask == 0
        bits |= mask
        return free
    }

    private mutating func putAway() {
        if bits == ~0 {
            groups[group] = nil
            fullGroups[group >> 6, default: 0] |= 1 << (group & 63)
        } else if bits != 0 {
            groups[group] = bits
        }
    }

    /// The claimed sectors as ranges.
    var ranges: [MemoryRange] {
        var all = self
        all.putAway()
        var result: [MemoryRange] = []
        for (group, bits) in all.groups { Self.append(bits, from: group, shift: Self.sectorShift, to: &result) }
        for (group, bits) in all.fullGroups { Self.append(bits, from: group, shift: Self.sectorShift + 6, to: &result) }
        return result.merged()
    }

    /// Appends the set bits of a group as ranges of units of `1 << shift` bytes.
    private static func append(_ bits: UInt64, from group: UInt64, shift: UInt64, to result: inout [MemoryRange]) {
        var rest = bits
        while rest != 0 {
            let first = UInt64(rest.trailingZeroBitCount)
            let length = UInt64((~(rest >> first)).trailingZeroBitCount)
            let start = (group << 6 + first) << shift
            result.append(MemoryRange(from: PhysicalAddress(start), to: PhysicalAddress(start + length << shift)))
            rest &= length == 64 ? 0 : ~(((1 << length) - 1) << first)
        }
    }
}
