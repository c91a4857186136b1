import HandoverState
import PhysicalMemory
import Testing

@testable import Rehearsal

struct BootPlanTests {
    private static let mebibyte: UInt64 = 1 << 20

    private func range(_ start: UInt64, _ size: UInt64) throws -> MemoryRange {
        try #require(MemoryRange(start: PhysicalAddress(start), size: size))
    }

    private func subject(
        _ builder: KernelBuilder = KernelBuilder(), scratch: [MemoryRange], state: [MemoryRange] = [],
        machine: UInt64 = 320 << 20
    ) throws -> BootPlan.Subject {
        BootPlan.Subject(
            kernel: try builder.kernel, commandLine: "kho=on", files: [UInt8](repeating: 1, count: 5000),
            machine: MachineMemory(size: machine), root: 0x4c_4000, pageSize: 4096, scratch: scratch,
            handed: HandedMemory(structures: state, preserved: nil, in: state))
    }

    /// Everything that a plan puts into memory.
    private func places(of plan: BootPlan) -> [MemoryRange] {
        plan.pieces.map(\.range) + [plan.shimRange, plan.checksRange]
    }

    @Test func `Everything lies inside scratch areas, apart from the state and from each other`() throws {
        let scratch = try [range(0xe40_0000, 16 << 20), range(0xa40_0000, 64 << 20), range(0x940_0000, 16 << 20)]
        // Pages in the way, in the middle of the largest area.
        let state = try [range(0x52_f000, 4096), range(0xa80_0000, 8192), range(0xb00_1000, 4096)]
        let plan = try BootPlan(subject(scratch: scratch, state: state))
        let places = places(of: plan)
        for place in places {
            #expect(scratch.contains { $0.contains(place) })
            #expect(state.allSatisfy { !$0.overlaps(place) })
        }
        for (index, place) in places.enumerated() {
            #expect(places[..<index].allSatisfy { !$0.overlaps(place) })
        }
        for piece in plan.pieces { #expect(UInt64(piece.bytes.count) <= piece.range.size) }
    }

    @Test func `The kernel lies at a multiple of its alignment, not below its preferred address`() throws {
        let scratch = try [range(0x30_1000, 64 << 20)]
        let plan = try BootPlan(subject(scratch: scratch))
        let kernel = try #require(plan.pieces.first { $0.name == "the kernel" })
        #expect(kernel.range.start == 0x100_0000)
        #expect(kernel.range.size == 0x80_0000)
    }

    @Test func `A kernel that is not relocatable goes to its one address or nowhere`() throws {
        var builder = KernelBuilder()
        builder.isRelocatable = false
        let plan = try BootPlan(subject(builder, scratch: [range(0x10_0000, 64 << 20)]))
        #expect(plan.pieces.first?.range.start == 0x100_0000)
        #expect {
            try BootPlan(subject(builder, scratch: [range(0x200_0000, 64 << 20)]))
        } throws: { error in
            "\(error)".contains("the kernel (8388608 bytes at 0x1000000 and nowhere else)")
        }
    }

    @Test func `An error says how much is needed and what there is`() throws {
        #expect {
            try BootPlan(subject(scratch: [range(0x940_0000, 4 << 20)]))
        } throws: { error in
            let text = "\(error)"
            return text.contains("the kernel (8388608 bytes from 0x1000000 on, aligned to 2097152)")
                && text.contains("free below 4 GiB: 0x9400000-0x97fffff (4194304 bytes)")
        }
        #expect {
            try BootPlan(subject(scratch: []))
        } throws: { error in
            "\(error)".contains("areas: none")
        }
    }

    @Test func `Scratch memory that the firmware takes or the shim cannot reach is not used`() throws {
        let machine = MachineMemory(size: 8 << 30)
        // The last areas: below 1 MiB, in the firmware's part of the low memory, and above 4 GiB.
        let scratch = try [range(0x8_0000, 0x10_0000), range((3 << 30) - 4096, 4096), range(4 << 30, 64 << 20)]
        let placement = ScratchPlacement(scratch: scratch, machine: machine, avoiding: [])
        #expect(placement.free == [try range(0x10_0000, 0x8_0000)])
    }

    @Test func `A command line that the kernel would cut is refused`() throws {
        var builder = KernelBuilder()
        builder.commandLineLimit = 5
        #expect(throws: RehearsalError(.kernel, "the command line has 6 bytes, the kernel takes 5")) {
            try BootPlan(subject(builder, scratch: [range(0x940_0000, 64 << 20)]))
        }
    }

    @Test func `What is handed over is whole pages, and what the dump lacks is told`() throws {
        let handed = HandedMemory(
            structures: [try range(0x1ff0, 0x20), try range(0x5000, 8)], preserved: nil,
            in: [try range(0x0, 0x3000)])
        #expect(handed.ranges == [try range(0x1000, 0x2000), try range(0x5000, 0x1000)])
        #expect(handed.present == [try range(0x1000, 0x2000)])
        #expect(handed.missing == 4096)
    }
}
