extension PreservedMemory {
    /// Collects blocks in any order, as bitmaps or one by one, into a set.
    public struct Builder: Sendable {
        private let pageShift: Int
        private var collected: [Int: [BlockLeaf]] = [:]
        private var pending: Pending?
        /// Whole stretches added as runs, which unlike bitmaps are not paid for with input.
        private var addedStretches: UInt64 = 0
        private static let stretchLimit: UInt64 = 1 << 21

        /// Whether a block was added twice, which no kernel does.
        public private(set) var foundDuplicates = false

        /// A builder for a base page size, as a power of two.
        public init(pageShift: Int) {
            self.pageShift = pageShift
        }

        /// Bits of one leaf that came in pieces.
        private struct Pending {
            let order: Int
            let key: UInt64
            var bitmap: [UInt64]
        }

        /// Adds the blocks of a bitmap, bit `i` of which stands for the block `firstBlock + i` (in units of blocks of
        /// this order).
        ///
        /// - Returns: whether all of them lie below the end of the address space; where not, none was added.
        public mutating func add(bitmap: Span<UInt64>, order: Int, firstBlock: UInt64) -> Bool {
            guard let last = Self.lastBit(in: bitmap) else { return order >= 0 && order < 64 - pageShift }
            let (lastBlock, overflow) = firstBlock.addingReportingOverflow(last)
            guard !overflow, order >= 0, order < 64 - pageShift, lastBlock < UInt64.max >> UInt64(pageShift + order)
            else { return false }
            var index = 0
            while index < bitmap.count {
                let block = firstBlock + UInt64(index) * 64
                let inside = Int(block % UInt64(BlockLeaf.blocks))
                let key = block >> BlockLeaf.blockShift
                if inside == 0, bitmap.count - index >= BlockLeaf.words {
                    let piece = bitmap.extracting(index..<index + BlockLeaf.words)
                    if let leaf = BlockLeaf(key: key, bitmap: piece) { collected[order, default: []].append(leaf) }
                    index += BlockLeaf.words
                } else {
                    addPiece(bitmap[index], order: order, key: key, at: inside)
                    index += 1
                }
            }
            return true
        }

        /// The highest set bit; a bitmap that reaches past the end of the address space is no harm as long as its bits do
        /// not.
        private static func lastBit(in bitmap: Span<UInt64>) -> UInt64? {
            var index = bitmap.count - 1
            while index >= 0, bitmap[index] == 0 { index -= 1 }
            return index < 0 ? nil : UInt64(index * 64 + 63 - bitmap[index].leadingZeroBitCount)
        }

        /// Adds one block by its number, in units of blocks of its order.
        ///
        /// - Returns: whether it lies below the end of the address space; where not, it was not added.
        public mutating func add(block: UInt64, order: Int) -> Bool {
            guard order >= 0, order < 64 - pageShift, block < UInt64.max >> UInt64(pageShift + order) else {
                return false
            }
            let word = UInt64(1) << (block % 64)
            addPiece(
                word, order: order, key: block >> BlockLeaf.blockShift,
                at: Int(block % UInt64(BlockLeaf.blocks)) & ~63)
            return true
        }

        /// Adds adjacent blocks of an order.
        ///
        /// A stretch of 32768 blocks takes some memory, whatever it holds, and a line of text can ask for 2^37 of them. Not
        /// more than 2^21 are added, 256 TiB in blocks of 4 KiB: more than a machine can have.
        ///
        /// - Returns: whether all of them lie below the end of the address space and there is room for them; where not,
        ///   none was added.
        public mutating func add(blocks count: UInt64, from first: UInt64, order: Int) -> Bool {
            let (end, overflow) = first.addingReportingOverflow(count)
            guard !overflow, order >= 0, order < 64 - pageShift, end <= UInt64.max >> UInt64(pageShift + order),
                takesRoom(for: count)
            else { return false }
            var block = first
            while block < end {
                let inside = Int(block % UInt64(BlockLeaf.blocks))
                let last = min(BlockLeaf.blocks - 1, inside + Int(min(end - block, UInt64(BlockLeaf.blocks))) - 1)
                let run = BlockRun(first: UInt16(inside), last: UInt16(last))
                addRun(run, order: order, key: block >> BlockLeaf.blockShift)
                block += UInt64(last - inside + 1)
            }
            return true
        }

        private mutating func takesRoom(for count: UInt64) -> Bool {
            let (sum, overflow) = addedStretches.addingReportingOverflow(count >> BlockLeaf.blockShift)
            guard !overflow, sum <= Self.stretchLimit else { return false }
            addedStretches = sum
            return true
        }

        private mutating func addRun(_ run: BlockRun, order: Int, key: UInt64) {
            if run.first == 0, Int(run.last) == BlockLeaf.blocks - 1 {
                flush()
                collected[order, default: []].append(.full(key: key))
                return
            }
            var position = Int(run.first)
            while position <= Int(run.last) {
                let length = min(64 - position % 64, Int(run.last) - position + 1)
                let bits = length == 64 ? ~0 : (UInt64(1) << UInt64(length)) - 1
                set(bits << UInt64(position % 64), order: order, key: key, word: position / 64)
                position += length
            }
        }

        /// Adds 64 blocks that start at any block of a leaf, and may run into the next one.
        private mutating func addPiece(_ word: UInt64, order: Int, key: UInt64, at position: Int) {
            if word == 0 { return }
            let shift = UInt64(position % 64)
            set(word << shift, order: order, key: key, word: position / 64)
            if shift == 0 { return }
            let next = position / 64 + 1
            let wraps = next == BlockLeaf.words
            set(word >> (64 - shift), order: order, key: wraps ? key + 1 : key, word: wraps ? 0 : next)
        }

        private mutating func set(_ bits: UInt64, order: Int, key: UInt64, word: Int) {
            if bits == 0 { return }
            if pending?.order != order || pending?.key != key {
                flush()
                pending = Pending(order: order, key: key, bitmap: [UInt64](repeating: 0, count: BlockLeaf.words))
            }
            if let old = pending?.bitmap[word], old & bits != 0 { foundDuplicates = true }
            pending?.bitmap[word] |= bits
        }

        private mutating func flush() {
            guard let done = pending else { return }
            pending = nil
            if let leaf = BlockLeaf(key: done.key, bitmap: done.bitmap.span) {
                collected[done.order, default: []].append(leaf)
            }
        }

        /// The set of everything added.
        public mutating func build() -> PreservedMemory {
            flush()
            var orders: [OrderedBlocks] = []
            for order in collected.keys.sorted() {
                let leaves = joined(collected[order] ?? [])
                let count = leaves.reduce(0) { $0 + UInt64($1.count) }
                orders.append(OrderedBlocks(order: order, leaves: leaves, count: count))
            }
            return PreservedMemory(pageShift: pageShift, orders: orders)
        }

        /// Sorts leaves by key and joins those that came in pieces.
        private mutating func joined(_ leaves: [BlockLeaf]) -> [BlockLeaf] {
            if zip(leaves, leaves.dropFirst()).allSatisfy({ $0.key < $1.key }) { return leaves }
            let sorted = leaves.sorted { $0.key < $1.key }
            var result: [BlockLeaf] = []
            var start = 0
            while start < sorted.count {
                var end = start + 1
                while end < sorted.count, sorted[end].key == sorted[start].key { end += 1 }
                if end - start == 1 {
                    result.append(sorted[start])
                } else if let leaf = union(sorted[start..<end]) {
                    result.append(leaf)
                }
                start = end
            }
            return result
        }

        private mutating func union(_ leaves: ArraySlice<BlockLeaf>) -> BlockLeaf? {
            guard let first = leaves.first else { return nil }
            var bitmap = [UInt64](repeating: 0, count: BlockLeaf.words)
            for leaf in leaves { leaf.merge(into: &bitmap) }
            let result = BlockLeaf(key: first.key, bitmap: bitmap.span)
            if let result, result.count < leaves.reduce(0, { $0 + $1.count }) { foundDuplicates = true }
            return result
        }
    }
}
