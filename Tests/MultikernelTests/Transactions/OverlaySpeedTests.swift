import HandoverAnalysis
import Multikernel
import Testing

@Suite("Overlays of large machines")
struct OverlaySpeedTests {
    private func machine(lending count: Int) -> RunningMachine {
        var pool = ResourcePool()
        let cpus = (1...4096).map { UInt64($0) }
        pool.cpus = CPUList(cpus)
        pool.memory = [PoolMemory(name: "memory@0", extent: .chunk(base: 1 << 40, size: 1 << 40))]
        var tree = Machine()
        tree.pool = pool
        tree.instances = (0..<256).map { index in
            var instance = Instance(name: "instance-\(index)", id: UInt32(index + 1))
            instance.resources?.cpus = CPUList(Array(cpus[index * count..<(index + 1) * count]))
            instance.resources?.memory = SingleMemory(base: nil, size: 1 << 30)
            return instance
        }
        return RunningMachine.assembled(from: tree).machine
    }

    @Test("256 instances exchange 4096 CPUs in a blink")
    func exchange() {
        let (before, after) = (machine(lending: 16), machine(lending: 12))
        var running = before
        let clock = ContinuousClock()
        var plan = OverlayPlan(from: before, to: after)
        let planning = clock.measure { plan = OverlayPlan(from: before, to: after) }
        let applying = clock.measure { _ = running.apply(plan.overlay) }
        #expect(MachineComparison(from: running, to: after).changes.isEmpty)
        // Some milliseconds when optimized; tests are not, and machines are busy.
        #expect(planning < .seconds(5) && applying < .seconds(2), "\(planning), \(applying)")
    }
}
