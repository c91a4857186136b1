import Captures
import DeviceTree
import FixtureSupport
import HandoverABI
import HandoverAnalysis
import HandoverCoding
import HandoverState
import MemoryDumps
import PhysicalMemory
import Testing

extension EditedCapture {
    /// The address of a property's value in the root tree.
    func rootProperty(_ name: String, of subtree: String? = nil) throws -> UInt64 {
        let root = try #require(decoded.root)
        let node = try subtree.map { try #require(root.root.child(named: $0)) } ?? root.root
        return try #require(state.root?.address).value + UInt64(try #require(node[name]).offset)
    }

    /// The chunks of a list, from the first.
    func chunks() throws -> [UInt64] {
        var result: [UInt64] = []
        var next = try #require(state.root?.map).value
        while next != 0 {
            result.append(next)
            next = try image.number(at: next)
        }
        return result
    }

    /// A table of level 1 of a radix tree, and the places of its first entry and of one that is free.
    func lowestTable() throws -> (entry: UInt64, free: UInt64) {
        var table = try #require(state.root?.map).value
        for _ in 0..<4 { table = try entry(of: table) { $0 != 0 }.value }
        return (try entry(of: table) { $0 != 0 }.place, try entry(of: table) { $0 == 0 }.place)
    }

    private func entry(of table: UInt64, _ fits: (UInt64) -> Bool) throws -> (place: UInt64, value: UInt64) {
        for index in 0..<UInt64(512) {
            let value = try image.number(at: table + index * 8)
            if fits(value) { return (table + index * 8, value) }
        }
        throw MissingFixture(path: "no such entry")
    }

    /// The changed capture with pages laid over it.
    func subject(adding pages: MemoryImage) throws -> Subject {
        let folder = try TemporaryFolder()
        let path = folder.path("changed.elf")
        try image.write(to: path)
        guard case .handover(let capture) = try Capture.open(path) else { throw MissingFixture(path: path) }
        let old = capture.input
        guard case .whole(let root) = old.root else { throw MissingFixture(path: path) }
        let memory = LayeredMemory(pages, over: old.memory)
        let input = HandoverInput(
            root: .whole(root), rootAddress: old.rootAddress, memory: memory, blobs: old.blobs, scratch: old.scratch,
            release: old.release, pageShifts: old.pageShifts)
        return Subject(try HandoverDecoder(input).decode(), in: memory.present)
    }
}

extension Subject {
    /// A capture read as a caller says, and by the release that it is said to name.
    static func of(_ fixture: String, as profile: Profile? = nil, release: String? = nil) throws -> Subject {
        guard case .handover(var capture) = try Capture.open(Fixture.named(fixture).plainImage()) else {
            throw MissingFixture(path: fixture)
        }
        if let release { capture.input.release = release }
        return Subject(try capture.decode(as: profile), in: capture.input.memory.present, remarks: capture.remarks)
    }

    /// Changes which blocks are preserved.
    mutating func preserve(_ added: [(UInt64, order: Int)] = [], not removed: [(UInt64, order: Int)] = []) throws {
        let memory = try #require(handover.state.memory)
        var builder = PreservedMemory.Builder(pageShift: memory.pageShift)
        memory.forEachBitmap { bitmap in
            var words = bitmap.words
            for (address, order) in removed where order == bitmap.order {
                let block = address >> UInt64(memory.pageShift + order)
                guard block >= bitmap.firstBlock, block - bitmap.firstBlock < 32768 else { continue }
                words[Int(block - bitmap.firstBlock) / 64] &= ~(1 << ((block - bitmap.firstBlock) % 64))
            }
            _ = builder.add(bitmap: words.span, order: bitmap.order, firstBlock: bitmap.firstBlock)
        }
        for (address, order) in added {
            _ = builder.add(block: address >> UInt64(memory.pageShift + order), order: order)
        }
        handover.state.memory = builder.build()
    }

    /// Takes the block at an address out of the preserved memory.
    mutating func lose(_ address: PhysicalAddress) throws {
        let order = try #require(handover.state.memory?.order(at: address))
        try preserve(not: [(address.value, order)])
    }

    /// The first structure of a kind.
    func first(_ kind: LocatedStructure.Kind, on path: String? = nil) throws -> PhysicalAddress {
        try #require(structures?.first { $0.kind == kind && (path == nil || $0.path == path) }).range.start
    }
}
