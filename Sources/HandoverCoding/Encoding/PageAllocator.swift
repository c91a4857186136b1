import HandoverState
import PhysicalMemory

/// Hands out free pages: in RAM, outside every scratch area and every preserved block.
struct PageAllocator {
    private let pageShift: Int
    /// Free memory by preference, each part in ascending order; whole pages.
    private var free: [MemoryRange]
    private var cursor = 0

    /// An allocator over memory of which some is taken.
    ///
    /// - Parameters:
    ///   - ram: Lists of ranges of RAM, the ones to use first in front.
    ///   - taken: What must not be used.
    init(ram: [[MemoryRange]], taken: [MemoryRange], pageShift: Int) {
        self.pageShift = pageShift
        var taken = taken.merged()
        free = []
        for ranges in ram {
            let part = Self.difference(ranges.merged(), taken).compactMap { Self.wholePages($0, pageShift: pageShift) }
            free += part
            taken = (taken + part).merged()
        }
    }

    /// A naturally aligned block of `2^order` pages.
    mutating func allocate(order: Int = 0) -> PhysicalAddress? {
        let size = UInt64(1) << UInt64(pageShift + order)
        return allocate(size: size, alignment: size)
    }

    /// Adjacent pages.
    ///
    /// - Parameters:
    ///   - size: how many bytes, whole pages.
    ///   - alignment: a power of two, a page or more.
    mutating func allocate(size: UInt64, alignment: UInt64) -> PhysicalAddress? {
        for index in cursor..<max(cursor, free.count) {
            let range = free[index]
            let (sum, overflow) = range.start.value.addingReportingOverflow(alignment - 1)
            let start = PhysicalAddress(sum & ~(alignment - 1))
            guard !overflow, let block = MemoryRange(start: start, size: size), block.end <= range.end else { continue }
            take(block, outOf: index)
            return start
        }
        return nil
    }

    private mutating func take(_ block: MemoryRange, outOf index: Int) {
        let range = free[index]
        let before = MemoryRange(from: range.start, to: block.start)
        let after = MemoryRange(from: block.end, to: range.end)
        free[index] = after
        if !before.isEmpty { free.insert(before, at: index) }
        while cursor < free.count, free[cursor].isEmpty { cursor += 1 }
    }

    private static func wholePages(_ range: MemoryRange, pageShift: Int) -> MemoryRange? {
        let mask = UInt64(1) << UInt64(pageShift) - 1
        let (start, overflow) = range.start.value.addingReportingOverflow(mask)
        let end = range.end.value & ~mask
        guard !overflow, start & ~mask < end else { return nil }
        return MemoryRange(from: PhysicalAddress(start & ~mask), to: PhysicalAddress(end))
    }

    /// The parts of sorted ranges that no other sorted range touches.
    static func difference(_ ranges: [MemoryRange], _ taken: [MemoryRange]) -> [MemoryRange] {
        var result: [MemoryRange] = []
        var index = 0
        for range in ranges {
            while index < taken.count, taken[index].end <= range.start { index += 1 }
            var start = range.start
            var next = index
            while next < taken.count, taken[next].start < range.end {
                if taken[next].start > start { result.append(MemoryRange(from: start, to: taken[next].start)) }
                start = max(start, taken[next].end)
                next += 1
            }
            if start < range.end { result.append(MemoryRange(from: start, to: range.end)) }
        }
        return result
    }
}
