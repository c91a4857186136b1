extension PreservedMemory {
    /// A stretch of 32768 blocks of one order, a bit each, as kernels write them.
    public struct Bitmap: Hashable, Sendable {
        /// The order of the blocks.
        public let order: Int
        /// The number of the block that bit 0 stands for, in units of blocks of this order; a multiple of 32768.
        public let firstBlock: UInt64
        /// The bits, 64 a word, the lowest first.
        public let words: [UInt64]
    }

    /// Calls `body` with every stretch of blocks that holds any, by ascending order and block.
    public func forEachBitmap<Failure: Error>(_ body: (Bitmap) throws(Failure) -> Void) throws(Failure) {
        for blocks in orders {
            for leaf in blocks.leaves {
                var words = [UInt64](repeating: 0, count: BlockLeaf.words)
                leaf.merge(into: &words)
                try body(
                    Bitmap(order: blocks.order, firstBlock: leaf.key << BlockLeaf.blockShift, words: words))
            }
        }
    }

    /// How many blocks a ``Bitmap`` stands for.
    public static var blocksPerBitmap: Int { BlockLeaf.blocks }
}

extension PreservedMemory {
    /// The blocks of an order from a block on, a bit each, for as many words as asked for.
    ///
    /// - Parameter first: the number of the first block, in units of blocks of this order; a multiple of 64.
    public func bits(order: Int, from first: UInt64, words count: Int) -> [UInt64] {
        var result = [UInt64](repeating: 0, count: count)
        guard let blocks = orders.first(where: { $0.order == order }) else { return result }
        let end = first + UInt64(count) * 64
        var index = blocks.firstLeafIndex(from: first >> BlockLeaf.blockShift)
        while index < blocks.leaves.count, blocks.leaves[index].key << BlockLeaf.blockShift < end {
            let start = blocks.leaves[index].key << BlockLeaf.blockShift
            var leaf = [UInt64](repeating: 0, count: BlockLeaf.words)
            blocks.leaves[index].merge(into: &leaf)
            for (word, bits) in leaf.enumerated() where bits != 0 {
                let block = start + UInt64(word) * 64
                if block >= first, block < end { result[Int((block - first) / 64)] = bits }
            }
            index += 1
        }
        return result
    }
}
