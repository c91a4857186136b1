import HandoverABI
import HandoverState
import PhysicalMemory

/// Reads the list of chunks of `kho-v1` (`kho_mem_deserialize` in the kernel).
struct ChunkMapReader<Memory: PhysicalMemory> {
    private static var path: String { "/preserved-memory-map" }

    private var reader: StructureReader<Memory>
    private let bitmapBytes: Int
    private var builder: PreservedMemory.Builder
    private var empty = EmptyParts()

    init(reader: StructureReader<Memory>, bitmapBytes: Int) {
        self.reader = reader
        self.bitmapBytes = bitmapBytes
        builder = PreservedMemory.Builder(pageShift: reader.pageShift)
    }

    private struct Chunk {
        let next: UInt64
        let order: UInt64
        let announced: UInt64
        let elements: [(start: UInt64, bitmap: UInt64)]
    }

    mutating func read(_ map: PhysicalAddress) -> MapReading {
        var next = map
        // Every chunk is claimed, so a list ends where it meets itself.
        while next.value != 0, let chunk = chunk(at: next) {
            readBitmaps(of: chunk, at: next)
            next = PhysicalAddress(chunk.next)
        }
        let memory = builder.build()
        if builder.foundDuplicates {
            reader.log.damage(.mapBitmapDuplicate, Self.path, map, "two bitmaps of one order stand for the same blocks")
        }
        empty.report(in: &reader.log, map)
        return MapReading(memory: memory, log: reader.log, claims: reader.claims)
    }

    private mutating func chunk(at address: PhysicalAddress) -> Chunk? {
        let capacity = MapChunk.capacity(pageShift: reader.pageShift)
        let chunk = reader.words(at: address, count: reader.pageSize / 8, Self.path, .map("the chunk")) { words in
            let announced = words[1] >> 32
            return Chunk(
                next: words[0], order: words[1] & 0xffff_ffff, announced: announced,
                elements: (0..<min(Int(announced), capacity)).map { (words[2 + 2 * $0], words[3 + 2 * $0]) })
        }
        guard let chunk else { return nil }
        if chunk.announced > UInt64(capacity) {
            reader.log.damage(
                .mapChunkOverfull, Self.path, address,
                "the chunk announces \(chunk.announced) bitmaps, a page holds \(capacity)")
        }
        return chunk
    }

    private mutating func readBitmaps(of chunk: Chunk, at address: PhysicalAddress) {
        if chunk.announced == 0 {
            reader.log.note(.mapChunkEmpty, Self.path, address, "the chunk of order \(chunk.order) has no bitmaps")
        }
        let shift = UInt64(reader.pageShift) + chunk.order
        guard shift < 64 else {
            reader.log.damage(
                .mapOrder, Self.path, address, "the chunk is of order \(chunk.order), blocks larger than memory")
            return
        }
        for element in chunk.elements {
            let start = PhysicalAddress(element.start)
            guard start.isAligned(to: 1 << shift) else {
                reader.log.damage(
                    .mapBitmapStart, Self.path, start,
                    "a bitmap of order \(chunk.order) starts at an address that is not aligned to it")
                continue
            }
            if !isStretch(element.start, blockShift: shift) {
                reader.log.damage(
                    .mapBitmapForm, Self.path, start,
                    "a bitmap of order \(chunk.order) starts at an address that is no multiple of what a bitmap stands for"
                )
            }
            add(
                bitmapAt: PhysicalAddress(element.bitmap), order: Int(chunk.order), firstBlock: element.start >> shift)
        }
    }

    /// Whether an address is a multiple of the memory that a bitmap stands for, as every kernel's are: it is what tells a
    /// bitmap of 512 bytes from one of a page.
    private func isStretch(_ start: UInt64, blockShift: UInt64) -> Bool {
        let shift = blockShift + UInt64(bitmapBytes.trailingZeroBitCount) + 3
        return shift < 64 ? start & (1 << shift - 1) == 0 : start == 0
    }

    private mutating func add(bitmapAt address: PhysicalAddress, order: Int, firstBlock: UInt64) {
        guard address.value != 0 else {
            reader.log.damage(.mapBitmapMissing, Self.path, nil, "an element of order \(order) has no bitmap")
            return
        }
        let fits = reader.words(at: address, count: bitmapBytes / 8, Self.path, .map("the bitmap")) { bitmap in
            empty.note(bitmap: bitmap, at: address)
            return builder.add(bitmap: bitmap, order: order, firstBlock: firstBlock)
        }
        if fits == false {
            reader.log.damage(
                .mapBlockImpossible, Self.path, address,
                "the bitmap stands for blocks past the end of the address space")
        }
    }
}
