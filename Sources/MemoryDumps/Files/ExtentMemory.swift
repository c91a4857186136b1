public import PhysicalMemory

/// Physical memory that lies in extents of a mapped file: what an ELF core and a raw image have in common.
///
/// Views come straight from the mapping where the bytes lie together; only what crosses a seam, or words that the file
/// does not align, are gathered into a copy first.
@usableFromInline
struct ExtentMemory: PhysicalMemory {
    /// The most that is gathered for one call, in bytes. Runs of a kernel's structures are far shorter.
    @usableFromInline static let largestGather: UInt64 = 128 << 20

    @usableFromInline let file: MappedFile
    let table: ExtentTable
    @usableFromInline let present: [MemoryRange]

    init(file: MappedFile, table: ExtentTable) {
        self.file = file
        self.table = table
        present = table.ranges
    }

    @inlinable
    func withBytes<Result>(
        at address: PhysicalAddress, count: Int, _ body: (Span<UInt8>) -> Result
    ) throws(MemoryError) -> Result {
        if let offset = fileOffset(of: address, bytes: count),
            let result = file.withBytes(at: offset, count: count, body)
        {
            return result
        }
        let words = try gather(at: address, bytes: count)
        return words.span.withBytes(count: count, body)
    }

    @inlinable
    func withWords<Result>(
        at address: PhysicalAddress, count: Int, _ body: (Span<UInt64>) -> Result
    ) throws(MemoryError) -> Result {
        guard address.isAligned(to: 8) else { throw .misaligned(address) }
        let size = count.multipliedReportingOverflow(by: 8)
        guard !size.overflow else { throw .wraps(address) }
        if let offset = fileOffset(of: address, bytes: size.partialValue),
            let result = file.withWords(at: offset, count: count, body)
        {
            return result
        }
        let words = try gather(at: address, bytes: size.partialValue)
        return body(words.span)
    }

    /// Where bytes lie together in the file, or `nil` where they have to be gathered, or are not there at all.
    @usableFromInline
    func fileOffset(of address: PhysicalAddress, bytes count: Int) -> UInt64? {
        guard let size = UInt64(exactly: count) else { return nil }
        return table.fileOffset(of: address.value, size: size)
    }

    /// A copy of bytes that lie in several extents, packed into words; presence is checked before memory is taken.
    @usableFromInline
    func gather(at address: PhysicalAddress, bytes count: Int) throws(MemoryError) -> [UInt64] {
        guard let size = UInt64(exactly: count), let range = MemoryRange(start: address, size: size) else {
            throw .wraps(address)
        }
        if let absent = firstAbsent(in: range) { throw .absent(absent) }
        guard size <= Self.largestGather else {
            throw .unreadable(address, reason: "\(size) bytes in scattered segments are more than are read at once")
        }
        var words = [UInt64](repeating: 0, count: (count + 7) / 8)
        var index = table.firstIndex(endingAbove: range.start.value)
        var position = range.start.value
        while position < range.end.value, index < table.extents.count {
            let extent = table.extents[index]
            let end = min(extent.end, range.end.value)
            let offset = extent.fileOffset + (position - extent.start)
            guard extent.start <= position,
                file.copy(
                    from: offset, count: Int(end - position), into: &words, at: Int(position - range.start.value))
            else { throw .absent(PhysicalAddress(position)) }
            position = end
            index += 1
        }
        return words
    }
}
