import HandoverABI
import HandoverState
import PhysicalMemory

/// Reads the radix tree of `kho-v2` and later (`kho_radix_walk_tree` in the kernel).
struct RadixMapReader<Memory: PhysicalMemory> {
    private static var path: String { "/preserved-memory-map" }

    private var reader: StructureReader<Memory>
    private let geometry: RadixGeometry
    private var builder: PreservedMemory.Builder
    private var empty = EmptyParts()

    init(reader: StructureReader<Memory>, geometry: RadixGeometry) {
        self.reader = reader
        self.geometry = geometry
        builder = PreservedMemory.Builder(pageShift: geometry.pageShift)
    }

    mutating func read(_ map: PhysicalAddress) -> MapReading {
        walk(map, level: geometry.levels - 1, prefix: 0)
        empty.report(in: &reader.log, map)
        return MapReading(memory: builder.build(), log: reader.log, claims: reader.claims)
    }

    /// Walks the subtree of a node whose entries share the bits of the key above them.
    private mutating func walk(_ node: PhysicalAddress, level: Int, prefix: UInt64) {
        guard node.isAligned(to: UInt64(reader.pageSize)) else {
            reader.log.damage(.mapMisaligned, Self.path, node, "the node of level \(level) is not aligned to a page")
            return
        }
        if level == 0 {
            readLeaf(node, prefix: prefix)
            return
        }
        let entries = reader.words(
            at: node, count: geometry.wordsPerNode, Self.path, .map("the table of level \(level)")
        ) {
            table in
            var found: [(index: UInt64, child: UInt64)] = []
            for index in table.indices where table[index] != 0 { found.append((UInt64(index), table[index])) }
            return found
        }
        if entries?.isEmpty == true { empty.note(tableAt: node) }
        for entry in entries ?? [] {
            walk(
                PhysicalAddress(entry.child), level: level - 1,
                prefix: prefix << UInt64(geometry.tableBits) | entry.index)
        }
    }

    private mutating func readLeaf(_ node: PhysicalAddress, prefix: UInt64) {
        guard prefix != 0 else {
            readLeafOfLargeOrders(node)
            return
        }
        // The highest set bit marks the order, the bits below it are the high bits of the block number.
        let top = 63 - prefix.leadingZeroBitCount
        let order = geometry.orderZeroPosition - (top + geometry.leafBits)
        let firstBlock = (prefix ^ 1 << UInt64(top)) << UInt64(geometry.leafBits)
        let fits = reader.words(at: node, count: geometry.wordsPerNode, Self.path, .map("the bitmap")) { bitmap in
            empty.note(bitmap: bitmap, at: node)
            return builder.add(bitmap: bitmap, order: order, firstBlock: firstBlock)
        }
        if fits == false {
            reader.log.damage(
                .mapBlockImpossible, Self.path, node,
                "the bitmap stands for keys that no block has: order \(order), or past the last address")
        }
    }

    /// The first leaf of the tree holds the keys of all orders whose mark lies in the low bits: blocks so large that
    /// no machine has one.
    private mutating func readLeafOfLargeOrders(_ node: PhysicalAddress) {
        let keys = reader.words(at: node, count: geometry.wordsPerNode, Self.path, .map("the bitmap")) { bitmap in
            var found: [(index: Int, word: UInt64)] = []
            for index in bitmap.indices where bitmap[index] != 0 { found.append((index, bitmap[index])) }
            empty.note(bitmap: bitmap, at: node)
            return found
        }
        for (index, word) in keys ?? [] {
            for bit in 0..<64 where word >> UInt64(bit) & 1 != 0 {
                let key = UInt64(index * 64 + bit)
                let top = 63 - key.leadingZeroBitCount
                guard key != 0, builder.add(block: key ^ 1 << UInt64(top), order: geometry.orderZeroPosition - top)
                else {
                    reader.log.damage(
                        .mapBlockImpossible, Self.path, node,
                        "the key 0x\(String(key, radix: 16)) is not one of a block")
                    continue
                }
            }
        }
    }
}
