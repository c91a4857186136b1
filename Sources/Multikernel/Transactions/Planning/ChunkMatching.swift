/// Which chunks of two pools are the same: by address and size, and those whose base one side does not know by their
/// size and node.
struct ChunkMatching {
    private(set) var same: [(old: PoolChunk, new: PoolChunk)] = []
    /// The bases that both sides know.
    private(set) var sameBases: Set<UInt64> = []
    private(set) var gone: [PoolChunk] = []
    private(set) var come: [PoolChunk] = []

    init(_ old: [PoolChunk], _ new: [PoolChunk]) {
        var known: [Kind: [PoolChunk]] = [:]
        for chunk in old where chunk.base != nil { known[Kind(chunk, chunk.base), default: []].append(chunk) }
        var left: [PoolChunk] = []
        var paired: Set<Int> = []
        for chunk in new {
            if chunk.base != nil, let partner = known[Kind(chunk, chunk.base)]?.popLast() {
                same.append((partner, chunk))
                paired.insert(partner.number)
                if let base = chunk.base { sameBases.insert(base) }
            } else {
                left.append(chunk)
            }
        }
        // The newest old chunk of a kind comes first from the end, so the others are turned around.
        var (unplaced, placed): ([Kind: [PoolChunk]], [Kind: [PoolChunk]]) = ([:], [:])
        for chunk in old.reversed() where !paired.contains(chunk.number) {
            if chunk.base == nil {
                unplaced[Kind(chunk, nil), default: []].append(chunk)
            } else {
                placed[Kind(chunk, nil), default: []].append(chunk)
            }
        }
        for chunk in left {
            let kind = Kind(chunk, nil)
            if let partner = unplaced[kind]?.popLast() ?? (chunk.base == nil ? placed[kind]?.popLast() : nil) {
                same.append((partner, chunk))
                paired.insert(partner.number)
            } else {
                come.append(chunk)
            }
        }
        gone = old.filter { !paired.contains($0.number) }
    }

    /// What chunks have to share.
    private struct Kind: Hashable {
        let base: UInt64?
        let size: UInt64
        let numaNode: UInt32

        init(_ chunk: PoolChunk, _ base: UInt64?) {
            self.base = base
            size = chunk.size
            numaNode = chunk.numaNode
        }
    }
}
