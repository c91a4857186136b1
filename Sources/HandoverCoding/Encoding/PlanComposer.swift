public import HandoverState
public import PhysicalMemory

/// Composes a plan into a state: chooses addresses, puts contents into memory and preserves them.
public struct PlanComposer: Sendable {
    /// Gives the bytes of a file that a plan names; `nil` where it cannot be read.
    public typealias Loader = (String) -> [UInt8]?

    private let pageShift: Int
    private var allocator: PageAllocator
    private var image = MemoryImage()
    private var preserved: PreservedMemory.Builder

    /// The machine that a plan gets when it does not say: 512 MiB, with room for a kernel in three scratch areas.
    private static let ordinaryRAM = [MemoryRange(from: 0x10_0000, to: 0x2000_0000)]
    private static let ordinaryScratch = [
        MemoryRange(from: 0x100_0000, to: 0x200_0000), MemoryRange(from: 0x400_0000, to: 0x800_0000),
        MemoryRange(from: 0x900_0000, to: 0xa00_0000),
    ]
    /// Contents start here, so that what a boot loader puts low is out of their way.
    private static let firstContent = PhysicalAddress(0xa00_0000)

    /// What composing gave.
    public struct Result: Sendable {
        /// The state, without structures of its own.
        public let state: HandoverState
        /// The contents.
        public let image: MemoryImage
        /// The memory of the machine.
        public let ram: [MemoryRange]
    }

    private init(_ plan: HandoverPlan, ram: [MemoryRange], scratch: [MemoryRange], pageShift: Int) {
        self.pageShift = pageShift
        let high = ram.map { MemoryRange(from: max($0.start, Self.firstContent), to: $0.end) }
        let fixed = plan.reserveMem.compactMap { region in
            region.address.flatMap { MemoryRange(start: $0, size: region.size) }
        }
        allocator = PageAllocator(ram: [high, ram], taken: scratch + fixed, pageShift: pageShift)
        preserved = PreservedMemory.Builder(pageShift: pageShift)
    }

    /// Composes a plan for pages of a size.
    ///
    /// - Throws: ``EncodingError`` where the plan does not fit its memory, or a file cannot be read.
    public static func compose(
        _ plan: HandoverPlan, pageShift: Int, loading load: Loader
    ) throws(EncodingError) -> Result {
        let ram = plan.ram ?? ordinaryRAM
        let scratch = plan.scratch ?? ordinaryScratch
        var composer = PlanComposer(plan, ram: ram, scratch: scratch, pageShift: pageShift)
        var state = HandoverState(root: nil)
        state.scratch = scratch
        state.kernel = plan.release.map { PreviousKernel(version: 1, release: $0, kexecCount: plan.kexecCount) }
        if !plan.reserveMem.isEmpty {
            var regions: [ReservedRegion] = []
            for region in plan.reserveMem { regions.append(try composer.place(region, outside: scratch, load)) }
            state.reserveMem = regions
        }
        if let sessions = plan.sessions {
            var placed: [Session] = []
            for session in sessions { placed.append(try composer.place(session, load)) }
            state.liveUpdate = LiveUpdate(number: plan.liveUpdateNumber, sessions: placed, flbs: plan.flbs)
        }
        if !plan.testOrders.isEmpty { state.test = try composer.placeTest(plan.testOrders) }
        state.memory = composer.preserved.build()
        return Result(state: state, image: composer.image, ram: ram)
    }

    // MARK: Parts

    private mutating func place(
        _ region: HandoverPlan.Region, outside scratch: [MemoryRange], _ load: Loader
    ) throws(EncodingError) -> ReservedRegion {
        let path = "/memblock/" + region.name
        let mask = UInt64(1) << UInt64(pageShift) - 1
        guard region.size & mask == 0, region.size <= 1 << 40 else {
            throw .unusable(path: path, reason: "\(region.size) bytes are not whole pages of \(mask + 1)")
        }
        let order = 63 - (region.size >> UInt64(pageShift)).leadingZeroBitCount
        let isPower = region.size >> UInt64(pageShift) == 1 << UInt64(order)
        let start: PhysicalAddress
        if let given = region.address {
            start = given
        } else {
            start = try block(order: isPower ? order : order + 1, path: path)
        }
        guard start.isAligned(to: mask + 1), let range = MemoryRange(start: start, size: region.size),
            !scratch.contains(where: { $0.overlaps(range) })
        else {
            throw .unusable(
                path: path, reason: "the region at \(start) is not of whole pages outside every scratch area")
        }
        try preserve(range)
        let bytes = try bytes(of: region.content, size: region.size, path: path, load)
        guard UInt64(bytes.count) <= region.size else {
            throw .unusable(
                path: path, reason: "\(bytes.count) bytes of content do not fit the region's \(region.size)")
        }
        try clear(range)
        try write(bytes, at: start, path: path)
        return ReservedRegion(name: region.name, address: start, size: region.size)
    }

    private mutating func place(_ session: HandoverPlan.Session, _ load: Loader) throws(EncodingError) -> Session {
        var files: [PreservedFile] = []
        for file in session.files {
            let path = "/LUO/\(session.name)/0x" + String(file.token, radix: 16)
            let memfd = try place(file, path: path, load)
            files.append(PreservedFile(token: file.token, handler: "memfd-v2", data: 0, memfd: memfd))
        }
        return Session(name: session.name, fileCount: UInt64(files.count), files: files)
    }

    private mutating func place(
        _ file: HandoverPlan.File, path: String, _ load: Loader
    ) throws(EncodingError) -> Memfd {
        let content = try bytes(of: file.content, size: file.size ?? 0, path: path, load)
        let size = file.size ?? UInt64(content.count)
        guard UInt64(content.count) <= size else {
            throw .unusable(path: path, reason: "\(content.count) bytes of content do not fit the file's \(size)")
        }
        let step = UInt64(1) << UInt64(pageShift + file.order)
        var table = FolioTable(retaining: .every)
        var offset: UInt64 = 0
        while offset < size {
            let part = MemoryRange(from: PhysicalAddress(offset), to: PhysicalAddress(offset + step))
            if !file.holes.contains(where: { $0.contains(part) }) {
                let address = try block(order: file.order, path: path)
                guard let range = MemoryRange(start: address, size: step) else { throw .noSpace(pages: 1) }
                guard preserved.add(block: address.value / step, order: file.order) else {
                    throw .unusable(path: path, reason: "the folio at \(address) cannot be preserved")
                }
                try clear(range)
                let end = min(UInt64(content.count), offset + step)
                if offset < end { try write(Array(content[Int(offset)..<Int(end)]), at: address, path: path) }
                table.append(
                    Folio(
                        index: offset >> UInt64(pageShift), frame: address.value >> UInt64(pageShift),
                        flags: [.dirty, .upToDate], order: file.order),
                    pageShift: pageShift)
            }
            offset += step
        }
        return Memfd(
            size: size, position: file.position, seals: file.seals, flags: 0,
            folioCount: UInt64(table.folios?.count ?? 0), folios: table)
    }

    /// Folios of random bytes, the same each time, with their sum.
    private mutating func placeTest(_ orders: [Int]) throws(EncodingError) -> TestHandover {
        var folios: [TestHandover.Folio] = []
        var sum = PartialChecksum()
        var seed: UInt64 = 0x4b48_4f21
        for order in orders {
            let address = try block(order: order, path: "/kho_test")
            _ = preserved.add(block: address.value >> UInt64(pageShift + order), order: order)
            for page in 0..<UInt64(1) << UInt64(order) {
                var words: [UInt64] = []
                for _ in 0..<(1 << pageShift) / 8 {
                    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    words.append(seed)
                }
                sum.add(words.span)
                try write(words: words, at: PhysicalAddress(address.value + page << UInt64(pageShift)))
            }
            folios.append(TestHandover.Folio(address: address, order: order))
        }
        return TestHandover(
            magic: 0x4b48_4f21, folioCount: UInt32(folios.count), folios: folios, checksum: sum.value,
            computedChecksum: sum.value)
    }

    // MARK: Memory

    private mutating func block(order: Int, path: String) throws(EncodingError) -> PhysicalAddress {
        guard let address = allocator.allocate(order: order) else {
            throw .unusable(path: path, reason: "no free block of order \(order) is left in the machine's memory")
        }
        return address
    }

    /// Preserves a range as the kernel does: in naturally aligned blocks, each as large as it can be.
    private mutating func preserve(_ range: MemoryRange) throws(EncodingError) {
        var frame = range.start.value >> UInt64(pageShift)
        let end = range.end.value >> UInt64(pageShift)
        while frame < end {
            let order = min(frame.trailingZeroBitCount, 63 - (end - frame).leadingZeroBitCount)
            guard preserved.add(block: frame >> UInt64(order), order: order) else { throw .noSpace(pages: 1) }
            frame += 1 << UInt64(order)
        }
    }

    private mutating func clear(_ range: MemoryRange) throws(EncodingError) {
        var address = range.start.value
        let words = [UInt64](repeating: 0, count: (1 << pageShift) / 8)
        while address < range.end.value {
            try write(words: words, at: PhysicalAddress(address))
            address += 1 << UInt64(pageShift)
        }
    }

    private mutating func write(words: [UInt64], at address: PhysicalAddress) throws(EncodingError) {
        do throws(MemoryError) {
            try image.write(words: words, at: address)
        } catch {
            throw .unusable(path: "/", reason: "\(error)")
        }
    }

    private mutating func write(_ bytes: [UInt8], at address: PhysicalAddress, path: String) throws(EncodingError) {
        do throws(MemoryError) {
            try image.write(bytes, at: address)
        } catch {
            throw .unusable(path: path, reason: "\(error)")
        }
    }

    private func bytes(
        of content: HandoverPlan.Content, size: UInt64, path: String, _ load: Loader
    ) throws(EncodingError) -> [UInt8] {
        switch content {
        case .zeros: return []
        case .bytes(let bytes): return bytes
        case .fill(let byte): return [UInt8](repeating: byte, count: Int(clamping: min(size, 1 << 32)))
        case .file(let name):
            guard let bytes = load(name) else { throw .unusable(path: path, reason: "the file \(name) cannot be read") }
            return bytes
        }
    }
}
