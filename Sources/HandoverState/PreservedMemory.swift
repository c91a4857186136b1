public import PhysicalMemory

/// The memory that a kernel asked its successor to keep: a set of blocks, each of a power of two of pages and
/// naturally aligned.
///
/// The order of a block matters beyond its size: the next kernel restores a folio with the order under which its page
/// frame stands here. So the set is kept by order, as every kernel keeps it, whatever structure (bitmaps in chunks, a
/// radix tree) it was read from.
public struct PreservedMemory: Hashable, Sendable {
    /// The base page size, as a power of two: 12, 14 or 16.
    public let pageShift: Int
    /// The blocks of each order that has any, in ascending order.
    let orders: [OrderedBlocks]

    /// The blocks of one order.
    struct OrderedBlocks: Hashable, Sendable {
        let order: Int
        /// Leaves in ascending order of key, none twice.
        let leaves: [BlockLeaf]
        /// How many blocks.
        let count: UInt64
    }

    init(pageShift: Int, orders: [OrderedBlocks]) {
        self.pageShift = pageShift
        self.orders = orders
    }

    /// How many blocks are preserved.
    public var blockCount: UInt64 {
        orders.reduce(0) { $0 &+ $1.count }
    }

    /// How many bytes the blocks hold; the largest integer where a damaged map claims more than 64 bits hold.
    public var byteCount: UInt64 {
        orders.reduce(0) { sum, blocks in
            let (bytes, overflow) = blocks.count.multipliedReportingOverflow(by: size(ofOrder: blocks.order))
            let (total, wraps) = sum.addingReportingOverflow(bytes)
            return overflow || wraps ? .max : total
        }
    }

    /// How many blocks of each order there are, in ascending order.
    public var blocksByOrder: [(order: Int, count: UInt64)] {
        orders.map { ($0.order, $0.count) }
    }

    /// How many ranges ``ranges`` yields, counted without walking them.
    public var rangeCount: UInt64 {
        orders.reduce(0) { $0 + $1.runCount }
    }

    /// The size of a block of an order, in bytes.
    public func size(ofOrder order: Int) -> UInt64 {
        1 << UInt64(pageShift + order)
    }

    /// The smallest order under which the page at an address is preserved.
    ///
    /// For many lookups use ``OrderLookup``, which remembers where it was.
    public func order(at address: PhysicalAddress) -> Int? {
        let frame = address.value >> UInt64(pageShift)
        return orders.first { $0.contains(frame: frame) }?.order
    }

    /// Whether a block stands in the map with exactly this order.
    public func contains(_ address: PhysicalAddress, order: Int) -> Bool {
        address.isAligned(to: size(ofOrder: order))
            && orders.contains { $0.order == order && $0.contains(frame: address.value >> UInt64(pageShift)) }
    }

    /// Whether every byte of a range is preserved, under whatever orders.
    public func covers(_ range: MemoryRange) -> Bool {
        var position = range.start.value
        while position < range.end.value {
            guard let block = block(at: PhysicalAddress(position)) else { return false }
            position = block.end.value
        }
        return true
    }

    /// The run of adjacent blocks of one order that holds an address, as far as it goes within one leaf.
    private func block(at address: PhysicalAddress) -> MemoryRange? {
        for blocks in orders {
            if let range = blocks.run(at: address, pageShift: pageShift) { return range }
        }
        return nil
    }
}

extension PreservedMemory.OrderedBlocks {
    var runCount: UInt64 {
        var result: UInt64 = 0
        var previous: BlockLeaf?
        for leaf in leaves {
            result += UInt64(leaf.runCount)
            if let previous, previous.containsLast, leaf.containsFirst, previous.key + 1 == leaf.key { result -= 1 }
            previous = leaf
        }
        return result
    }

    func leafIndex(forKey key: UInt64) -> Int? {
        let index = firstLeafIndex(from: key)
        return index < leaves.count && leaves[index].key == key ? index : nil
    }

    /// The index of the first leaf with a key of at least `key`.
    func firstLeafIndex(from key: UInt64) -> Int {
        var low = 0
        var high = leaves.count
        while low < high {
            let middle = (low + high) / 2
            if leaves[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func contains(frame: UInt64) -> Bool {
        let block = frame >> UInt64(order)
        guard let index = leafIndex(forKey: block >> BlockLeaf.blockShift) else { return false }
        return leaves[index].contains(Int(block % UInt64(BlockLeaf.blocks)))
    }

    func run(at address: PhysicalAddress, pageShift: Int) -> MemoryRange? {
        let block = address.value >> UInt64(pageShift + order)
        guard let index = leafIndex(forKey: block >> BlockLeaf.blockShift) else { return nil }
        let inside = Int(block % UInt64(BlockLeaf.blocks))
        guard leaves[index].contains(inside), let run = leaves[index].run(from: inside) else { return nil }
        let size = UInt64(1) << UInt64(pageShift + order)
        return MemoryRange(
            start: PhysicalAddress(block << UInt64(pageShift + order)), size: size * UInt64(run.last - run.first + 1))
    }
}
