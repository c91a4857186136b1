import PhysicalMemory

/// Looks up the order under which page frames are preserved, for long lists of frames.
///
/// A memfd has a record for each of its folios and a record does not say how long its folio is, so reading a large file
/// means one lookup for each. The lookup remembers for which frames its last answer holds: of memory that is preserved
/// as a whole all frames have one answer, in whatever order they come.
public struct OrderLookup: Sendable {
    private let memory: PreservedMemory
    /// Made by the first lookup; most handovers have nothing to look up.
    private var tables: [LeafTable]?
    private var answer = Stretch(first: 1, last: 0)
    private var answerOrder: Int?

    /// A lookup in a set of blocks.
    public init(_ memory: PreservedMemory) {
        self.memory = memory
    }

    /// The smallest order under which a page frame is preserved.
    public mutating func order(ofFrame frame: UInt64) -> Int? {
        if answer.contains(frame) { return answerOrder }
        return search(frame)
    }

    /// Frames around the one looked up last that have the same answer.
    package var reach: ClosedRange<UInt64>? {
        answer.first <= answer.last ? answer.first...answer.last : nil
    }

    private mutating func search(_ frame: UInt64) -> Int? {
        let mostFrame = UInt64.max >> UInt64(memory.pageShift)
        guard frame <= mostFrame else {
            answer = Stretch(first: mostFrame + 1, last: .max)
            answerOrder = nil
            return nil
        }
        let tables = self.tables ?? memory.orders.map { LeafTable($0) }
        self.tables = tables
        // Where no order has the frame, the answer holds as far as none has its neighbours.
        var stretch = Stretch(first: 0, last: mostFrame)
        for table in tables {
            let (isPreserved, found) = table.stretch(around: frame)
            stretch.narrow(to: found)
            if isPreserved {
                answer = stretch
                answerOrder = table.blocks.order
                return answerOrder
            }
        }
        answer = stretch
        answerOrder = nil
        return nil
    }
}

/// Page frames, or other numbers, from a first to a last.
private struct Stretch {
    var first: UInt64
    var last: UInt64

    func contains(_ number: UInt64) -> Bool { number >= first && number <= last }

    mutating func narrow(to other: Stretch) {
        first = max(first, other.first)
        last = min(last, other.last)
    }
}

/// The leaves of one order, with what finds a leaf at once.
private struct LeafTable {
    let blocks: PreservedMemory.OrderedBlocks
    private let lowestKey: UInt64
    /// By key, less the lowest, the first leaf with at least that key; empty where the keys lie too far apart.
    private let leafByKey: [UInt32]
    /// For each leaf that is full, the frames of all the full leaves that it is one of; nothing for others.
    private let full: [Stretch]

    init(_ blocks: PreservedMemory.OrderedBlocks) {
        self.blocks = blocks
        lowestKey = blocks.leaves.first?.key ?? 0
        leafByKey = Self.leafByKey(blocks.leaves)
        var full: [Stretch] = []
        full.reserveCapacity(blocks.leaves.count)
        for leaf in blocks.leaves {
            let first = leaf.key << BlockLeaf.blockShift
            var stretch = Self.frames(from: first, to: first + UInt64(BlockLeaf.blocks - 1), order: blocks.order)
            if leaf.count < BlockLeaf.blocks {
                stretch = Stretch(first: 1, last: 0)
            } else if let before = full.last, before.first < before.last, before.last + 1 == stretch.first {
                stretch.first = before.first
            }
            full.append(stretch)
        }
        for index in full.indices.dropLast().reversed() where full[index].first < full[index].last {
            if full[index + 1].first == full[index].first { full[index].last = full[index + 1].last }
        }
        self.full = full
    }

    private static func leafByKey(_ leaves: [BlockLeaf]) -> [UInt32] {
        guard let lowest = leaves.first?.key, let highest = leaves.last?.key,
            highest - lowest < UInt64(leaves.count) * 8 + 4096
        else { return [] }
        var result: [UInt32] = []
        for (index, leaf) in leaves.enumerated() {
            while result.count <= Int(leaf.key - lowest) { result.append(UInt32(truncatingIfNeeded: index)) }
        }
        return result
    }

    /// Whether a frame is preserved under this order, and frames around it of which the same is true.
    func stretch(around frame: UInt64) -> (isPreserved: Bool, Stretch) {
        let block = frame >> UInt64(blocks.order)
        let key = block >> BlockLeaf.blockShift
        let index = firstLeaf(from: key)
        guard index < full.count, blocks.leaves[index].key == key else {
            // Between two leaves; the one above has a key above this one, so at least 1.
            let first = index == 0 ? 0 : (blocks.leaves[index - 1].key + 1) << BlockLeaf.blockShift
            let last = index == full.count ? .max : blocks.leaves[index].key << BlockLeaf.blockShift - 1
            return (false, Self.frames(from: first, to: last, order: blocks.order))
        }
        if full[index].contains(frame) { return (true, full[index]) }
        let (isSet, first, last) = blocks.leaves[index].stretch(around: Int(block % UInt64(BlockLeaf.blocks)))
        let start = key << BlockLeaf.blockShift
        return (isSet, Self.frames(from: start + UInt64(first), to: start + UInt64(last), order: blocks.order))
    }

    /// The frames of blocks of an order. A leaf may reach past the end of the address space, though no block of it does.
    private static func frames(from first: UInt64, to last: UInt64, order: Int) -> Stretch {
        let shift = UInt64(order)
        return Stretch(
            first: first << shift,
            last: last > UInt64.max >> shift ? .max : last << shift | (1 << shift - 1))
    }

    private func firstLeaf(from key: UInt64) -> Int {
        if key < lowestKey { return 0 }
        if leafByKey.isEmpty { return blocks.firstLeafIndex(from: key) }
        let place = key - lowestKey
        return place < UInt64(leafByKey.count) ? Int(leafByKey[Int(place)]) : full.count
    }
}

extension BlockLeaf {
    /// Whether a block is preserved, and blocks around it of which the same is true, both ends included; not always as
    /// far as that goes.
    fileprivate func stretch(around block: Int) -> (isSet: Bool, first: Int, last: Int) {
        switch content {
        case .full: return (true, 0, Self.blocks - 1)
        case .bits(let words):
            // As far as the word tells.
            let bit = block % 64
            let isSet = words[block / 64] >> UInt64(bit) & 1 != 0
            let others = isSet ? ~words[block / 64] : words[block / 64]
            let below = (others << UInt64(63 - bit)).leadingZeroBitCount
            let above = (others >> UInt64(bit)).trailingZeroBitCount
            return (isSet, block - min(below - 1, bit), block + min(above - 1, 63 - bit))
        case .runs(let runs):
            var low = 0
            var high = runs.count
            while low < high {
                let middle = (low + high) / 2
                if Int(runs[middle].last) < block { low = middle + 1 } else { high = middle }
            }
            if low < runs.count, Int(runs[low].first) <= block {
                return (true, Int(runs[low].first), Int(runs[low].last))
            }
            let first = low == 0 ? 0 : Int(runs[low - 1].last) + 1
            return (false, first, low == runs.count ? Self.blocks - 1 : Int(runs[low].first) - 1)
        }
    }
}
