import DeviceTree
import HandoverAnalysis
import HandoverState
import Multikernel
import Testing

@Suite("Overlays between random machines")
struct OverlayPropertyTests {
    private func machine(_ tree: Machine) -> RunningMachine {
        RunningMachine.assembled(from: tree).machine
    }

    /// The overlay of a plan as it is read back from its blob.
    private func written(_ plan: OverlayPlan) throws -> Overlay {
        guard case .overlay(let overlay) = try SampleMachine.throughBlob(.overlay(plan.overlay)) else {
            Issue.record("the blob of an overlay is none")
            return plan.overlay
        }
        return overlay
    }

    @Test(
        "Plans lead to the state that they are made for, one after the other, through blobs",
        arguments: 0..<200)
    func plans(_ seed: Int) throws {
        var random = RandomMachine(seed: UInt64(seed))
        var running = machine(random.tree)
        for _ in 0..<4 {
            random.change()
            let wanted = machine(random.tree)
            let plan = OverlayPlan(from: running, to: wanted)
            #expect(plan.rehearsal.refusal == nil)
            #expect(plan.remaining.filter { $0.nature != .address } == [])
            if plan.overlay.fragments.isEmpty { continue }
            let outcome = running.apply(try written(plan))
            #expect(outcome.refusal == nil && outcome.steps == plan.rehearsal.steps)
            #expect(MachineComparison(from: running, to: wanted).changes == [])
            expectSound(running)
            try expectValid(running, like: random.tree)
            readBack(&running, &random)
        }
    }

    /// The machine's tree breaks no rule of errors, but those of instances that have nothing yet.
    private func expectValid(_ running: RunningMachine, like tree: Machine) throws {
        let blob = try MultikernelTree.machine(running.tree(like: tree)).blob()
        let reading = try MultikernelTree.read(FlattenedDeviceTree(blob: blob))
        let poor: Set<RuleID> = [
            .instanceWithoutCPUs, .instanceWithoutMemory, .instanceResourceless,
        ]
        let findings = MultikernelValidator().findings(in: reading).filter { $0.severity == .error }
        #expect(findings.filter { !poor.contains($0.rule) } == [])
    }

    /// Learns the bases that the kernel has chosen.
    private func readBack(_ running: inout RunningMachine, _ random: inout RandomMachine) {
        for chunk in running.memory.chunks where chunk.base == nil {
            let base = UInt64(chunk.number + 16) << 36
            running.memory.place(chunk.number, at: base)
            random.place(chunk.size, at: base)
        }
    }

    /// Nobody has what another has, and free memory and lent memory make up the chunks.
    private func expectSound(_ machine: RunningMachine) {
        var cpus = machine.freeCPUs.elements
        var devices = machine.freeDevices.elements
        for instance in machine.instances {
            cpus += instance.cpus.elements
            devices += instance.devices.elements
        }
        #expect(Set(cpus).count == cpus.count)
        #expect(Set(devices).count == devices.count)
        let lent = machine.instances.flatMap(\.regions)
        for chunk in machine.memory.chunks {
            let regions = lent.filter { $0.chunk == chunk.number }.sorted { $0.offset < $1.offset }
            #expect(regions.reduce(0) { $0 + $1.size } + chunk.freeBytes == chunk.size)
            for (first, second) in zip(regions, regions.dropFirst()) {
                #expect(first.offset + first.size <= second.offset)
            }
        }
    }

    @Test(
        "Undoing the transactions brings the machine back, wherever kernels can", arguments: 0..<200)
    func rollback(_ seed: Int) throws {
        var random = RandomMachine(seed: 1000 + UInt64(seed))
        let start = machine(random.tree)
        var running = start
        var overlays: [Overlay] = []
        for _ in 0..<3 {
            random.change()
            let plan = OverlayPlan(from: running, to: machine(random.tree))
            if plan.overlay.fragments.isEmpty { continue }
            overlays.append(plan.overlay)
            #expect(running.apply(plan.overlay).refusal == nil)
            readBack(&running, &random)
        }
        let grown = overlays.contains { $0.has(.addMemory, on: "/resources") }
        let removed = overlays.contains { $0.has(.removeInstance, on: "/instances") }
        var isUndone = true
        for overlay in overlays.reversed() where isUndone {
            let outcome = running.undo(overlay)
            isUndone = outcome.refusal == nil
            // What stops it is an instance that is gone for good, or memory in a place that cannot be known.
            if let refusal = outcome.refusal {
                #expect(removed || grown || refusal.finding.rule == .applyMemoryPart, "\(refusal)")
            }
        }
        expectSound(running)
        if !grown, !removed, isUndone {
            #expect(MachineComparison(from: running, to: start).changes == [])
        }
    }

    @Test(
        "The inverse of an overlay takes the machine back, pools that grew excepted", arguments: 0..<200
    )
    func inverse(_ seed: Int) throws {
        var random = RandomMachine(seed: 2000 + UInt64(seed))
        let start = machine(random.tree)
        random.change()
        let plan = OverlayPlan(from: start, to: machine(random.tree))
        if plan.overlay.fragments.isEmpty { return }
        var running = start
        #expect(running.apply(plan.overlay).refusal == nil)
        let inverse = plan.overlay.inverse(in: start)
        #expect(inverse.rehearsal.refusal == nil)
        if !inverse.overlay.fragments.isEmpty { #expect(running.apply(inverse.overlay).refusal == nil) }
        let left = MachineComparison(from: running, to: start).changes.filter {
            !$0.path.contains("/memory")
        }
        #expect(left == [])
    }
}

extension Overlay {
    fileprivate func has(_ kind: OverlayOperation.Kind, on target: String) -> Bool {
        fragments.contains { fragment in
            fragment.target == target && fragment.operations?.contains { $0.action.kind == kind } == true
        }
    }
}
