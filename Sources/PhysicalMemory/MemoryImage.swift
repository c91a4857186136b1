/// Physical memory made of pages that are filled one by one: what an encoder writes and what tests build.
///
/// Only the pages that were written to are present. Pages are 4 KiB whatever the kernel's page size is, the finest grain
/// that any dump format has.
public struct MemoryImage: PhysicalMemory, Sendable {
    /// The grain of the image, in bytes.
    public static let pageSize: UInt64 = 4096
    static let wordsPerPage = 512

    /// Pages by page frame number, 512 words each.
    private var pages: [UInt64: [UInt64]] = [:]

    /// An image in which nothing is present.
    public init() {}

    /// What is present: the pages that were written to.
    public var present: [MemoryRange] {
        pages.keys.lazy.map { frame in
            MemoryRange(
                from: PhysicalAddress(frame * Self.pageSize), to: PhysicalAddress((frame + 1) * Self.pageSize))
        }.merged()
    }

    /// The last page of the address space has no end that 64 bits hold, and no machine has memory there.
    private static let limit = UInt64.max - (pageSize - 1)

    /// Writes bytes, making pages present (and zero) as needed; bytes past the end of the address space are refused.
    public mutating func write(_ bytes: [UInt8], at address: PhysicalAddress) throws(MemoryError) {
        guard let range = MemoryRange(start: address, size: UInt64(bytes.count)), range.end.value <= Self.limit else {
            throw .wraps(address)
        }
        var position = range.start.value
        var index = 0
        while index < bytes.count {
            // Taken out of the dictionary while it changes, so that it is not copied.
            let frame = position / Self.pageSize
            var page = pages.removeValue(forKey: frame) ?? Self.emptyPage
            let end = min(bytes.count, index + Int(Self.pageSize - position % Self.pageSize))
            while index < end {
                let shift = (position % 8) * 8
                let word = Int(position % Self.pageSize) / 8
                page[word] = page[word] & ~(0xff << shift) | UInt64(bytes[index]) << shift
                position += 1
                index += 1
            }
            pages[frame] = page
        }
    }

    /// Makes whole pages present and zero, those that a range touches; pages of zeros share their memory.
    public mutating func clear(_ range: MemoryRange) throws(MemoryError) {
        guard range.end.value <= Self.limit else { throw .wraps(range.start) }
        var frame = range.start.value / Self.pageSize
        while frame * Self.pageSize < range.end.value {
            pages[frame] = Self.emptyPage
            frame += 1
        }
    }

    /// Writes 64-bit little-endian words at an address that is a multiple of eight.
    public mutating func write(words: [UInt64], at address: PhysicalAddress) throws(MemoryError) {
        guard address.isAligned(to: 8) else { throw .misaligned(address) }
        let (size, tooLarge) = UInt64(words.count).multipliedReportingOverflow(by: 8)
        guard !tooLarge, let range = MemoryRange(start: address, size: size), range.end.value <= Self.limit else {
            throw .wraps(address)
        }
        var position = range.start.value
        var index = 0
        while index < words.count {
            let frame = position / Self.pageSize
            var page = pages.removeValue(forKey: frame) ?? Self.emptyPage
            var word = Int(position % Self.pageSize) / 8
            while word < Self.wordsPerPage, index < words.count {
                page[word] = words[index]
                word += 1
                index += 1
                position += 8
            }
            pages[frame] = page
        }
    }

    /// Calls `body` with a copy of words.
    public func withWords<Result>(
        at address: PhysicalAddress, count: Int, _ body: (Span<UInt64>) -> Result
    ) throws(MemoryError) -> Result {
        guard address.isAligned(to: 8) else { throw .misaligned(address) }
        let words = try gather(at: address, words: count)
        return body(words.span)
    }

    /// Calls `body` with a copy of bytes.
    public func withBytes<Result>(
        at address: PhysicalAddress, count: Int, _ body: (Span<UInt8>) -> Result
    ) throws(MemoryError) -> Result {
        let (size, tooLarge) = UInt64(exactly: count).map { ($0, false) } ?? (0, true)
        guard !tooLarge, let range = MemoryRange(start: address, size: size) else { throw .wraps(address) }
        if range.isEmpty { return body([UInt8]().span) }
        let first = PhysicalAddress(range.start.value & ~7)
        let words = try gather(at: first, words: Int((range.end.value - first.value + 7) / 8))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        var position = range.start.value - first.value
        while bytes.count < count {
            bytes.append(UInt8(truncatingIfNeeded: words[Int(position / 8)] >> ((position % 8) * 8)))
            position += 1
        }
        return body(bytes.span)
    }

    private static let emptyPage = [UInt64](repeating: 0, count: wordsPerPage)

    private func gather(at address: PhysicalAddress, words count: Int) throws(MemoryError) -> [UInt64] {
        let (size, tooLarge) = UInt64(max(count, 0)).multipliedReportingOverflow(by: 8)
        guard !tooLarge, let range = MemoryRange(start: address, size: size) else { throw .wraps(address) }
        if count <= 0 { return [] }
        for frame in range.start.value / Self.pageSize...(range.end.value - 1) / Self.pageSize where pages[frame] == nil
        {
            throw .absent(max(range.start, PhysicalAddress(frame * Self.pageSize)))
        }
        var result: [UInt64] = []
        result.reserveCapacity(count)
        var position = range.start.value
        while result.count < count, let page = pages[position / Self.pageSize] {
            let word = Int(position % Self.pageSize) / 8
            let end = min(Self.wordsPerPage, word + count - result.count)
            result.append(contentsOf: page[word..<end])
            position += UInt64(end - word) * 8
        }
        return result
    }
}
