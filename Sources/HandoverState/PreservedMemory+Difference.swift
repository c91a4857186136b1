extension PreservedMemory {
    /// The blocks of this set that another does not hold under the same order.
    ///
    /// - Complexity: linear in the stretches of 32768 blocks that either set has any of; those that are alike are not
    ///   taken apart.
    public func subtracting(_ other: PreservedMemory) -> PreservedMemory {
        guard pageShift == other.pageShift else { return self }
        var result: [OrderedBlocks] = []
        for blocks in orders {
            guard let others = other.orders.first(where: { $0.order == blocks.order }) else {
                result.append(blocks)
                continue
            }
            let leaves = Self.leaves(of: blocks.leaves, without: others.leaves)
            if leaves.isEmpty { continue }
            let count = leaves.reduce(0) { $0 + UInt64($1.count) }
            result.append(OrderedBlocks(order: blocks.order, leaves: leaves, count: count))
        }
        return PreservedMemory(pageShift: pageShift, orders: result)
    }

    private static func leaves(of leaves: [BlockLeaf], without others: [BlockLeaf]) -> [BlockLeaf] {
        var result: [BlockLeaf] = []
        var next = 0
        for leaf in leaves {
            while next < others.count, others[next].key < leaf.key { next += 1 }
            guard next < others.count, others[next].key == leaf.key else {
                result.append(leaf)
                continue
            }
            if others[next].content == leaf.content { continue }
            if let rest = leaf.subtracting(others[next]) { result.append(rest) }
        }
        return result
    }
}

extension BlockLeaf {
    /// The blocks that another leaf of the same stretch lacks; `nil` where it has them all.
    fileprivate func subtracting(_ other: BlockLeaf) -> BlockLeaf? {
        var mine = [UInt64](repeating: 0, count: Self.words)
        var theirs = mine
        merge(into: &mine)
        other.merge(into: &theirs)
        for word in mine.indices { mine[word] &= ~theirs[word] }
        return BlockLeaf(key: key, bitmap: mine.span)
    }
}
