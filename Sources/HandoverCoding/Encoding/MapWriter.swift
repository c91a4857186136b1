import HandoverABI
import HandoverState
import PhysicalMemory

extension ImageBuilder {
    /// Writes the preserved-memory map, the last of all structures: it names every block taken before.
    ///
    /// - Returns: the set of blocks and the address of the map.
    mutating func writeMap() throws(EncodingError) -> (memory: PreservedMemory, map: PhysicalAddress) {
        var builder = preserved
        let memory = builder.build()
        switch profile.map {
        case .chunks(let bitmaps):
            return (memory, try writeChunks(of: memory, bitmapBytes: bitmaps.bytes(pageShift: profile.pageShift)))
        case .radix(let depth):
            return (memory, try writeTree(of: memory, RadixGeometry(depth, pageShift: profile.pageShift)))
        }
    }

    // MARK: kho-v1

    /// One element of a chunk, before it has a place.
    private struct Element {
        let order: Int
        let start: UInt64
        let words: [UInt64]
    }

    /// Chunks by ascending order, each with bitmaps of one order by ascending address; a chunk that is full is followed
    /// by the next.
    private mutating func writeChunks(of memory: PreservedMemory, bitmapBytes: Int) throws(EncodingError)
        -> PhysicalAddress
    {
        var chunks: [(order: Int, elements: [(start: UInt64, bitmap: PhysicalAddress)])] = []
        var shared: (page: PhysicalAddress, used: Int)?
        for element in elements(of: memory, words: bitmapBytes / 8) {
            let bitmap = try bitmapPlace(of: bitmapBytes, &shared)
            try write(words: element.words, at: bitmap)
            let capacity = MapChunk.capacity(pageShift: profile.pageShift)
            if chunks.last?.order != element.order || chunks.last?.elements.count == capacity {
                chunks.append((element.order, []))
            }
            chunks[chunks.count - 1].elements.append((element.start, bitmap))
        }
        var next = PhysicalAddress(0)
        for chunk in chunks.reversed() {
            let address = try unpreservedPage()
            var words = [next.value, UInt64(chunk.order) | UInt64(chunk.elements.count) << 32]
            for element in chunk.elements { words += [element.start, element.bitmap.value] }
            try write(words: words, at: address)
            next = address
        }
        return next
    }

    /// Bitmaps smaller than a page share pages, as they do where the kernel gets them from its slabs.
    private mutating func bitmapPlace(
        of bytes: Int, _ shared: inout (page: PhysicalAddress, used: Int)?
    ) throws(EncodingError) -> PhysicalAddress {
        if bytes >= pageSize { return try unpreservedPage() }
        if let place = shared, place.used + bytes <= pageSize {
            shared = (place.page, place.used + bytes)
            return PhysicalAddress(place.page.value + UInt64(place.used))
        }
        let page = try unpreservedPage()
        shared = (page, bytes)
        return page
    }

    /// The bitmaps of a set, cut or joined to the size that the profile has.
    private func elements(of memory: PreservedMemory, words count: Int) -> [Element] {
        var result: [Element] = []
        memory.forEachBitmap { bitmap in
            let shift = UInt64(profile.pageShift + bitmap.order)
            let perLeaf = bitmap.words.count
            if count <= perLeaf {
                for part in stride(from: 0, to: perLeaf, by: count) {
                    let words = Array(bitmap.words[part..<part + count])
                    if words.allSatisfy({ $0 == 0 }) { continue }
                    result.append(
                        Element(
                            order: bitmap.order, start: (bitmap.firstBlock + UInt64(part * 64)) << shift, words: words))
                }
                return
            }
            // One bitmap of the profile holds several stretches.
            let blocks = UInt64(count * 64)
            let first = bitmap.firstBlock / blocks * blocks
            let place = Int(bitmap.firstBlock - first) / 64
            if let last = result.last, last.order == bitmap.order, last.start == first << shift {
                var words = last.words
                words.replaceSubrange(place..<place + perLeaf, with: bitmap.words)
                result[result.count - 1] = Element(order: last.order, start: last.start, words: words)
            } else {
                var words = [UInt64](repeating: 0, count: count)
                words.replaceSubrange(place..<place + perLeaf, with: bitmap.words)
                result.append(Element(order: bitmap.order, start: first << shift, words: words))
            }
        }
        return result
    }

    // MARK: kho-v2 and later

    /// A node of the radix tree by the bits of the key that all its entries share.
    private mutating func writeTree(
        of memory: PreservedMemory, _ geometry: RadixGeometry
    ) throws(EncodingError) -> PhysicalAddress {
        var nodes = try writeLeaves(of: memory, geometry)
        for _ in 1..<geometry.levels {
            let mask = UInt64(geometry.tableEntries - 1)
            var parents: [UInt64: [UInt64]] = [:]
            for (prefix, address) in nodes {
                let empty = [UInt64](repeating: 0, count: geometry.wordsPerNode)
                parents[prefix >> UInt64(geometry.tableBits), default: empty][Int(prefix & mask)] = address.value
            }
            nodes = [:]
            for prefix in parents.keys.sorted() {
                let address = try unpreservedPage()
                try write(words: parents[prefix] ?? [], at: address)
                nodes[prefix] = address
            }
        }
        if let root = nodes[0] { return root }
        // A tree of nothing is a table of nothing.
        return try unpreservedPage()
    }

    private mutating func writeLeaves(
        of memory: PreservedMemory, _ geometry: RadixGeometry
    ) throws(EncodingError) -> [UInt64: PhysicalAddress] {
        var leaves: [UInt64: PhysicalAddress] = [:]
        // The largest orders share the lowest leaf, each with fewer blocks than a leaf has bits.
        let lowest = geometry.lowestLeaf(of: memory)
        if lowest.contains(where: { $0 != 0 }) {
            let leaf = try unpreservedPage()
            leaves[0] = leaf
            try write(words: lowest, at: leaf)
        }
        try memory.forEachBitmap { (bitmap) throws(EncodingError) in
            let position = geometry.orderZeroPosition - bitmap.order
            guard position >= geometry.leafBits else { return }
            let key = 1 << UInt64(position) | bitmap.firstBlock
            let prefix = key >> UInt64(geometry.leafBits)
            let leaf: PhysicalAddress
            if let known = leaves[prefix] {
                leaf = known
            } else {
                leaf = try unpreservedPage()
                leaves[prefix] = leaf
            }
            let inside = key & (UInt64(1) << UInt64(geometry.leafBits) - 1)
            try write(words: bitmap.words, at: PhysicalAddress(leaf.value + inside / 8))
        }
        return leaves
    }
}

extension RadixGeometry {
    /// The leaf of the keys that fit a leaf as a whole: those of blocks so large that there are few of them.
    func lowestLeaf(of memory: PreservedMemory) -> [UInt64] {
        var words = [UInt64](repeating: 0, count: wordsPerNode)
        memory.forEachBitmap { bitmap in
            let position = orderZeroPosition - bitmap.order
            guard position >= 0, position < leafBits else { return }
            let blocks = min(1 << position, bitmap.words.count * 64)
            for block in 0..<blocks where bitmap.words[block / 64] >> UInt64(block % 64) & 1 != 0 {
                let key = 1 << position | (Int(truncatingIfNeeded: bitmap.firstBlock) + block)
                words[key / 64] |= 1 << UInt64(key % 64)
            }
        }
        return words
    }
}
