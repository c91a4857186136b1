import HandoverAnalysis
import HandoverState
import Multikernel
import Testing

/// A pool tree tells which of its processors are lent, and not to whom.
@Suite("Processors of instances that no tree tells of")
struct UntoldCPUTests {
    private var source: Machine {
        var pool = ResourcePool()
        pool.cpus = [4, 5, 6]
        pool.freeCPUs = [4, 5]
        var machine = Machine()
        machine.id = 0
        machine.pool = pool
        return machine
    }

    @Test("They stay in the pool, and it is said that somebody has them")
    func stay() {
        let (machine, assumptions) = RunningMachine.assembled(from: source)
        #expect(assumptions.map(\.rule) == [.applyAssumed])
        #expect(assumptions.first?.message.contains("CPUs 6 are lent") == true)
        #expect(machine.tree(like: source).pool == source.pool)
    }

    @Test("An instance cannot have them, since they are not free")
    func areTaken() {
        var (machine, _) = RunningMachine.assembled(from: source)
        let outcome = machine.apply(
            SampleMachine.overlay(("/instances", [SampleMachine.create("red") { $0.cpus = [6] }])))
        #expect(outcome.remarks.map(\.rule) == [.applyCreatedWithLess])
        #expect(machine.tree(like: source).pool?.cpus == [4, 5, 6])
    }

    @Test("A tree of the instance that has them leaves nothing to be assumed")
    func areTold() {
        var instance = Instance(name: "blue", id: 1)
        instance.resources?.cpus = [6]
        let (machine, assumptions) = RunningMachine.assembled(from: source, instances: [InstanceTree(instance)])
        #expect(assumptions == [])
        #expect(machine.untoldCPUs.isEmpty)
    }
}
