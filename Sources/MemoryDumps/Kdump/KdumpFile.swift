public import PhysicalMemory

/// A kdump-compressed dump, as makedumpfile and QEMU write it: pages compressed one by one, read when asked for.
///
/// Pages that the dump leaves out are absent. Pages can be stored plain or with zlib, LZO, snappy or zstd. A dump that
/// is cut short is read as far as it goes, and ``damage`` tells what is missing.
public struct KdumpFile: PhysicalMemory {
    private let file: MappedFile
    private let header: KdumpHeader
    private let table: KdumpPageTable
    private let cache: PageCache

    /// The notes of the dump.
    public let notes: [ELFNote]
    /// What the kernel tells about itself, where the dump has it.
    public let vmcoreinfo: VMCoreInfo?
    /// What was wrong with the file and passed over.
    public let damage: [InputNote]

    /// How many pages are decompressed together by libkdumpfile.
    private static let batch: UInt64 = 32
    /// The most bytes that are gathered for one call.
    private static let largestGather = ExtentMemory.largestGather

    /// Reads headers, notes and the bitmap of pages.
    ///
    /// - Throws: ``InputError`` with `damaged` for headers or bitmaps outside the file, `unsupported` for another byte
    ///   order, `tooLarge` for a bitmap larger than that of 4 TiB of memory.
    public init(file: MappedFile, path: String) throws(InputError) {
        let header = try KdumpHeader.parse(file, path: path)
        var table = try KdumpPageTable.parse(file, header: header, path: path)
        var damage = NoteList()
        if header.isIncomplete {
            damage.append("the dump is marked incomplete: its writer ran out of room")
        }
        let described = (file.size - header.descriptorOffset) / KdumpHeader.descriptorSize
        if described < table.pageCount {
            damage.append(
                offset: file.size,
                "the file ends after the descriptors of \(described) of \(table.pageCount) pages; the others are left out"
            )
            table.drop(fromDescriptor: described)
        }
        let noteBytes = file.prefix(
            at: header.notes.offset, count: Int(min(header.notes.size, UInt64(ELFNote.mostBytes))))
        let notes = ELFNote.parse(noteBytes, at: header.notes.offset, damage: &damage)
        var text = file.prefix(
            at: header.vmcoreinfo.offset, count: Int(min(header.vmcoreinfo.size, UInt64(VMCoreInfo.mostBytes))))
        if text.isEmpty { text = notes.first { $0.name == "VMCOREINFO" }?.contents ?? [] }
        self.file = file
        self.header = header
        self.table = table
        self.notes = notes
        vmcoreinfo = text.isEmpty ? nil : VMCoreInfo(parsing: text)
        self.damage = damage.notes
        cache = PageCache(bytes: 8 << 20, pageSize: Int(header.blockSize))
        file.advise(.normal)
    }

    /// The machine that the dump was made on.
    public var machine: Machine { header.machine }

    /// The size of a page of the dump in bytes.
    public var pageSize: UInt64 { header.blockSize }

    /// The release of the kernel that was dumped; empty or `Unknown` in dumps that a hypervisor made.
    public var release: String { header.release }

    /// What is present: the pages that the file holds.
    public var present: [MemoryRange] { table.present }

    /// Calls `body` with bytes of a page, or with a copy where they lie in several pages.
    public func withBytes<Result>(
        at address: PhysicalAddress, count: Int, _ body: (Span<UInt8>) -> Result
    ) throws(MemoryError) -> Result {
        guard let size = UInt64(exactly: count), let range = MemoryRange(start: address, size: size) else {
            throw .wraps(address)
        }
        if range.isEmpty { return body([UInt8]().span) }
        // Words from the one at or below the first byte; the bytes before it are cut off the view.
        let before = Int(address.value & 7)
        let first = PhysicalAddress(address.value - UInt64(before))
        return try withWords(from: first, covering: range) { words in
            words.withBytes(count: before + count) { bytes in body(bytes.extracting(before..<before + count)) }
        }
    }

    /// Calls `body` with words of a page, or with a copy where they lie in several pages.
    public func withWords<Result>(
        at address: PhysicalAddress, count: Int, _ body: (Span<UInt64>) -> Result
    ) throws(MemoryError) -> Result {
        guard address.isAligned(to: 8) else { throw .misaligned(address) }
        let size = count.multipliedReportingOverflow(by: 8)
        guard !size.overflow, let bytes = UInt64(exactly: size.partialValue),
            let range = MemoryRange(start: address, size: bytes)
        else { throw .wraps(address) }
        if range.isEmpty { return body([UInt64]().span) }
        return try withWords(from: address, covering: range, body)
    }

    private func withWords<Result>(
        from first: PhysicalAddress, covering range: MemoryRange, _ body: (Span<UInt64>) -> Result
    ) throws(MemoryError) -> Result {
        let inPage = Int(first.value % pageSize) / 8
        // The range does not wrap, and `first` is at most 7 bytes below it.
        let count = Int((range.end.value - first.value + 7) / 8)
        if range.size <= pageSize, inPage + count <= Int(pageSize) / 8 {
            let page = try page(at: range.start)
            return body(page.span.extracting(inPage..<inPage + count))
        }
        if let absent = firstAbsent(in: range) { throw .absent(absent) }
        guard range.size <= Self.largestGather else {
            throw .unreadable(
                range.start, reason: "\(range.size) bytes of compressed pages are more than are read at once")
        }
        var words: [UInt64] = []
        words.reserveCapacity(count)
        var position = first.value
        while words.count < count {
            let page = try page(at: PhysicalAddress(max(position, range.start.value)))
            let start = Int(position % pageSize) / 8
            let end = min(page.count, start + count - words.count)
            words += page[start..<end]
            position += UInt64(end - start) * 8
        }
        return body(words.span)
    }
}

extension KdumpFile {
    /// The words of the page that holds an address.
    private func page(at address: PhysicalAddress) throws(MemoryError) -> [UInt64] {
        guard let number = table.descriptor(of: address) else { throw .absent(address) }
        if let words = cache.page(number) { return words }
        let place = try place(of: number, holding: address)
        let size = Int(pageSize)
        var words: [UInt64]?
        switch place.compression {
        case .none:
            var copy = [UInt64](repeating: 0, count: size / 8)
            if file.copy(from: place.offset, count: size, into: &copy, at: 0) { words = copy }
        case .zlib:
            let inflated = file.withBytes(at: place.offset, count: place.size) { bytes in
                PageDecompressor.inflate(bytes, size: size)
            }
            words = inflated ?? nil
        case .lzo, .snappy, .zstd:
            words = try decompressBatch(with: number, holding: address)
        }
        guard let words else { throw .unreadable(address, reason: "the compressed page is damaged") }
        cache.keep(words, as: number)
        return words
    }

    /// Where a page is in the file, from its descriptor: `{ u64 offset; u32 size; u32 flags; u64 page_flags; }`.
    private func place(
        of number: UInt64, holding address: PhysicalAddress
    ) throws(MemoryError) -> (offset: UInt64, size: Int, compression: StoredPage.Compression) {
        // The table has no page whose descriptor is outside the file.
        let descriptor = header.descriptorOffset + number * KdumpHeader.descriptorSize
        guard let offset = file.integer(at: descriptor, as: UInt64.self),
            let size = file.integer(at: descriptor + 8, as: UInt32.self),
            let flags = file.integer(at: descriptor + 12, as: UInt32.self)
        else { throw .absent(address) }
        guard let compression = StoredPage.Compression(rawValue: flags) else {
            throw .unreadable(
                address, reason: "the page is compressed in an unknown way (flags 0x\(String(flags, radix: 16)))")
        }
        // A writer stores a page plain when compression does not make it smaller.
        guard size > 0, UInt64(size) <= pageSize, compression != .none || UInt64(size) == pageSize else {
            throw .unreadable(address, reason: "the page is stored in \(size) bytes, which cannot be")
        }
        guard offset <= file.size, UInt64(size) <= file.size - offset else {
            throw .unreadable(address, reason: "the page is stored past the end of the file")
        }
        return (offset, Int(size), compression)
    }

    /// Decompresses a page and those stored after it, which are likely to be asked for next.
    private func decompressBatch(
        with number: UInt64, holding address: PhysicalAddress
    ) throws(MemoryError) -> [UInt64]? {
        var pages: [StoredPage] = []
        for next in number..<min(number + Self.batch, table.pageCount) {
            guard let place = try? place(of: next, holding: address), place.compression.rawValue > 1 else { break }
            pages.append(
                StoredPage(
                    compression: place.compression, bytes: file.prefix(at: place.offset, count: place.size)))
        }
        do {
            let results = try PageDecompressor.decompress(pages, blockSize: pageSize)
            for (index, result) in results.enumerated() {
                if case .success(let words) = result { cache.keep(words, as: number + UInt64(index)) }
            }
            switch results.first {
            case .success(let words): return words
            case .failure(let failure): throw MemoryError.unreadable(address, reason: failure.reason)
            case nil: return nil
            }
        } catch let error as MemoryError {
            throw error
        } catch {
            throw .unreadable(address, reason: (error as? FileFailure)?.description ?? "decompression failed")
        }
    }
}
