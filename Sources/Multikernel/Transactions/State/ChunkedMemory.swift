/// The memory of a pool: its chunks in the order in which they joined.
///
/// Kernels look for room in the chunk that joined last, then in the one before, and take the first free pages that
/// are enough. Where nothing is large enough they take what is asked for in pieces, each half as large as the last.
public struct ChunkedMemory: Hashable, Sendable {
    /// The chunks, the oldest first.
    public private(set) var chunks: [PoolChunk] = []
    private var next = 0

    /// No memory.
    public init() {}

    /// How many bytes are free in all chunks.
    public var freeBytes: UInt64 { chunks.reduce(0) { $0.saturated($1.freeBytes) } }

    private func index(of number: Int) -> Int? {
        let index = chunks.partitioningIndex { $0.number >= number }
        return index < chunks.count && chunks[index].number == number ? index : nil
    }

    /// The chunk of a number.
    public subscript(number: Int) -> PoolChunk? { index(of: number).map { chunks[$0] } }

    /// The chunk that holds an address, of those whose base is known.
    public func chunk(at address: UInt64) -> PoolChunk? {
        chunks.first { chunk in chunk.base.map { address >= $0 && address - $0 < chunk.size } ?? false }
    }

    /// The address of a region; `nil` where the chunk that it lies in has no known base.
    public func address(of region: OwnedRegion) -> UInt64? {
        guard let number = region.chunk else { return region.offset }
        return self[number]?.base.flatMap { base in
            let (address, overflow) = base.addingReportingOverflow(region.offset)
            return overflow ? nil : address
        }
    }

    // MARK: Chunks

    /// Adds a chunk, and tells its number.
    @discardableResult
    mutating func grow(base: UInt64?, size: UInt64, numaNode: UInt32?, origin: PoolMemory? = nil) -> Int {
        let number = next
        next += 1
        chunks.append(PoolChunk(number: number, base: base, size: size, numaNode: numaNode ?? 0, origin: origin))
        return number
    }

    /// Takes a chunk out.
    mutating func remove(_ number: Int) {
        if let index = index(of: number) { chunks.remove(at: index) }
    }

    /// Notes where a chunk lies whose base was not known.
    public mutating func place(_ number: Int, at base: UInt64) {
        if let index = index(of: number) { chunks[index].base = base }
    }

    // MARK: Regions

    /// Memory in one piece, from chunks of a node or of any; `nil` where none has so much in one piece.
    mutating func takePiece(_ size: UInt64, numaNode: UInt32?) -> OwnedRegion? {
        for node in nodes(numaNode) {
            for index in chunks.indices.reversed() where chunks[index].numaNode == node {
                if let offset = chunks[index].takeFirst(size) {
                    return OwnedRegion(chunk: chunks[index].number, offset: offset, size: size, isPredicted: true)
                }
            }
        }
        return nil
    }

    private func nodes(_ wanted: UInt32?) -> [UInt32] {
        if let wanted { return [wanted] }
        return Set(chunks.map(\.numaNode)).sorted()
    }

    /// Memory for an instance, in pieces where need be, the first taken last as kernels list them; `nil`, with nothing
    /// taken, where there is not enough.
    mutating func take(_ size: UInt64, numaNode: UInt32?, pageSize: UInt64) -> [OwnedRegion]? {
        guard size <= freeBytes else { return nil }
        let before = self
        var (left, piece) = (size, size)
        var regions: [OwnedRegion] = []
        while left > 0 {
            if let region = takePiece(min(piece, left), numaNode: numaNode) {
                regions.append(region)
                left -= region.size
            } else {
                piece = min(piece, left) / 2 / pageSize * pageSize
                if piece == 0 {
                    self = before
                    return nil
                }
            }
        }
        return regions.reversed()
    }

    /// Memory at an address, if a chunk has all of it free.
    mutating func take(_ size: UInt64, at address: UInt64) -> OwnedRegion? {
        guard let chunk = chunk(at: address), let base = chunk.base, let index = index(of: chunk.number),
            chunks[index].take(size, at: address - base)
        else { return nil }
        return OwnedRegion(chunk: chunk.number, offset: address - base, size: size, isPredicted: false)
    }

    /// How many bytes are free from an address on, in one piece.
    func room(at address: UInt64) -> UInt64 {
        guard let chunk = chunk(at: address), let base = chunk.base else { return 0 }
        return chunk.room(at: address - base)
    }

    /// Takes memory back.
    mutating func put(_ region: OwnedRegion) {
        guard let number = region.chunk, let index = index(of: number) else { return }
        chunks[index].put(region.size, at: region.offset)
    }
}

/// Memory of an instance.
public struct OwnedRegion: Hashable, Sendable {
    /// The number of the chunk that it was taken from; `nil` for memory that the pool does not know.
    public let chunk: Int?
    /// The first byte, from the first of the chunk on; the address itself where there is no chunk.
    public let offset: UInt64
    /// How many bytes.
    public let size: UInt64
    /// Whether no tree told where it lies, so that the place is the one that a kernel would most likely choose.
    public let isPredicted: Bool
}

extension UInt64 {
    /// The sum, or the greatest number where it does not fit.
    func saturated(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
