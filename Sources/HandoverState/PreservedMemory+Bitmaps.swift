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
