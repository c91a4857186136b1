import ChildProcesses
import Foundation
import PhysicalMemory
import Testing

@testable import Rehearsal

/// Real machines without a Linux in them: a kernel of a few instructions tells how it was entered.
@Suite(.serialized, .enabled(if: HostEmulator.isThere, "there is no qemu-system-x86_64 in PATH"))
struct EnteredMachineTests {
    private static let machine = MachineMemory(size: 320 << 20)
    private static let statePage = PhysicalAddress(0x52_f000)

    /// A kernel that leaves RSI, the boot parameters' address, at 0x11000000, writes a letter to the second serial port,
    /// and ends the machine with status 99.
    private static var kernel: KernelBuilder {
        var builder = KernelBuilder()
        let code: [UInt8] = [
            0x48, 0x89, 0x34, 0x25, 0x00, 0x00, 0x00, 0x11,  // mov %rsi, 0x11000000
            0x66, 0xba, 0xf8, 0x02,  // mov $0x2f8, %dx
            0xb0, 0x4b, 0xee,  // mov $'K', %al; out %al, %dx
            0xb0, 0x31, 0xe6, 0xf4,  // mov $0x31, %al; out %al, $0xf4
            0xf4,  // hlt
        ]
        builder.payload.replaceSubrange(0x200..<0x200 + code.count, with: code)
        return builder
    }

    private func enter(changing change: (MachineImage) throws -> Void) throws -> (Emulator.Run, BootPlan, MachineImage)
    {
        var state = MemoryImage()
        try state.write((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 7) }, at: Self.statePage)
        let pages = state.present
        let plan = try BootPlan(
            BootPlan.Subject(
                kernel: try Self.kernel.kernel, commandLine: "kho=on", files: [1, 2, 3], machine: Self.machine,
                root: Self.statePage, pageSize: 4096,
                scratch: [try #require(MemoryRange(start: 0xa40_0000, size: 64 << 20))],
                handed: HandedMemory(structures: pages, preserved: nil, in: pages)))
        let image = try MachineImage(Self.machine)
        for range in pages { try image.copy(range, of: state) }
        for piece in plan.pieces { try image.put(piece) }
        try image.putChecks(at: plan.checksRange.start)
        try change(image)
        let run = try Emulator(path: "qemu-system-x86_64", acceleration: .tcg)
            .run(Self.machine, memory: image.file, image: plan.shim.image, seconds: 60)
        return (run, plan, image)
    }

    @Test func `The kernel is entered with the boot parameters and the firmware's memory map in them`() throws {
        let (run, plan, image) = try enter { _ in }
        #expect(run.ending == .exited(99))
        #expect(run.report == [UInt8(ascii: "K")])
        let parameters = try #require(plan.pieces.first { $0.name == "the boot parameters" }).range.start
        #expect(try image.read(at: 0x1100_0000, count: 8).integer(at: 0, as: UInt64.self) == parameters.value)
        #expect(
            try image.read(at: plan.shim.resultAddress, count: 8).integer(at: 0, as: UInt64.self)
                == EntryShim.enteredMark)
        let page = try image.read(at: parameters, count: 4096)
        let entries = (0..<Int(page[0x1e8])).map { index in
            let offset = 0x2d0 + 20 * index
            return (
                start: page.integer(at: offset, as: UInt64.self), size: page.integer(at: offset + 8, as: UInt64.self),
                type: page.integer(at: offset + 16, as: UInt32.self)
            )
        }
        // Memory from 0, and from 1 MiB up to where the firmware's tables begin.
        let memory = entries.filter { $0.type == 1 }
        #expect(memory.map(\.start) == [0, 1 << 20])
        let end = try #require(memory.last.map { $0.start + $0.size })
        #expect(end > Self.machine.usable[0].end.value)
        #expect(end <= 320 << 20)
    }

    @Test func `A machine whose state has changed never enters the kernel, and says where`() throws {
        let (run, plan, image) = try enter { image in
            try image.file.write([0xff].span, at: Self.statePage.value + 4000)
        }
        #expect(run.ending == .exited(EntryShim.changedStatus))
        #expect(run.report.isEmpty)
        let result = try image.read(at: plan.shim.resultAddress, count: 8).integer(at: 0, as: UInt64.self)
        #expect(result == Self.statePage.value)
    }

    @Test func `QEMU's own complaint is kept where it does not start the machine`() throws {
        let machine = MachineMemory(size: 1 << 20)
        let image = try MachineImage(machine)
        let run = try Emulator(path: "qemu-system-x86_64", acceleration: .tcg)
            .run(machine, memory: image.file, image: [], seconds: 60)
        #expect(run.ending == .exited(1))
        #expect(!run.complaints.isEmpty)
    }
}

/// The emulator on this host.
enum HostEmulator {
    static var isThere: Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: $0 + "/qemu-system-x86_64")
        }
    }
}
