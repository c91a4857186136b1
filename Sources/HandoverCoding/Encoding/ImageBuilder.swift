import HandoverABI
import HandoverState
import PhysicalMemory

/// The image that an encoder fills: pages of the handover's own structures, each in free memory, and the map that names
/// those the next kernel expects to be preserved.
struct ImageBuilder {
    let profile: Profile
    private(set) var image = MemoryImage()
    private var places: Places
    private(set) var preserved: PreservedMemory.Builder
    private(set) var pageCount = 0

    /// Where structures go.
    enum Places {
        /// Into free memory.
        case free(PageAllocator)
        /// Where they were read.
        case recorded(Placement)
    }

    /// A builder that puts structures into free memory and preserves them beside the contents.
    init(profile: Profile, allocator: PageAllocator, preserving contents: PreservedMemory.Builder) {
        self.profile = profile
        places = .free(allocator)
        preserved = contents
    }

    /// A builder that puts structures where they were read, in memory that is preserved already.
    init(profile: Profile, placement: Placement, preserving memory: PreservedMemory.Builder) {
        self.profile = profile
        places = .recorded(placement)
        preserved = memory
    }

    /// The recorded places, where structures go back to them.
    var placement: Placement? {
        if case .recorded(let placement) = places { return placement }
        return nil
    }

    var pageSize: Int { profile.pageSize }

    /// Takes a block for a structure, which the next kernel finds preserved under its order, and fills it with zeros.
    mutating func block(for piece: Placement.Piece, order: Int = 0) throws(EncodingError) -> PhysicalAddress {
        guard let placement else { return try preservedBlock(order: order) }
        guard let address = placement.pieces[piece] else {
            throw .unusable(path: "/", reason: "the place of a structure is not known (\(piece)); place it anew")
        }
        guard address.isAligned(to: UInt64(pageSize)) else {
            throw .unusable(path: "/", reason: "the structure at \(address) begins inside a page; place it anew")
        }
        try clear(address, order: order)
        return address
    }

    /// Takes a free block that the next kernel finds preserved under its order, and fills it with zeros.
    mutating func preservedBlock(order: Int = 0) throws(EncodingError) -> PhysicalAddress {
        let address = try freeBlock(order: order)
        let number = address.value >> UInt64(profile.pageShift + order)
        guard preserved.add(block: number, order: order) else {
            throw .unusable(path: "/", reason: "the block at \(address) cannot be preserved")
        }
        return address
    }

    /// Takes a page that is not preserved: the map's own.
    mutating func unpreservedPage() throws(EncodingError) -> PhysicalAddress {
        try freeBlock(order: 0)
    }

    private mutating func freeBlock(order: Int) throws(EncodingError) -> PhysicalAddress {
        guard case .free(var allocator) = places else {
            throw .unusable(path: "/", reason: "the state has grown; place it anew")
        }
        // The allocator is held once, so that it is not copied.
        places = .free(PageAllocator(ram: [], taken: [], pageShift: profile.pageShift))
        let found = allocator.allocate(order: order)
        places = .free(allocator)
        guard let address = found else { throw .noSpace(pages: pageCount + (1 << order)) }
        pageCount += 1 << order
        try clear(address, order: order)
        return address
    }

    /// Fills a block with zeros.
    mutating func clear(_ address: PhysicalAddress, order: Int) throws(EncodingError) {
        guard let range = MemoryRange(start: address, size: UInt64(pageSize) << UInt64(order)) else {
            throw .unusable(path: "/", reason: "no memory lies at \(address)")
        }
        do throws(MemoryError) {
            try image.clear(range)
        } catch {
            throw .unusable(path: "/", reason: "\(error)")
        }
    }

    mutating func write(_ bytes: [UInt8], at address: PhysicalAddress) throws(EncodingError) {
        do throws(MemoryError) {
            try image.write(bytes, at: address)
        } catch {
            throw .unusable(path: "/", reason: "\(error)")
        }
    }

    mutating func write(words: [UInt64], at address: PhysicalAddress) throws(EncodingError) {
        do throws(MemoryError) {
            try image.write(words: words, at: address)
        } catch {
            throw .unusable(path: "/", reason: "\(error)")
        }
    }

    mutating func write(_ record: Record, at address: PhysicalAddress) throws(EncodingError) {
        try write(record.bytes, at: address)
    }

    /// The smallest order whose block holds a number of bytes.
    func order(for bytes: Int) -> Int {
        var order = 0
        while pageSize << order < bytes { order += 1 }
        return order
    }
}
