import HandoverAnalysis
import HandoverState
import Multikernel
import Testing

/// What removing a transaction brings back, and what not.
@Suite("Undoing overlays")
struct RollbackTests {
    typealias Sample = SampleMachine

    @Test("A creation and what was given to it are undone, the last first")
    func creation() {
        var machine = Sample.running
        let overlay = Sample.overlay(
            ("/instances", [Sample.create("red") { $0.cpus = [5] }]),
            ("/instances/red", [.addCPUs(Sample.cpus(6)), .addDevices(Sample.pci("0000:41:00.0"))]))
        #expect(machine.apply(overlay).refusal == nil)
        #expect(machine.undo(overlay).refusal == nil)
        #expect(MachineComparison(from: Sample.running, to: machine).changes.isEmpty)
    }

    @Test("Memory whose base was not honoured is not found again: ENOENT")
    func base() {
        var machine = Sample.running
        let overlay = Sample.overlay(
            ("/instances/blue", [.addMemory(Sample.memory(Sample.low + (256 << 20), 64 << 20))]))
        #expect(machine.apply(overlay).refusal == nil)
        #expect(machine.undo(overlay).refusal?.errno == .ENOENT)
    }

    @Test("A removed instance stays removed, and a grown pool grown, which is told")
    func notUndone() {
        var machine = Sample.running
        let overlay = Sample.overlay(
            ("/instances", [.removeInstance(name: "blue")]),
            ("/resources", [.addMemory(Sample.request(4096))]))
        #expect(machine.apply(overlay).refusal == nil)
        let outcome = machine.undo(overlay)
        #expect(outcome.refusal == nil)
        #expect(outcome.remarks.map(\.rule) == [.applyNotUndone, .applyNotUndone])
        #expect(machine["blue"] == nil)
        #expect(machine.memory.chunks.count == 3)
    }

    @Test("Memory that left the pool comes back at a base that the kernel chooses")
    func chunk() {
        var machine = Sample.running
        let overlay = Sample.overlay(
            ("/resources", [.removeMemory(Sample.memory(Sample.high, 256 << 20))]))
        #expect(machine.apply(overlay).refusal == nil)
        let outcome = machine.undo(overlay)
        #expect(outcome.remarks.map(\.rule) == [.applyNotUndone])
        #expect(machine.memory.chunks.map(\.base) == [Sample.low, nil])
    }

    @Test("The undo names what was never done, and fails on it")
    func neverDone() {
        var machine = Sample.running
        let overlay = Sample.overlay(("/instances/blue", [.addCPUs(Sample.cpus(9))]))
        #expect(machine.apply(overlay).refusal?.errno == .EBUSY)
        #expect(machine.undo(overlay).refusal?.errno == .EINVAL)
    }

    @Test("The undo of a fragment whose instance is gone stops: ENOENT")
    func gone() {
        var machine = Sample.running
        let overlay = Sample.overlay(
            ("/instances/blue", [.addCPUs(Sample.cpus(5))]),
            ("/instances", [.removeInstance(name: "blue")]))
        #expect(machine.apply(overlay).refusal == nil)
        #expect(machine.undo(overlay).refusal?.errno == .ENOENT)
    }
}
