public import PhysicalMemory

/// Adjacent blocks of one order.
public struct PreservedRange: Hashable, Sendable {
    /// The first byte of the first block.
    public let start: PhysicalAddress
    /// How many blocks of `2^order` pages follow each other.
    public let blockCount: UInt64
    /// The order of the blocks.
    public let order: Int
    /// How many bytes.
    public let size: UInt64

    /// The bytes as a range.
    public var range: MemoryRange {
        MemoryRange(from: start, to: PhysicalAddress(start.value &+ size))
    }
}

extension PreservedMemory {
    /// The preserved memory as ranges of adjacent blocks of one order, in ascending order of address; made one at a time,
    /// so that a set of many millions of ranges takes no memory to walk.
    public var ranges: Ranges { Ranges(memory: self) }

    /// The ranges of a set of preserved blocks.
    public struct Ranges: Sequence, Sendable {
        let memory: PreservedMemory

        /// Starts at the lowest address.
        public func makeIterator() -> Iterator {
            Iterator(memory: memory)
        }

        /// Walks all orders side by side and yields the lowest range each time.
        public struct Iterator: IteratorProtocol {
            private var walks: [OrderWalk]

            init(memory: PreservedMemory) {
                walks = memory.orders.map { OrderWalk(blocks: $0, pageShift: memory.pageShift) }
            }

            /// The next range, or `nil` after the highest.
            public mutating func next() -> PreservedRange? {
                var lowest: Int?
                for index in walks.indices {
                    guard let candidate = walks[index].current else { continue }
                    if let best = lowest, let range = walks[best].current, range.start <= candidate.start { continue }
                    lowest = index
                }
                guard let lowest, let range = walks[lowest].current else { return nil }
                walks[lowest].advance()
                return range
            }
        }
    }
}

/// Walks the blocks of one order and joins runs across the seams of leaves.
private struct OrderWalk {
    private let blocks: PreservedMemory.OrderedBlocks
    private let pageShift: Int
    private var leaf = 0
    private var position = 0
    private(set) var current: PreservedRange?

    init(blocks: PreservedMemory.OrderedBlocks, pageShift: Int) {
        self.blocks = blocks
        self.pageShift = pageShift
        advance()
    }

    mutating func advance() {
        current = nil
        guard var run = nextRun() else { return }
        while run.touchesSeam, leaf < blocks.leaves.count, blocks.leaves[leaf].key == run.key + 1,
            blocks.leaves[leaf].containsFirst, let more = nextRun()
        {
            run.extend(by: more)
        }
        let shift = UInt64(pageShift + blocks.order)
        let first = run.firstKey << BlockLeaf.blockShift + UInt64(run.first)
        current = PreservedRange(
            start: PhysicalAddress(first << shift), blockCount: run.count, order: blocks.order,
            size: run.count << shift)
    }

    private struct Run {
        let firstKey: UInt64
        let first: UInt16
        private(set) var key: UInt64
        private(set) var last: UInt16
        private(set) var count: UInt64

        init(key: UInt64, run: BlockRun) {
            firstKey = key
            first = run.first
            self.key = key
            last = run.last
            count = UInt64(run.last - run.first) + 1
        }

        var touchesSeam: Bool { Int(last) == BlockLeaf.blocks - 1 }

        mutating func extend(by more: Run) {
            key = more.key
            last = more.last
            count += more.count
        }
    }

    private mutating func nextRun() -> Run? {
        while leaf < blocks.leaves.count {
            let current = blocks.leaves[leaf]
            if let run = current.run(from: position) {
                position = Int(run.last) + 1
                if position == BlockLeaf.blocks {
                    leaf += 1
                    position = 0
                }
                return Run(key: current.key, run: run)
            }
            leaf += 1
            position = 0
        }
        return nil
    }
}
