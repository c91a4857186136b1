import PhysicalMemory

/// The memory of a made-up machine, handed out from the bottom up, and the blocks that its kernel preserves.
struct Arena {
    let pageShift: Int
    private(set) var image = MemoryImage()
    /// Numbers of preserved blocks by order.
    private(set) var preserved: [Int: Set<UInt64>] = [:]
    private var nextFrame: UInt64
    private var slab: [PhysicalAddress] = []

    var pageSize: UInt64 { 1 << UInt64(pageShift) }

    init(pageShift: Int, start: PhysicalAddress) {
        self.pageShift = pageShift
        nextFrame = start.value >> UInt64(pageShift)
    }

    /// The frame of a naturally aligned block that nothing else has, and of which nothing is written.
    mutating func reserve(order: Int) -> UInt64 {
        let pages = UInt64(1) << UInt64(order)
        let frame = (nextFrame + pages - 1) / pages * pages
        nextFrame = frame + pages
        return frame
    }

    /// A naturally aligned block of zeroes.
    mutating func allocate(order: Int = 0, preserving: Bool = true) throws -> PhysicalAddress {
        let frame = reserve(order: order)
        let address = PhysicalAddress(frame << UInt64(pageShift))
        try image.write(words: [UInt64](repeating: 0, count: Int(pageSize << UInt64(order)) / 8), at: address)
        if preserving { preserve(frame >> UInt64(order), order: order) }
        return address
    }

    /// An object of 512 zero bytes, packed with others into a page as the kernel's slab allocator does; never the first
    /// of its page, where a slab may keep something else.
    mutating func allocateObject() throws -> PhysicalAddress {
        if slab.isEmpty {
            let page = try allocate(preserving: false)
            slab = (1..<pageSize / 512).map { PhysicalAddress(page.value + $0 * 512) }.reversed()
        }
        guard let object = slab.popLast() else { throw Exhausted() }
        return object
    }

    private struct Exhausted: Error {}

    /// Marks a block as preserved, by its number in blocks of its order.
    mutating func preserve(_ block: UInt64, order: Int) {
        preserved[order, default: []].insert(block)
    }

    mutating func write(words: [UInt64], at address: PhysicalAddress) throws {
        try image.write(words: words, at: address)
    }

    mutating func write(_ bytes: [UInt8], at address: PhysicalAddress) throws {
        try image.write(bytes, at: address)
    }
}
