/// A run of bytes in the physical address space, which cannot wrap around its end.
public struct MemoryRange: Hashable, Sendable {
    /// The first byte.
    public let start: PhysicalAddress
    /// How many bytes.
    public let size: UInt64

    /// A range of `size` bytes from `start`, or `nil` where its end does not fit 64 bits.
    public init?(start: PhysicalAddress, size: UInt64) {
        guard start.advanced(by: size) != nil else { return nil }
        self.start = start
        self.size = size
    }

    /// The range between two addresses; empty where `end` is not above `start`.
    public init(from start: PhysicalAddress, to end: PhysicalAddress) {
        self.start = start
        self.size = end.value > start.value ? end.value - start.value : 0
    }

    /// The first byte past the range.
    public var end: PhysicalAddress {
        PhysicalAddress(start.value + size)
    }

    /// Whether the range holds no byte.
    public var isEmpty: Bool {
        size == 0
    }

    /// Whether a byte lies in the range.
    public func contains(_ address: PhysicalAddress) -> Bool {
        address >= start && address < end
    }

    /// Whether every byte of `other` lies in this range.
    public func contains(_ other: MemoryRange) -> Bool {
        other.start >= start && other.end <= end
    }

    /// Whether the two ranges share a byte.
    public func overlaps(_ other: MemoryRange) -> Bool {
        start < other.end && other.start < end && !isEmpty && !other.isEmpty
    }

    /// The bytes that both ranges hold.
    public func intersection(_ other: MemoryRange) -> MemoryRange {
        MemoryRange(from: max(start, other.start), to: min(end, other.end))
    }
}

extension MemoryRange: CustomStringConvertible {
    /// First and last byte as the kernel prints a resource: `0x1000-0x1fff`.
    public var description: String {
        isEmpty ? "\(start) (empty)" : "\(start)-\(PhysicalAddress(end.value - 1))"
    }
}

extension Sequence where Element == MemoryRange {
    /// The same bytes as sorted ranges that neither overlap nor touch.
    public func merged() -> [MemoryRange] {
        var result: [MemoryRange] = []
        for range in self.sorted(by: { $0.start < $1.start }) where !range.isEmpty {
            if let last = result.last, range.start <= last.end {
                result[result.count - 1] = MemoryRange(from: last.start, to: Swift.max(last.end, range.end))
            } else {
                result.append(range)
            }
        }
        return result
    }
}

extension Array where Element == MemoryRange {
    /// What two lists of ranges, each sorted and free of overlaps as ``Swift/Sequence/merged()`` gives them, have in
    /// common.
    public func intersection(_ other: [MemoryRange]) -> [MemoryRange] {
        var result: [MemoryRange] = []
        var index = 0
        for range in self {
            while index < other.count, other[index].end <= range.start { index += 1 }
            var next = index
            while next < other.count, other[next].start < range.end {
                result.append(range.intersection(other[next]))
                next += 1
            }
        }
        return result
    }
}
