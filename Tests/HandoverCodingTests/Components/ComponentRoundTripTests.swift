import ComponentSupport
import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory
import Testing

/// The formats of files and objects.
let componentFormats = ComponentFormat.known.filter { $0.place != .orchestrator }.map(\.name)

/// A format by its name.
func componentFormat(_ name: String) throws -> ComponentFormat { try #require(ComponentFormat.known.named(name)) }

@Suite("Components written and read again")
struct ComponentRoundTripTests {
    @Test("Random objects of every format come back as they were", arguments: componentFormats)
    func random(_ name: String) throws {
        let format = try componentFormat(name)
        var generator = SeededGenerator(seed: 1)
        for round in 0..<4 {
            let object = format.random(using: &generator)
            let machine = try ComponentMachine([.init(format: format, root: object)])
            let result = try machine.decode(.init(forced: [format]))
            #expect(result.handover.damage == [], "round \(round)")
            let read = try #require(result.handover.state.components.first)
            #expect(read.abi == format.name)
            #expect(read.root.withoutPlaces(format) == object.withoutPlaces(format), "round \(round)")
        }
    }

    @Test("Encoding in place gives the same bytes", arguments: componentFormats)
    func inPlace(_ name: String) throws {
        let format = try componentFormat(name)
        var generator = SeededGenerator(seed: 2)
        for round in 0..<2 {
            let machine = try ComponentMachine([.init(format: format, root: format.random(using: &generator))])
            let result = try machine.decode(.init(forced: [format]))
            let placement = try #require(result.placement)
            let again = try HandoverEncoder(ComponentMachine.profile, origin: ComponentMachine.profile)
                .encode(result.handover.state, at: placement)
            for range in again.image.present {
                let old = try machine.memory.bytes(at: range.start, count: Int(range.size))
                let new = try again.image.bytes(at: range.start, count: Int(range.size))
                #expect(old == new, "round \(round): \(range)")
            }
            let written = again.image.present.merged()
            #expect(result.structures.allSatisfy { structure in written.contains { $0.contains(structure) } })
        }
    }

    @Test("What is placed anew is read the same, and the old memory is given up", arguments: componentFormats)
    func anew(_ name: String) throws {
        let format = try componentFormat(name)
        var generator = SeededGenerator(seed: 3)
        let machine = try ComponentMachine([.init(format: format, root: format.random(using: &generator))])
        let first = try machine.decode(.init(forced: [format]))
        let other = MemoryRange(from: 0x5000_0000, to: 0x6000_0000)
        let moved = try HandoverEncoder(ComponentMachine.profile, origin: ComponentMachine.profile)
            .encode(first.handover.state, in: .init(ram: [[other]], replaced: first.structures))
        let second = try ComponentMachine.decode(moved.image, root: moved.root, .init(forced: [format]))
        #expect(second.handover.damage == [])
        let (old, new) = (
            try #require(first.handover.state.components.first), try #require(second.handover.state.components.first)
        )
        #expect(new.root.withoutPlaces(format) == old.root.withoutPlaces(format))
        for range in second.handover.state.memory?.ranges.map(\.range) ?? [] where range.start.value != 0x100_000 {
            #expect(other.contains(range))
        }
    }
}
