import HandoverABI
import HandoverState
import PhysicalMemory

/// The descriptor of a `kho_vmalloc`.
struct VmallocDescriptor {
    let first: PhysicalAddress
    let totalPages: UInt64
    let flags: UInt64
    let order: UInt64

    /// Set for all memory that `vmalloc` gave.
    static let allocated: UInt64 = 1
    /// The flags that kernels hand over: that, and whether huge pages are allowed.
    static let knownFlags: UInt64 = 3

    init(_ record: Record) {
        first = PhysicalAddress(record[Vmalloc.first])
        totalPages = record[Vmalloc.totalPages]
        flags = record[Vmalloc.flags]
        order = record[Vmalloc.order]
    }

    /// The descriptor that is embedded in another structure.
    init?(in record: Record, at field: Field) {
        let bytes = Array(record.bytes[field.offset..<field.offset + field.size])
        guard let descriptor = Record(Vmalloc.layout, in: bytes.span) else { return nil }
        self.init(descriptor)
    }
}

extension StructureReader {
    /// Walks the memory of a `kho_vmalloc` in its order, a page of words at a time; the chunks to the end of their list,
    /// for the kernel refuses a list that is longer or shorter than it announces.
    ///
    /// - Parameter body: takes the words of a page and returns whether it wants the next.
    /// - Returns: whether all the pages that the descriptor announces were read, or as many as `body` wanted.
    mutating func forEachPage(
        of descriptor: VmallocDescriptor, _ path: String, _ what: String, _ body: (Span<UInt64>) -> Bool
    ) -> Bool {
        guard descriptor.order < 20 else {
            log.damage(
                .vmallocOrder, path, nil,
                "\(what) is in blocks of order \(descriptor.order), larger than any allocation")
            return false
        }
        if descriptor.flags & ~VmallocDescriptor.knownFlags != 0 || descriptor.flags & VmallocDescriptor.allocated == 0
        {
            log.note(
                .vmallocFlags, path, nil,
                "\(what) has flags 0x\(String(descriptor.flags, radix: 16)), kernels write 0x1 or 0x3")
        }
        let pagesPerEntry = UInt64(1) << descriptor.order
        if descriptor.totalPages % pagesPerEntry != 0 {
            log.damage(
                .vmallocPartial, path, nil,
                "\(what) has \(descriptor.totalPages) pages, which are no whole blocks of order \(descriptor.order)")
        }
        var left = descriptor.totalPages
        var next = descriptor.first
        var wantsMore = true
        var places = VmallocPlacement(
            totalPages: descriptor.totalPages, flags: descriptor.flags, order: descriptor.order)
        defer { placement?.record(vmallocOf: path, places) }
        while next.value != 0 {
            guard let chunk = vmallocChunk(at: next, path, what) else { return !wantsMore }
            if placement != nil {
                places.chunks.append(next)
                places.entries += chunk.pages.map { PhysicalAddress($0) }
            }
            for entry in chunk.pages {
                guard left > 0 else {
                    log.damage(.vmallocLong, path, next, "\(what) goes on behind its \(descriptor.totalPages) pages")
                    return true
                }
                var page: UInt64 = 0
                while wantsMore, page < min(pagesPerEntry, left) {
                    guard let address = PhysicalAddress(entry).advanced(by: page << UInt64(pageShift)),
                        let answer = words(at: address, count: pageSize / 8, path, .vmalloc("a page of \(what)"), body)
                    else { return false }
                    wantsMore = answer
                    page += 1
                }
                left -= min(pagesPerEntry, left)
            }
            next = chunk.next
        }
        if left > 0 {
            log.damage(.vmallocShort, path, nil, "\(what) ends \(left) pages before its \(descriptor.totalPages)")
        }
        return left == 0 || !wantsMore
    }

    /// Says so where a list has more pages than as many records take; kernels allocate what they fill.
    mutating func compare(
        _ descriptor: VmallocDescriptor, withRecords count: UInt64, of size: Int, _ path: String, _ what: String
    ) {
        guard descriptor.order < 20, size > 0 else { return }
        let perPage = UInt64(max(1, pageSize / size))
        let needed = count / perPage + (count % perPage == 0 ? 0 : 1)
        let inEntry = UInt64(1) << descriptor.order
        if descriptor.totalPages > needed, descriptor.totalPages - needed >= inEntry {
            log.note(
                .vmallocTotal, path, nil, "\(what) has \(descriptor.totalPages) pages, its records take \(needed)")
        }
    }

    private mutating func vmallocChunk(
        at address: PhysicalAddress, _ path: String, _ what: String
    ) -> (next: PhysicalAddress, pages: [UInt64])? {
        words(at: address, count: pageSize / 8, path, .vmalloc("a chunk of \(what)")) { words in
            var pages: [UInt64] = []
            var index = 1
            while index < words.count, words[index] != 0 {
                pages.append(words[index])
                index += 1
            }
            return (PhysicalAddress(words[0]), pages)
        }
    }
}
