/// The blocks of one order in a stretch of 32768: one page worth of bitmap at 4 KiB pages.
///
/// A stretch is kept in the smallest of three forms, so that the whole set never takes more memory than the kernel's own
/// bitmaps, and far less where preserved memory lies together, as it nearly always does.
struct BlockLeaf: Hashable, Sendable {
    static let blocks = 32768
    static let blockShift: UInt64 = 15
    static let words = blocks / 64

    enum Content: Hashable, Sendable {
        /// All blocks.
        case full
        /// Few runs of adjacent blocks.
        case runs([BlockRun])
        /// Scattered blocks, a bit each.
        case bits([UInt64])
    }

    /// The number of the first block, in units of 32768 blocks.
    let key: UInt64
    let content: Content
    /// How many blocks are preserved; at least one.
    let count: Int
    /// How many runs of adjacent blocks they form.
    let runCount: Int
    let containsFirst: Bool
    let containsLast: Bool
}

/// Adjacent blocks within a leaf, both ends included.
struct BlockRun: Hashable, Sendable {
    let first: UInt16
    let last: UInt16
}

extension BlockLeaf {
    /// Beyond this many runs a bitmap is smaller.
    private static let runLimit = 512

    /// The leaf of a bitmap of exactly 32768 bits, or `nil` where no bit is set.
    init?(key: UInt64, bitmap: Span<UInt64>) {
        var all = ~UInt64(0)
        var any: UInt64 = 0
        for index in bitmap.indices {
            all &= bitmap[index]
            any |= bitmap[index]
        }
        if any == 0 { return nil }
        if all == ~0 {
            self = .full(key: key)
            return
        }
        // Plain additions, which cannot overflow over 512 words and let the compiler take several words at a time.
        var count = 0
        var runCount = 0
        var carry: UInt64 = 0
        for index in bitmap.indices {
            let word = bitmap[index]
            count &+= word.nonzeroBitCount
            // A run starts at a set bit whose lower neighbour is clear.
            runCount &+= (word & ~(word &<< 1 | carry)).nonzeroBitCount
            carry = word &>> 63
        }
        self.init(
            key: key,
            content: runCount > Self.runLimit ? .bits(Self.copy(bitmap)) : .runs(Self.runs(of: bitmap)),
            count: count,
            runCount: runCount,
            containsFirst: bitmap[0] & 1 != 0,
            containsLast: carry != 0)
    }

    /// A leaf all of whose blocks are preserved.
    static func full(key: UInt64) -> BlockLeaf {
        BlockLeaf(key: key, content: .full, count: blocks, runCount: 1, containsFirst: true, containsLast: true)
    }

    private static func copy(_ bitmap: Span<UInt64>) -> [UInt64] {
        var words = [UInt64](repeating: 0, count: bitmap.count)
        var target = words.mutableSpan
        for index in bitmap.indices { target[index] = bitmap[index] }
        return words
    }

    private static func runs(of bitmap: Span<UInt64>) -> [BlockRun] {
        var runs: [BlockRun] = []
        var position = 0
        while let first = nextBit(in: bitmap, from: position, matching: 0) {
            let end = nextBit(in: bitmap, from: first, matching: ~0) ?? blocks
            runs.append(BlockRun(first: UInt16(first), last: UInt16(end - 1)))
            position = end
        }
        return runs
    }

    /// The next set bit at or after a position; with a mask of all ones, the next clear bit.
    static func nextBit(in bitmap: Span<UInt64>, from position: Int, matching mask: UInt64) -> Int? {
        var index = position / 64
        guard index < bitmap.count else { return nil }
        var word = (bitmap[index] ^ mask) & (~0 << UInt64(position % 64))
        while word == 0 {
            index += 1
            guard index < bitmap.count else { return nil }
            word = bitmap[index] ^ mask
        }
        return index * 64 + word.trailingZeroBitCount
    }

    /// Whether a block of the leaf is preserved.
    func contains(_ block: Int) -> Bool {
        switch content {
        case .full: return true
        case .bits(let words): return words[block / 64] >> UInt64(block % 64) & 1 != 0
        case .runs(let runs):
            var low = 0
            var high = runs.count
            while low < high {
                let middle = (low + high) / 2
                if Int(runs[middle].last) < block { low = middle + 1 } else { high = middle }
            }
            return low < runs.count && Int(runs[low].first) <= block
        }
    }

    /// The first run of adjacent blocks at or after a block, cut at the end of the leaf.
    func run(from block: Int) -> BlockRun? {
        guard block < Self.blocks else { return nil }
        switch content {
        case .full: return BlockRun(first: UInt16(block), last: UInt16(Self.blocks - 1))
        case .bits(let words):
            guard let first = Self.nextBit(in: words.span, from: block, matching: 0) else { return nil }
            let end = Self.nextBit(in: words.span, from: first, matching: ~0) ?? Self.blocks
            return BlockRun(first: UInt16(first), last: UInt16(end - 1))
        case .runs(let runs):
            var low = 0
            var high = runs.count
            while low < high {
                let middle = (low + high) / 2
                if Int(runs[middle].last) < block { low = middle + 1 } else { high = middle }
            }
            guard low < runs.count else { return nil }
            return BlockRun(first: max(runs[low].first, UInt16(block)), last: runs[low].last)
        }
    }

    /// Sets the leaf's bits in a bitmap of 32768 bits.
    func merge(into bitmap: inout [UInt64]) {
        var position = 0
        while let run = run(from: position) {
            for block in Int(run.first)...Int(run.last) {
                bitmap[block / 64] |= 1 << UInt64(block % 64)
            }
            position = Int(run.last) + 1
        }
    }
}
