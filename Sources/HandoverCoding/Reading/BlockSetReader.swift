import HandoverABI
import HandoverState
import PhysicalMemory

extension StructureReader {
    /// Reads the records of a block set, as far as its blocks are sound.
    ///
    /// The kernel refuses a block that announces no records or more than fit, and a chain of more than 10000 blocks.
    mutating func blockSet(
        of layout: Layout, from first: PhysicalAddress, _ path: String, _ what: String,
        piece: (Int) -> Placement.Piece
    ) -> [LocatedRecord] {
        let capacity = Block.capacity(recordSize: layout.size, pageShift: pageShift)
        var result: [LocatedRecord] = []
        var next = first
        var blocks = 0
        while next.value != 0 {
            guard blocks < Block.chainLimit else {
                log.damage(
                    .blockChainLimit, path, next,
                    "\(what): more than \(Block.chainLimit) blocks, which the kernel refuses")
                break
            }
            guard next.isAligned(to: UInt64(pageSize)) else {
                log.damage(.blockMisaligned, path, next, "the block of \(what) is not aligned to a page")
                break
            }
            let address = next
            let block = bytes(at: address, count: pageSize, path, .block("the block of \(what)")) { page in
                Record(Block.layout, in: page).map { head in
                    (
                        head: head,
                        records: (0..<Int(min(head[Block.count], UInt64(capacity)))).compactMap {
                            LocatedRecord(layout, in: page, from: address, at: Block.layout.size + $0 * layout.size)
                        }
                    )
                }
            }
            guard let (head, records) = block ?? nil else { break }
            let count = head[Block.count]
            if count == 0 || count > UInt64(capacity) {
                log.damage(
                    .blockCount, path, next,
                    "the block of \(what) announces \(count) records, between 1 and \(capacity) are possible; the kernel refuses it"
                )
            }
            placement?.record(piece(blocks), at: next)
            result += records
            next = PhysicalAddress(head[Block.next])
            blocks += 1
        }
        return result
    }
}
