import HandoverABI
import PhysicalMemory

extension MapPlacement {
    /// Finds where the parts of a map lie that has been read before and is sound; `nil` where it is not.
    init?<Memory: PhysicalMemory>(of map: PhysicalAddress, as profile: Profile, in memory: Memory) {
        var claims = ClaimedMemory()
        do throws(MemoryError) {
            switch profile.map {
            case .chunks:
                self = .chunks(try Self.chunks(from: map, profile, memory, &claims))
            case .radix(let depth):
                let geometry = RadixGeometry(depth, pageShift: profile.pageShift)
                var nodes: [RadixNode: PhysicalAddress] = [:]
                let root = RadixNode(level: geometry.levels - 1, prefix: 0)
                try Self.collect(root, at: map, geometry, memory, &claims, into: &nodes)
                self = .nodes(nodes)
            }
        } catch {
            return nil
        }
    }

    private static func claim(
        _ address: PhysicalAddress, _ profilePage: Int, _ claims: inout ClaimedMemory
    ) throws(MemoryError) {
        guard let range = MemoryRange(start: address, size: UInt64(profilePage)), range.end.value < .max - 0xffff,
            claims.claim(range)
        else { throw .unreadable(address, reason: "the map meets itself") }
    }

    private static func chunks<Memory: PhysicalMemory>(
        from map: PhysicalAddress, _ profile: Profile, _ memory: Memory, _ claims: inout ClaimedMemory
    ) throws(MemoryError) -> [ChunkPlacement] {
        var result: [ChunkPlacement] = []
        var next = map
        while next.value != 0 {
            try claim(next, profile.pageSize, &claims)
            let address = next
            let capacity = MapChunk.capacity(pageShift: profile.pageShift)
            let (chunk, following) = try memory.withWords(at: address, count: profile.pageSize / 8) { words in
                let count = min(Int(words[1] >> 32), capacity)
                var elements: [ChunkPlacement.Element] = []
                for index in 0..<count {
                    elements.append(
                        .init(start: words[2 + 2 * index], bitmap: PhysicalAddress(words[3 + 2 * index])))
                }
                let order = Int(words[1] & 0xffff_ffff)
                return (ChunkPlacement(address: address, order: order, elements: elements), words[0])
            }
            result.append(chunk)
            next = PhysicalAddress(following)
        }
        return result
    }

    private static func collect<Memory: PhysicalMemory>(
        _ node: RadixNode, at address: PhysicalAddress, _ geometry: RadixGeometry, _ memory: Memory,
        _ claims: inout ClaimedMemory, into nodes: inout [RadixNode: PhysicalAddress]
    ) throws(MemoryError) {
        try claim(address, geometry.wordsPerNode * 8, &claims)
        nodes[node] = address
        if node.level == 0 { return }
        let children = try memory.withWords(at: address, count: geometry.wordsPerNode) { words in
            var found: [(index: UInt64, address: UInt64)] = []
            for index in words.indices where words[index] != 0 { found.append((UInt64(index), words[index])) }
            return found
        }
        for child in children {
            let prefix = node.prefix << UInt64(geometry.tableBits) | child.index
            try collect(
                RadixNode(level: node.level - 1, prefix: prefix), at: PhysicalAddress(child.address), geometry, memory,
                &claims, into: &nodes)
        }
    }
}
