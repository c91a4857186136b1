import HandoverABI
import HandoverState
import PhysicalMemory

/// The image that an encoder fills: pages of the handover's own structures, each in free memory, and the map that names
/// those the next kernel expects to be preserved.
struct ImageBuilder {
    let profile: Profile
    private(set) var image = MemoryImage()
    private var allocator: PageAllocator
    private(set) var preserved: PreservedMemory.Builder
    private(set) var pageCount = 0

    init(profile: Profile, allocator: PageAllocator, preserving contents: PreservedMemory.Builder) {
        self.profile = profile
        self.allocator = allocator
        preserved = contents
    }

    var pageSize: Int { profile.pageSize }

    /// Takes a block that the next kernel finds preserved under its order, and fills it with zeros.
    mutating func preservedBlock(order: Int = 0) throws(EncodingError) -> PhysicalAddress {
        let address = try block(order: order)
        let number = address.value >> UInt64(profile.pageShift + order)
        guard preserved.add(block: number, order: order) else {
            throw .unusable(path: "/", reason: "the block at \(address) cannot be preserved")
        }
        return address
    }

    /// Takes a page that is not preserved: the map's own.
    mutating func unpreservedPage() throws(EncodingError) -> PhysicalAddress {
        try block(order: 0)
    }

    private mutating func block(order: Int) throws(EncodingError) -> PhysicalAddress {
        guard let address = allocator.allocate(order: order) else { throw .noSpace(pages: pageCount + 1 << order) }
        pageCount += 1 << order
        let words = [UInt64](repeating: 0, count: pageSize / 8)
        for page in 0..<UInt64(1) << UInt64(order) {
            try write(words: words, at: PhysicalAddress(address.value + page << UInt64(profile.pageShift)))
        }
        return address
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
