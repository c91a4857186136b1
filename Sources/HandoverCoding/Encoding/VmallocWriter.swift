import HandoverABI
import PhysicalMemory

extension ImageBuilder {
    /// Writes words into memory of pages and the chunks that list them, and gives the descriptor (`kho_vmalloc`).
    ///
    /// Pages and chunks are all preserved. A last chunk that is exactly full is followed by an empty one, as the kernel
    /// leaves it.
    mutating func writeVmalloc(words: [UInt64], of path: String) throws(EncodingError) -> Record {
        var descriptor = Record(Vmalloc.layout)
        if words.isEmpty { return descriptor }
        if let placement { return try writeVmalloc(words: words, in: placement.vmallocs[path]) }
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

    /// Writes words into the pages and chunks that they were read from.
    private mutating func writeVmalloc(words: [UInt64], in place: VmallocPlacement?) throws(EncodingError) -> Record {
        guard let place, let first = place.chunks.first else {
            throw .unusable(path: "/", reason: "the places of a list's pages are not known; place it anew")
        }
        guard place.order < 64 - UInt64(profile.pageShift) else {
            throw .unusable(path: "/", reason: "a list is in blocks of order \(place.order); place it anew")
        }
        let perEntry = (pageSize / 8) << Int(place.order)
        guard words.count <= place.entries.count * perEntry else {
            throw .unusable(path: "/", reason: "a list has grown beyond its pages; place it anew")
        }
        for (index, entry) in place.entries.enumerated() {
            try clear(entry, order: Int(place.order))
            let start = min(words.count, index * perEntry)
            try write(words: Array(words[start..<min(words.count, start + perEntry)]), at: entry)
        }
        let capacity = Vmalloc.Chunk.capacity(pageShift: profile.pageShift)
        for (index, chunk) in place.chunks.enumerated() {
            try clear(chunk, order: 0)
            let start = min(place.entries.count, index * capacity)
            let entries = place.entries[start..<min(place.entries.count, start + capacity)].map { $0.value }
            let next = index + 1 < place.chunks.count ? place.chunks[index + 1].value : 0
            try write(words: [next] + entries, at: chunk)
        }
        var descriptor = Record(Vmalloc.layout)
        descriptor[Vmalloc.first] = first.value
        descriptor[Vmalloc.totalPages] = place.totalPages
        descriptor[Vmalloc.flags] = place.flags
        descriptor[Vmalloc.order] = place.order
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
