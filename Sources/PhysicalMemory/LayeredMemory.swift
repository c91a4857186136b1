/// Memory with an image laid over it: what the image holds hides what lies below.
public struct LayeredMemory<Lower: PhysicalMemory>: PhysicalMemory {
    private let upper: MemoryImage
    private let lower: Lower
    private let upperPresent: [MemoryRange]
    /// What the image holds and what lies below.
    public let present: [MemoryRange]

    /// Lays an image over memory.
    public init(_ upper: MemoryImage, over lower: Lower) {
        self.upper = upper
        self.lower = lower
        upperPresent = upper.present
        present = (upperPresent + lower.present).merged()
    }

    /// Calls `body` with bytes; a copy where the image begins or ends among them.
    public func withBytes<Result>(
        at address: PhysicalAddress, count: Int, _ body: (Span<UInt8>) -> Result
    ) throws(MemoryError) -> Result {
        guard let size = UInt64(exactly: count), let range = MemoryRange(start: address, size: size) else {
            throw .wraps(address)
        }
        let parts = split(range)
        if parts.count == 1, let only = parts.first {
            return only.isUpper
                ? try upper.withBytes(at: address, count: count, body)
                : try lower.withBytes(at: address, count: count, body)
        }
        if let absent = firstAbsent(in: range) { throw .absent(absent) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        for part in parts {
            let count = Int(part.range.size)
            bytes +=
                part.isUpper
                ? try upper.bytes(at: part.range.start, count: count)
                : try lower.bytes(at: part.range.start, count: count)
        }
        return body(bytes.span)
    }

    /// Calls `body` with words; a copy where the image begins or ends among them.
    public func withWords<Result>(
        at address: PhysicalAddress, count: Int, _ body: (Span<UInt64>) -> Result
    ) throws(MemoryError) -> Result {
        let (size, overflow) = UInt64(max(count, 0)).multipliedReportingOverflow(by: 8)
        guard !overflow, let range = MemoryRange(start: address, size: size) else { throw .wraps(address) }
        guard address.isAligned(to: 8) else { throw .misaligned(address) }
        let parts = split(range)
        if parts.count == 1, let only = parts.first {
            return only.isUpper
                ? try upper.withWords(at: address, count: count, body)
                : try lower.withWords(at: address, count: count, body)
        }
        if let absent = firstAbsent(in: range) { throw .absent(absent) }
        // The seams are those of pages, so that every part is one of whole words.
        var words: [UInt64] = []
        words.reserveCapacity(count)
        for part in parts {
            let gather: (Span<UInt64>) -> Void = { span in
                for index in span.indices { words.append(span[index]) }
            }
            let count = Int(part.range.size / 8)
            if part.isUpper {
                try upper.withWords(at: part.range.start, count: count, gather)
            } else {
                try lower.withWords(at: part.range.start, count: count, gather)
            }
        }
        return body(words.span)
    }

    /// A range cut where the image begins or ends.
    private func split(_ range: MemoryRange) -> [(range: MemoryRange, isUpper: Bool)] {
        var parts: [(range: MemoryRange, isUpper: Bool)] = []
        var start = range.start
        var index = firstPiece(endingAfter: start)
        while start < range.end {
            guard index < upperPresent.count, upperPresent[index].start < range.end else {
                parts.append((MemoryRange(from: start, to: range.end), false))
                break
            }
            let piece = upperPresent[index]
            if piece.start > start { parts.append((MemoryRange(from: start, to: piece.start), false)) }
            let end = min(piece.end, range.end)
            parts.append((MemoryRange(from: max(start, piece.start), to: end), true))
            start = end
            index += 1
        }
        return parts
    }

    private func firstPiece(endingAfter address: PhysicalAddress) -> Int {
        var low = 0
        var high = upperPresent.count
        while low < high {
            let middle = (low + high) / 2
            if upperPresent[middle].end <= address { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
