/// Bytes at physical addresses: a dump, an image, or a machine.
///
/// Readers hand out views, never copies, where the bytes lie together; a read across the seam of two segments is
/// gathered first. What is absent is said by address, so that a caller can tell memory that a dump leaves out from
/// memory that holds damage.
///
/// All integers of a handover are little-endian on the machines that have it (x86-64 and arm64), as on every machine
/// this package runs on, so words are handed out as they are.
public protocol PhysicalMemory: Sendable {
    /// What is present: sorted ranges that neither overlap nor touch.
    var present: [MemoryRange] { get }

    /// Calls `body` with `count` bytes at `address`, all of which are present.
    ///
    /// - Throws: ``MemoryError`` with the first address that cannot be read.
    func withBytes<Result>(
        at address: PhysicalAddress, count: Int, _ body: (Span<UInt8>) -> Result
    ) throws(MemoryError) -> Result

    /// Calls `body` with `count` 64-bit little-endian words at `address`, a multiple of eight.
    ///
    /// - Throws: ``MemoryError`` with the first address that cannot be read, or the address that is not aligned.
    func withWords<Result>(
        at address: PhysicalAddress, count: Int, _ body: (Span<UInt64>) -> Result
    ) throws(MemoryError) -> Result
}

extension PhysicalMemory {
    /// A copy of `count` bytes at `address`; for structures, not for contents.
    ///
    /// Presence is checked before memory is taken for the copy.
    public func bytes(at address: PhysicalAddress, count: Int) throws(MemoryError) -> [UInt8] {
        try withBytes(at: address, count: count) { span in
            var copy: [UInt8] = []
            copy.reserveCapacity(span.count)
            for index in span.indices { copy.append(span[index]) }
            return copy
        }
    }

    /// Whether every byte of a range can be read.
    public func contains(_ range: MemoryRange) -> Bool {
        firstAbsent(in: range) == nil
    }

    /// The first address of a range that is not present.
    public func firstAbsent(in range: MemoryRange) -> PhysicalAddress? {
        if range.isEmpty { return nil }
        let present = present
        var low = 0
        var high = present.count
        while low < high {
            let middle = (low + high) / 2
            if present[middle].end <= range.start { low = middle + 1 } else { high = middle }
        }
        guard low < present.count, present[low].contains(range.start) else { return range.start }
        return present[low].end >= range.end ? nil : present[low].end
    }
}
