import HandoverABI
import HandoverState
import PhysicalMemory

extension ImageBuilder {
    /// Writes the preserved-memory map where it was read, with the parts of it that hold nothing.
    ///
    /// - Returns: the address of the map.
    mutating func writeMap(at placement: MapPlacement, of memory: PreservedMemory) throws(EncodingError)
        -> PhysicalAddress
    {
        switch (placement, profile.map) {
        case (.chunks(let chunks), .chunks(let bitmaps)):
            try writeChunks(chunks, of: memory, bitmapBytes: bitmaps.bytes(pageShift: profile.pageShift))
            return chunks.first?.address ?? 0
        case (.nodes(let nodes), .radix(let depth)):
            let geometry = RadixGeometry(depth, pageShift: profile.pageShift)
            try writeNodes(nodes, of: memory, geometry)
            if let root = nodes[RadixNode(level: geometry.levels - 1, prefix: 0)] { return root }
            throw .unusable(path: "/preserved-memory-map", reason: "the tree has no root")
        case (.chunks, .radix), (.nodes, .chunks):
            throw .unusable(
                path: "/preserved-memory-map", reason: "\(profile.name) has another form of map; place the state anew")
        }
    }

    /// Writes the chunks and bitmaps of a list where they were read.
    mutating func writeChunks(_ chunks: [ChunkPlacement], of memory: PreservedMemory, bitmapBytes: Int)
        throws(EncodingError)
    {
        for (index, chunk) in chunks.enumerated() {
            let next = index + 1 < chunks.count ? chunks[index + 1].address.value : 0
            try clear(chunk.address, order: 0)
            var words = [next, UInt64(chunk.order) | UInt64(chunk.elements.count) << 32]
            for element in chunk.elements { words += [element.start, element.bitmap.value] }
            try write(words: words, at: chunk.address)
            for element in chunk.elements {
                let first = element.start >> UInt64(profile.pageShift + chunk.order)
                let bits = memory.bits(order: chunk.order, from: first, words: bitmapBytes / 8)
                try write(words: bits, at: element.bitmap)
            }
        }
    }

    /// Writes the nodes of a radix tree where they were read.
    mutating func writeNodes(
        _ nodes: [RadixNode: PhysicalAddress], of memory: PreservedMemory, _ geometry: RadixGeometry
    ) throws(EncodingError) {
        var tables: [RadixNode: [UInt64]] = [:]
        for (node, address) in nodes {
            if node.level == 0 {
                try write(words: leafBits(of: node, memory, geometry), at: address)
            } else if tables[node] == nil {
                tables[node] = [UInt64](repeating: 0, count: geometry.wordsPerNode)
            }
            guard node.level + 1 < geometry.levels else { continue }
            let parent = RadixNode(level: node.level + 1, prefix: node.prefix >> UInt64(geometry.tableBits))
            let index = Int(node.prefix & UInt64(geometry.tableEntries - 1))
            tables[parent, default: [UInt64](repeating: 0, count: geometry.wordsPerNode)][index] = address.value
        }
        for (node, words) in tables {
            guard let address = nodes[node] else {
                throw .unusable(path: "/preserved-memory-map", reason: "a node of the tree has no parent")
            }
            try write(words: words, at: address)
        }
    }

    private func leafBits(of node: RadixNode, _ memory: PreservedMemory, _ geometry: RadixGeometry) -> [UInt64] {
        guard node.prefix != 0 else { return geometry.lowestLeaf(of: memory) }
        let top = 63 - node.prefix.leadingZeroBitCount
        let order = geometry.orderZeroPosition - (top + geometry.leafBits)
        let first = (node.prefix ^ 1 << UInt64(top)) << UInt64(geometry.leafBits)
        return memory.bits(order: order, from: first, words: geometry.wordsPerNode)
    }
}
