import HandoverABI
import HandoverCoding
import HandoverState
import MistakeSupport
import PhysicalMemory
import Testing

@Suite("Components of hostile bytes")
struct HostileComponentTests {
    private static func machine(_ format: ComponentFormat, seed: UInt64) throws -> ComponentMachine {
        var generator = SeededGenerator(seed: seed)
        return try ComponentMachine([.init(format: format, root: format.random(using: &generator))])
    }

    /// Where a component's structures lie.
    private static func places(
        _ result: HandoverDecoder<MemoryImage>.Result
    ) -> [LocatedStructure] {
        (result.located ?? []).filter { $0.kind == .component }
    }

    @Test("Flipped bits never stop the reader, and leave other parts alone", arguments: componentFormats)
    func flips(_ name: String) throws {
        let format = try componentFormat(name)
        let machine = try Self.machine(format, seed: 5)
        let places = Self.places(try machine.decode(.init(forced: [format])))
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<10 {
            let place = generator.pick(places)
            let offset = UInt64.random(in: 0..<min(place.range.size, 128), using: &generator)
            let flipped = FlippedMemory(
                base: machine.memory, at: place.range.start.value + offset,
                mask: UInt8.random(in: 1...255, using: &generator))
            for formats in [ComponentFormats(forced: [format]), .known] {
                let state = try ComponentMachine.decode(flipped, root: machine.encoded.root, formats).handover.state
                #expect(state.liveUpdate?.number == 1)
                #expect((state.liveUpdate?.sessions?.count, state.memory == machine.encoded.preserved) == (1, true))
            }
        }
    }

    @Test("Any number in a structure's first words never stops the reader", arguments: componentFormats)
    func numbers(_ name: String) throws {
        let format = try componentFormat(name)
        let machine = try Self.machine(format, seed: 7)
        let result = try machine.decode(.init(forced: [format]))
        let places = Self.places(result)
        let values: [UInt64] = [
            0, 1, .max, .max - 0xfff, 1 << 63, 1 << 52 - 1, 1 << 32 - 1, 0x2000_0000, places[0].range.start.value,
        ]
        for place in places.prefix(2) {
            for offset in stride(from: UInt64(0), to: min(place.range.size, 32), by: 8) {
                for value in values {
                    var image = machine.memory
                    try image.write(words: [value], at: PhysicalAddress(place.range.start.value + offset))
                    let state = try ComponentMachine.decode(image, root: machine.encoded.root).handover.state
                    #expect(state.liveUpdate?.sessions?.count == 1)
                }
            }
        }
    }

    @Test("A list and a chain that come back to themselves end where they do")
    func loops() throws {
        let device = ComponentObject("pci_dev_ser", [.init("refcount", .number(1))])
        let core = ComponentObject("pci_ser", [.init("devices", .objects([device]))])
        let cpu = ComponentObject("cpu_preserved_ser")
        let cpus = ComponentObject("cpu_preserved_global_ser", [.init("cpus", .objects([cpu, cpu]))])
        let machine = try ComponentMachine([
            .init(format: try componentFormat("pci@v9"), root: core),
            .init(format: try componentFormat("cpus@x86-2026-09"), root: cpus),
        ])
        let objects = try machine.decode().handover.state.liveUpdate?.flbs ?? []
        var image = machine.memory
        let block = try image.withWords(at: PhysicalAddress(objects[0].data + 8), count: 1) { $0[0] }
        try image.write(words: [block], at: PhysicalAddress(block))
        let first = try image.withWords(at: PhysicalAddress(objects[1].data + 32), count: 1) { $0[0] }
        let second = try image.withWords(at: PhysicalAddress(first + 32), count: 1) { $0[0] }
        try image.write(words: [first], at: PhysicalAddress(second + 32))
        let handover = try ComponentMachine.decode(image, root: machine.encoded.root).handover
        let shared = handover.remarks.filter { $0.rule == .componentShared }.map(\.path)
        #expect(shared == ["/LUO/pci", "/LUO/cpu_flb_v1"])
    }

    @Test("Descriptions with any flaw are told apart from sound ones")
    func descriptions() {
        func problems(_ members: [ComponentMember], size: Int = 16, _ others: ComponentStructure...) -> [String] {
            ComponentFormat(
                "x", revision: "1", compatible: "x-v1", place: .file, rank: 1, source: "a test", root: "a",
                structures: [ComponentStructure("a", size: size, members)] + others
            ).problems
        }
        #expect(problems([.init("m", at: 0, .integer(8))]) == [])
        #expect(problems([.init("m", at: 9, .integer(8))]).count == 1)
        #expect(problems([.init("m", at: 0, .integer(9))]).count == 1)
        #expect(problems([.init("m", at: -1, .integer(1))]).count == 1)
        #expect(problems([.init("m", at: .max, .integer(8))]).count == 1)
        #expect(problems([.init("m", at: 0, .integer(8)), .init("n", at: 4, .integer(8))]).count == 1)
        #expect(problems([.init("m", at: 0, .pointer("b"))]).count == 1)
        #expect(problems([.init("m", at: 0, .pointer("a"))]).count == 1)
        #expect(problems([.init("m", at: 16, .tail("b", count: "n"))], .init("b", size: 1, [])).count == 1)
        #expect(problems([.init("m", at: 0, .bytes(.max))]).count == 1)
        #expect(problems([.init("m", at: 0, .structures("b", count: .max))], .init("b", size: 8, [])).count == 1)
        #expect(problems([], size: 0).count == 1)
        #expect(problems([.init("m", at: 0, .integer(1), .constant(256))]).count == 1)
        #expect(problems([.init("m", at: 0, .integer(1), bits: [.init(8, "x")])]).count == 1)
        #expect(problems([.init("m", at: 0, .integer(1), .count(of: "n"))]).count == 1)
    }
}
