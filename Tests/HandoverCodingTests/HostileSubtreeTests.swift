import DeviceTree
import HandoverABI
@testable import HandoverCoding
import HandoverState
import PhysicalMemory
import Testing

@Suite("Subtrees that no kernel writes")
struct HostileSubtreeTests {
    /// A root tree of any subtrees, at the head of otherwise empty memory.
    private func input(
        _ subtrees: [(name: String, address: UInt64, size: UInt64)], present pages: Int = 64
    ) throws -> HandoverInput<MemoryImage> {
        let blob = try DeviceTreeWriter.build { root throws(DeviceTreeError) in
            try root.property("compatible", string: "kho-v4")
            try root.property("preserved-memory-map", native64: 0)
            for subtree in subtrees {
                try root.node(subtree.name) { node throws(DeviceTreeError) in
                    try node.property("blob-size", native64: subtree.size)
                    try node.property("preserved-data", native64: subtree.address)
                }
            }
        }
        var memory = MemoryImage()
        try memory.write(words: [UInt64](repeating: 0x4141_4141_4141_4141, count: pages * 512), at: 0x100_0000)
        return HandoverInput(root: .whole(blob), rootAddress: 0x1000, memory: memory)
    }

    @Test("Sizes of nothing, of more than is read and of more than there is are said")
    func sizes() throws {
        for size: UInt64 in [0, 16 << 20 + 1, 1 << 40, 1 << 63 - 1, 1 << 63, .max] {
            let handover = try HandoverDecoder(input([("x", 0x100_0000, size), ("y", 0x101_0000, 8)])).decode().handover
            #expect(handover.remarks.contains { $0.severity == .damage && $0.path == "/x" }, "\(size)")
            #expect(handover.state.subtrees.map(\.content) == [nil, [UInt8](repeating: 0x41, count: 8)])
        }
    }

    @Test("Addresses of nothing, of the root tree, past the end and of absent memory are said")
    func addresses() throws {
        for address: UInt64 in [0, 0x1000, 0xffff_ffff_ffff_f000, .max, 0x3000_0000_0000, 0x103_fff8] {
            let handover = try HandoverDecoder(input([("x", address, 64), ("y", 0x101_0000, 8)])).decode().handover
            #expect(handover.remarks.contains { $0.severity == .damage && $0.path == "/x" }, "\(address)")
            #expect(handover.state.subtrees[1].content?.count == 8)
        }
    }

    @Test("Thousands of subtrees at one address are read once")
    func sameAddress() throws {
        let many = (0..<20_000).map { (name: "s\($0)", address: UInt64(0x100_0000), size: UInt64(0x4_0000)) }
        let handover = try HandoverDecoder(input(many)).decode().handover
        #expect(handover.state.subtrees.count == 20_000)
        #expect(handover.state.subtrees.count { $0.content != nil } == 1)
        #expect(handover.remarks.count < 1000)
        #expect(handover.remarks.contains { $0.message.contains("more of this severity") })
    }

    @Test("Of two subtrees with one name the first is taken, as kernels do")
    func sameName() throws {
        let handover = try HandoverDecoder(input([("x", 0x100_0000, 8), ("x", 0x101_0000, 8)])).decode().handover
        #expect(handover.state.subtrees.map(\.content) == [[UInt8](repeating: 0x41, count: 8), nil])
        #expect(handover.remarks.contains { $0.severity == .damage && $0.address == 0x101_0000 })
    }

    @Test("What all subtrees together may take is not exceeded")
    func totalSize() throws {
        let memory = try input([]).memory
        var subtree = Subtree(name: "x", address: 0x100_0000, size: 64, kind: .unknown)
        for (room, count) in [(64, 64), (63, nil), (0, nil)] as [(Int, Int?)] {
            var reader = StructureReader(memory: memory, pageShift: 12)
            let data = SubtreeData.fetch(subtree, blobs: [:], room: room, from: &reader)
            #expect(data?.bytes.count == count)
            #expect(reader.log.count(of: .damage) == (count == nil ? 1 : 0))
        }
        subtree.size = 1 << 30
        var reader = StructureReader(memory: memory, pageShift: 12)
        #expect(SubtreeData.fetch(subtree, blobs: [:], room: .max, from: &reader) == nil)
    }

    @Test("A broken tree and data that is no tree are kept and said", arguments: Profile.all)
    func brokenTrees(profile: Profile) throws {
        let image = try HandoverImage(.everything(profile))
        for name in ["memblock", "kho_test"] {
            let address = try image.place(.subtree(name))
            for offset: UInt64 in [0, 4, 8, 64, 96] {
                var damaged = image
                try damaged.write(bytes: [0xff, 0xff, 0xff, 0xf4], at: address, offset: offset)
                try damaged.expectDamage(
                    "/" + name, at: address, sparing: .allBut(name == "memblock" ? .regions : .test),
                    "\(name) at \(offset)")
            }
        }
    }

    @Test("Regions of sizes that no memory has are told, and said", arguments: [Profile.linux616, .linux72])
    func regions(profile: Profile) throws {
        var recipe = HandoverRecipe.everything(profile)
        recipe.regions?.append(ReservedRegion(name: "huge", address: 0x1000, size: .max))
        recipe.regions?.append(ReservedRegion(name: "last", address: 0xffff_ffff_ffff_f000, size: 0x1000))
        recipe.regions?.append(ReservedRegion(name: "none", address: 0, size: 0))
        let image = try HandoverImage(recipe)
        try image.expectDamage("/memblock/huge", at: 0x1000, sparing: Part.allCases, "huge")
        try image.expectDamage("/memblock/last", at: 0xffff_ffff_ffff_f000, sparing: Part.allCases, "last")
    }

    @Test("The test's folios: larger than memory, one over the other, or absent", arguments: Profile.all)
    func testFolios(profile: Profile) throws {
        var recipe = HandoverRecipe.everything(profile)
        recipe.test = (0..<3).map { .init(order: 0, words: [$0]) }
        let image = try HandoverImage(recipe)
        let folios = try #require(image.expected.test?.folios).map(\.address.value)
        func listing(_ words: [UInt64]) throws -> HandoverImage {
            var changed = image
            if profile.testFolios == .vmalloc {
                let pages = try #require(image.places[.listPage])
                try changed.write(words, at: try #require(pages.last))
            } else {
                let tree = try image.place(.subtree("kho_test"))
                let bytes = try image.memory.bytes(at: tree, count: 512)
                let old = folios.flatMap { HandoverImageWriter.bytes($0) }
                let offset = try #require((0..<400).first { Array(bytes[$0..<$0 + old.count]) == old })
                try changed.write(
                    bytes: words.flatMap { HandoverImageWriter.bytes($0) }, at: tree, offset: UInt64(offset))
            }
            return changed
        }
        let others = [Part].allBut(.test)
        let same = try listing([folios[0], folios[0], folios[2]])
        try same.expectDamage("/kho_test", at: PhysicalAddress(folios[0]), sparing: others, "one folio twice")
        let covered = try listing([folios[0], 0 | 35, folios[2]])
        try covered.expectDamage("/kho_test", sparing: others, "a folio over the others")
        for order: UInt64 in [36, 47, 64, 4095] {
            let huge = try listing([folios[0], 1 << 40 | order, folios[2]])
            try huge.expectDamage("/kho_test", at: PhysicalAddress(1 << 40), sparing: others, "order \(order)")
        }
        let last = try listing([folios[0], 0xffff_ffff_ffff_f000, folios[2]])
        try last.expectDamage("/kho_test", sparing: others, "past the end")
        let absent = try listing([folios[0], 1 << 44 | 35, folios[2]]).decode()
        #expect(absent.state.test?.computedChecksum == nil)
        #expect(absent.remarks.contains { $0.severity == .unavailable && $0.path == "/kho_test" })
        var changed = image
        try changed.flip(bit: 5, at: PhysicalAddress(folios[1] + 4095))
        try changed.expectDamage("/kho_test", sparing: others, "changed contents")
    }

    @Test("A root tree that is none, or cut, or full of other things, is refused or read")
    func roots() throws {
        let image = try HandoverImage(.everything(.linux72))
        for bytes in [[], [0xd0, 0x0d, 0xfe, 0xed], [UInt8](repeating: 0, count: 4096)] as [[UInt8]] {
            var input = try image.input()
            input.root = .whole(bytes)
            #expect(throws: DecodingError.self) { try HandoverDecoder(input).decode() }
            input.root = .mayBeCut(bytes)
            #expect(throws: DecodingError.self) { try HandoverDecoder(input).decode() }
        }
        let blob = try image.rootBlob
        for count in 0..<(image.expected.root?.size ?? 0) {
            var input = try image.input()
            input.root = .mayBeCut(Array(blob.prefix(count)))
            do throws(DecodingError) {
                let handover = try HandoverDecoder(input).decode().handover
                #expect(handover.remarks.contains { $0.message.contains("cut short") })
            } catch {
                #expect(!error.reason.isEmpty)
            }
        }
    }

    @Test("A root that lies at the end of the address space is read, and said to be nowhere")
    func rootAddress() throws {
        let image = try HandoverImage(.everything(.linux72))
        for address: PhysicalAddress in [0xffff_ffff_ffff_f000, PhysicalAddress(.max)] {
            var input = try image.input()
            input.rootAddress = address
            let handover = try HandoverDecoder(input).decode().handover
            #expect(handover.remarks.contains { $0.severity == .damage && $0.path == "/" })
            #expect(handover.state.memory == image.expected.memory)
        }
    }
}
