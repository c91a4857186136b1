import HandoverABI
import PhysicalMemory

extension ImageBuilder {
    /// Writes words into memory of pages and the chunks that list them, and gives the descriptor (`kho_vmalloc`).
    ///
    /// Pages and chunks are all preserved. A last chunk that is exactly full is followed by an empty one, as the kernel
    /// leaves it.
    mutating func writeVmalloc(words: [UInt64]) throws(EncodingError) -> Record {
        var descriptor = Record(Vmalloc.layout)
        if words.isEmpty { return descriptor }
        let perPage = pageSize / 8
        var pages: [UInt64] = []
        var position = 0
        while position < words.count {
            let page = try preservedBlock()
            try write(words: Array(words[position..<min(words.count, position + perPage)]), at: page)
            pages.append(page.value)
            position += perPage
        }
        descriptor[Vmalloc.first] = try writeChunks(pages).value
        descriptor[Vmalloc.totalPages] = UInt64(pages.count)
        descriptor[Vmalloc.flags] = 1
        return descriptor
    }

    private mutating func writeChunks(_ pages: [UInt64]) throws(EncodingError) -> PhysicalAddress {
        let capacity = Vmalloc.Chunk.capacity(pageShift: profile.pageShift)
        var chunks = stride(from: 0, to: pages.count, by: capacity).map {
            Array(pages[$0..<min(pages.count, $0 + capacity)])
        }
        if chunks.last?.count == capacity { chunks.append([]) }
        var places: [PhysicalAddress] = []
        for _ in chunks { places.append(try preservedBlock()) }
        for (index, chunk) in chunks.enumerated() {
            let next = index + 1 < places.count ? places[index + 1].value : 0
            try write(words: [next] + chunk, at: places[index])
        }
        return places[0]
    }
}
