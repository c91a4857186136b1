/// A run of memory that the pool holds, and which bytes of it nobody has.
public struct PoolChunk: Hashable, Sendable {
    /// What regions refer to it by; unlike any other of the machine, gone ones included.
    public let number: Int
    /// The address of its first byte; `nil` for one that the kernel has still to find room for.
    public var base: UInt64?
    /// How many bytes.
    public let size: UInt64
    /// The NUMA node; 0 where no tree tells it.
    public let numaNode: UInt32
    /// What the trees say of it beside: its name, if it came from one, and what else the node holds.
    public var origin: PoolMemory?
    /// The free bytes, from the first byte of the chunk on: sorted, apart from each other and not empty.
    private(set) var free: [Span]

    /// A run of bytes of a chunk.
    struct Span: Hashable, Sendable {
        var offset: UInt64
        var size: UInt64
        /// The first byte behind it; a span never runs past its chunk, whose end fits.
        var end: UInt64 { offset + size }
    }

    init(number: Int, base: UInt64?, size: UInt64, numaNode: UInt32, origin: PoolMemory? = nil) {
        self.number = number
        self.base = base
        self.size = size
        self.numaNode = numaNode
        self.origin = origin
        free = size == 0 ? [] : [Span(offset: 0, size: size)]
    }

    /// How many bytes are free.
    public var freeBytes: UInt64 { free.reduce(0) { $0 + $1.size } }
    /// Whether nobody has any of it.
    public var isUnused: Bool { free.count == 1 && free[0].size == size || size == 0 }

    /// Takes bytes from the first run that has as many.
    mutating func takeFirst(_ wanted: UInt64) -> UInt64? {
        guard let index = free.firstIndex(where: { $0.size >= wanted }) else { return nil }
        let offset = free[index].offset
        take(wanted, from: index, at: offset)
        return offset
    }

    /// Takes bytes from where they are, if all of them are free.
    mutating func take(_ wanted: UInt64, at offset: UInt64) -> Bool {
        let index = free.partitioningIndex { $0.offset > offset } - 1
        guard index >= 0, offset - free[index].offset <= free[index].size,
            free[index].size - (offset - free[index].offset) >= wanted
        else { return false }
        take(wanted, from: index, at: offset)
        return true
    }

    /// How many bytes are free from one on.
    func room(at offset: UInt64) -> UInt64 {
        let index = free.partitioningIndex { $0.offset > offset } - 1
        guard index >= 0, offset < free[index].end else { return 0 }
        return free[index].end - offset
    }

    private mutating func take(_ wanted: UInt64, from index: Int, at offset: UInt64) {
        let span = free[index]
        var rest: [Span] = []
        if offset > span.offset { rest.append(Span(offset: span.offset, size: offset - span.offset)) }
        if offset + wanted < span.end { rest.append(Span(offset: offset + wanted, size: span.end - offset - wanted)) }
        if rest.count == 1 { free[index] = rest[0] } else { free.replaceSubrange(index...index, with: rest) }
    }

    /// Takes bytes back that were taken.
    mutating func put(_ size: UInt64, at offset: UInt64) {
        guard size > 0 else { return }
        var span = Span(offset: offset, size: size)
        let index = free.partitioningIndex { $0.offset > offset }
        var range = index..<index
        if index < free.count, free[index].offset == span.end {
            span.size += free[index].size
            range = index..<(index + 1)
        }
        if index > 0, free[index - 1].end == offset {
            span = Span(offset: free[index - 1].offset, size: free[index - 1].size + span.size)
            range = (index - 1)..<range.upperBound
        }
        free.replaceSubrange(range, with: [span])
    }
}

extension Array {
    /// The first index at which a condition holds that, once it holds, holds to the end.
    func partitioningIndex(where isBehind: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = low + (high - low) / 2
            if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
