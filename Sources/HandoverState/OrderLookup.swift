import PhysicalMemory

/// Looks up the order under which page frames are preserved, for long lists of frames.
///
/// A memfd has a record for each of its folios and a record does not say how long its folio is, so reading a large file
/// means one lookup for each. Frames mostly come in runs; the lookup answers those from the run it found last.
public struct OrderLookup: Sendable {
    private let memory: PreservedMemory
    private var firstFrame: UInt64 = 1
    private var lastFrame: UInt64 = 0
    private var lastOrder = 0

    /// A lookup in a set of blocks.
    public init(_ memory: PreservedMemory) {
        self.memory = memory
    }

    /// The smallest order under which a page frame is preserved.
    public mutating func order(ofFrame frame: UInt64) -> Int? {
        if frame >= firstFrame, frame <= lastFrame { return lastOrder }
        return search(frame)
    }

    private mutating func search(_ frame: UInt64) -> Int? {
        let shift = UInt64(memory.pageShift)
        guard frame <= UInt64.max >> shift else { return nil }
        // The answer holds up to the end of the run, or to where a block of a lower order would answer first.
        var limit = UInt64.max
        for blocks in memory.orders {
            if let run = blocks.run(at: PhysicalAddress(frame << shift), pageShift: memory.pageShift) {
                firstFrame = frame
                lastFrame = min(limit, (run.end.value - 1) >> shift)
                lastOrder = blocks.order
                return lastOrder
            }
            limit = min(limit, blocks.lastFrameOfGap(at: frame))
        }
        return nil
    }
}

extension PreservedMemory.OrderedBlocks {
    /// The last frame, as far as one leaf tells, up to which no block of this order follows a frame that has none.
    fileprivate func lastFrameOfGap(at frame: UInt64) -> UInt64 {
        let block = frame >> UInt64(order)
        let key = block >> BlockLeaf.blockShift
        let index = firstLeafIndex(from: key)
        guard index < leaves.count else { return .max }
        let next: UInt64
        if leaves[index].key > key {
            next = leaves[index].key << BlockLeaf.blockShift
        } else if let run = leaves[index].run(from: Int(block % UInt64(BlockLeaf.blocks))) {
            next = key << BlockLeaf.blockShift + UInt64(run.first)
        } else {
            next = (key + 1) << BlockLeaf.blockShift
        }
        // The leaf of a high order may reach past the end of the address space.
        return next >> (64 - UInt64(order)) == 0 ? next << UInt64(order) - 1 : .max
    }
}
