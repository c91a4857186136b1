import Testing

@testable import Rehearsal

struct EmulatorTests {
    @Test func `Without QEMU a rehearsal says how another one is named`() throws {
        let emulator = Emulator(path: "khotool-no-such-qemu", acceleration: .tcg)
        let image = try MachineImage(MachineMemory(size: 1 << 20))
        let reason = "khotool-no-such-qemu: cannot start: No such file or directory; --qemu names another program"
        #expect(throws: RehearsalError(.emulator, reason)) {
            try emulator.run(MachineMemory(size: 1 << 20), memory: image.file, image: [], seconds: 1)
        }
    }
}
