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
    private let ram: [MemoryRange]
    /// The reserved regions so far.
    private var regions: [MemoryRange] = []
    private static let largestFile: UInt64 = 1 << 40
    /// What members of components have, by the places that stand for it.
    var places: [PhysicalAddress: ComponentValue] = [:]

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
        self.ram = ram.merged()
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
            for memory in plan.memory { composer.places[memory.place] = try composer.place(memory, load) }
            var placed: [Session] = []
            for session in sessions { placed.append(try composer.place(session, load)) }
            let flbs = plan.flbs.map { composer.settled($0) }
            state.liveUpdate = LiveUpdate(number: plan.liveUpdateNumber, sessions: placed, flbs: flbs)
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
        let page = UInt64(1) << UInt64(pageShift)
        guard region.size > 0, region.size % page == 0 else {
            throw .unusable(path: path, reason: "\(region.size) bytes are not whole pages of \(page)")
        }
        let content = try PlanContent(region.content, path: path, load)
        if let count = content.count, count > region.size {
            throw .unusable(path: path, reason: "\(count) bytes of content do not fit the region's \(region.size)")
        }
        let range = try range(of: region, path: path)
        try check(range, outside: scratch, path: path)
        regions.append(range)
        try preserve(range, path: path)
        try clear(range, path: path)
        try write(content, from: 0, to: range, path: path)
        return ReservedRegion(name: region.name, address: range.start, size: region.size)
    }

    /// Where a region lies: as it is given, or in free memory, aligned as far as its size is.
    private mutating func range(of region: HandoverPlan.Region, path: String) throws(EncodingError) -> MemoryRange {
        let natural = UInt64(1) << UInt64(63 - region.size.leadingZeroBitCount)
        if let given = region.address {
            guard given.isAligned(to: 1 << UInt64(pageShift)), let range = MemoryRange(start: given, size: region.size)
            else {
                throw .unusable(path: path, reason: "\(given) is not the beginning of a page")
            }
            return range
        }
        guard let start = allocator.allocate(size: region.size, alignment: natural),
            let range = MemoryRange(start: start, size: region.size)
        else {
            throw .unusable(path: path, reason: "no \(region.size) adjacent bytes are free in the machine's memory")
        }
        return range
    }

    private func check(_ range: MemoryRange, outside scratch: [MemoryRange], path: String) throws(EncodingError) {
        if let area = scratch.first(where: { $0.overlaps(range) }) {
            throw .unusable(path: path, reason: "the region \(range) lies in the scratch area \(area)")
        }
        if let other = regions.first(where: { $0.overlaps(range) }) {
            throw .unusable(path: path, reason: "the region \(range) overlaps the region \(other)")
        }
        guard ram.contains(where: { $0.contains(range) }) else {
            throw .unusable(path: path, reason: "the region \(range) lies outside the machine's memory")
        }
    }

    private mutating func place(_ session: HandoverPlan.Session, _ load: Loader) throws(EncodingError) -> Session {
        var files: [PreservedFile] = []
        for file in session.files {
            if let component = file.component {
                files.append(
                    PreservedFile(
                        token: file.token, handler: file.handler ?? "", data: 0, component: settled(component)))
                continue
            }
            let path = "/LUO/\(session.name)/0x" + String(file.token, radix: 16)
            let memfd = try place(file, path: path, load)
            files.append(PreservedFile(token: file.token, handler: "memfd-v2", data: 0, memfd: memfd))
        }
        return Session(name: session.name, fileCount: UInt64(files.count), files: files)
    }

    private mutating func place(
        _ file: HandoverPlan.File, path: String, _ load: Loader
    ) throws(EncodingError) -> Memfd {
        let content = try PlanContent(file.content, path: path, load)
        let size = file.size ?? content.count ?? 0
        if let count = content.count, count > size {
            throw .unusable(path: path, reason: "\(count) bytes of content do not fit the file's \(size)")
        }
        guard size <= Self.largestFile else {
            throw .unusable(
                path: path, reason: "\(size) bytes are more than \(Self.largestFile), the largest file of a plan")
        }
        let table = try folios(of: content, size: size, order: file.order, holes: file.holes, path: path)
        return Memfd(
            size: size, position: file.position, seals: file.seals, flags: 0,
            folioCount: UInt64(table.folios?.count ?? 0), folios: table)
    }

    /// Folios of an order, with content.
    private mutating func folios(
        of content: PlanContent, size: UInt64, order: Int, holes: [MemoryRange], path: String
    ) throws(EncodingError) -> FolioTable {
        let step = UInt64(1) << UInt64(pageShift + order)
        if let hole = holes.first(where: { $0.start.value % step != 0 || $0.size % step != 0 }) {
            throw .unusable(path: path, reason: "the hole \(hole) is not of whole folios of \(step) bytes")
        }
        if let hole = holes.first(where: { $0.start.value >= size }) {
            throw .unusable(path: path, reason: "the hole \(hole) lies behind the file's end at \(size)")
        }
        var table = FolioTable(retaining: .every)
        var offset: UInt64 = 0
        while offset < size {
            let part = MemoryRange(from: PhysicalAddress(offset), to: PhysicalAddress(offset + step))
            if !holes.contains(where: { $0.contains(part) }) {
                let address = try block(order: order, path: path)
                guard let range = MemoryRange(start: address, size: step) else { throw .noSpace(pages: 1) }
                guard preserved.add(block: address.value / step, order: order) else {
                    throw .unusable(path: path, reason: "the folio at \(address) cannot be preserved")
                }
                try clear(range, path: path)
                let inside = MemoryRange(from: address, to: PhysicalAddress(address.value + min(step, size - offset)))
                try write(content, from: offset, to: inside, path: path)
                table.append(
                    Folio(
                        index: offset >> UInt64(pageShift), frame: address.value >> UInt64(pageShift),
                        flags: [.dirty, .upToDate], order: order),
                    pageShift: pageShift)
            }
            offset += step
        }
        return table
    }

    /// Memory that a component refers to.
    private mutating func place(
        _ memory: HandoverPlan.Memory, _ load: Loader
    ) throws(EncodingError) -> ComponentValue {
        let path = "/LUO"
        let content = try PlanContent(memory.content, path: path, load)
        guard memory.size <= Self.largestFile, content.count ?? 0 <= memory.size else {
            throw .unusable(
                path: path, reason: "\(content.count ?? memory.size) bytes do not fit the \(memory.size) of memory")
        }
        switch memory.form {
        case .folios(let order, let holes):
            return .folios(try folios(of: content, size: memory.size, order: order, holes: holes, path: path))
        case .pages:
            let page = UInt64(1) << UInt64(pageShift)
            let size = (max(memory.size, 1) + page - 1) & ~(page - 1)
            guard let start = allocator.allocate(size: size, alignment: page),
                let range = MemoryRange(start: start, size: size)
            else {
                throw .unusable(path: path, reason: "no \(size) adjacent bytes are free in the machine's memory")
            }
            try preserve(range, path: path)
            try clear(range, path: path)
            try write(content, from: 0, to: range, path: path)
            return .address(start)
        }
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
    private mutating func preserve(_ range: MemoryRange, path: String) throws(EncodingError) {
        var frame = range.start.value >> UInt64(pageShift)
        let end = range.end.value >> UInt64(pageShift)
        while frame < end {
            let order = min(frame.trailingZeroBitCount, 63 - (end - frame).leadingZeroBitCount)
            guard preserved.add(block: frame >> UInt64(order), order: order) else {
                throw .unusable(path: path, reason: "the region \(range) cannot be preserved")
            }
            frame += 1 << UInt64(order)
        }
    }

    private mutating func clear(_ range: MemoryRange, path: String) throws(EncodingError) {
        do throws(MemoryError) {
            try image.clear(range)
        } catch {
            throw .unusable(path: path, reason: "\(error)")
        }
    }

    /// Writes content from an offset on into memory, as far as there is content and memory.
    private mutating func write(
        _ content: PlanContent, from offset: UInt64, to range: MemoryRange, path: String
    ) throws(EncodingError) {
        if content.isZero { return }
        var done: UInt64 = 0
        while done < range.size {
            let bytes = content.bytes(from: offset + done, count: min(1 << 16, range.size - done))
            if bytes.isEmpty { return }
            try write(bytes, at: PhysicalAddress(range.start.value + done), path: path)
            done += UInt64(bytes.count)
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
}

/// What a file or region of a plan shall hold, ready to be taken piece by piece.
private struct PlanContent {
    private let bytes: [UInt8]
    private let fill: UInt8?
    /// How many bytes there are; `nil` for as many as are wanted.
    let count: UInt64?

    init(_ content: HandoverPlan.Content, path: String, _ load: PlanComposer.Loader) throws(EncodingError) {
        switch content {
        case .zeros: (bytes, fill) = ([], 0)
        case .fill(let byte): (bytes, fill) = ([], byte)
        case .bytes(let given): (bytes, fill) = (given, nil)
        case .file(let name):
            guard let loaded = load(name) else {
                throw .unusable(path: path, reason: "the file \(name) cannot be read")
            }
            (bytes, fill) = (loaded, nil)
        }
        count = fill == nil ? UInt64(bytes.count) : nil
    }

    /// Whether there is nothing to write over zeros.
    var isZero: Bool { fill == 0 }

    /// At most so many bytes from an offset on; none behind the end.
    func bytes(from offset: UInt64, count: UInt64) -> [UInt8] {
        if let fill { return [UInt8](repeating: fill, count: Int(clamping: count)) }
        guard offset < UInt64(bytes.count) else { return [] }
        let start = Int(offset)
        return Array(bytes[start..<start + min(bytes.count - start, Int(clamping: count))])
    }
}
