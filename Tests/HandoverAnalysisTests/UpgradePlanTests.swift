import FixtureSupport
import HandoverABI
import HandoverAnalysis
import HandoverCoding
import HandoverState
import Testing

/// Ways over other kernels, and back.
@Suite struct UpgradePlanTests {
    private func subject(_ name: String) throws -> Subject { try EditedCapture(name).subject() }

    @Test("Nothing carries 6.19 to 7.3 but a translation")
    func none() throws {
        let plan = try UpgradePlan(
            subject("6.19.11"), to: TargetKernel(.linux72),
            over: [TargetKernel(.linux618), TargetKernel(.linux71), TargetKernel(.linux70)])
        #expect(plan == nil)
    }

    @Test("A kernel that reads the old handler and writes the new one is the way")
    func handler() throws {
        var subject = try subject("7.3.4")
        let sessions = try #require(subject.handover.state.liveUpdate?.sessions)
        for (index, session) in sessions.enumerated() {
            for file in session.files.indices {
                subject.handover.state.liveUpdate?.sessions?[index].files[file].handler = "memfd-v1"
            }
        }
        let target = TargetKernel(.linux72, name: "target")
        var between = TargetKernel(.linux72, name: "between")
        between.knownHandlers = ["memfd-v1"]
        let direct = CompatibilityCheck(subject.handover, writtenBy: subject.profile, for: target)
        #expect(direct.items.filter { $0.kind == .file }.allSatisfy { $0.outcome == .lost })
        let plan = try #require(
            UpgradePlan(subject.handover, writtenBy: subject.profile, to: target, over: [between]))
        #expect(plan.steps.map(\.target.name) == ["between", "target"])
        #expect(plan.lostCount == 0)
    }

    @Test("The direct way is taken where it is as good")
    func direct() throws {
        let plan = try #require(
            try UpgradePlan(subject("7.3.4"), to: TargetKernel(.linux72), over: [TargetKernel(.linux72, name: "7.2")]))
        #expect(plan.steps.count == 1)
        #expect(plan.lostCount == 0)
    }

    @Test("What somebody does not need does not count as lost")
    func policy() throws {
        var target = TargetKernel(.linux72)
        target.hasTest = false
        let policy = CheckPolicy(entries: [.init(component: .test, need: .optional, reason: "r")])
        #expect(try UpgradePlan(subject("7.3.4"), to: target, over: [])?.lostCount == 1)
        #expect(try UpgradePlan(subject("7.3.4"), to: target, over: [], policy: policy)?.lostCount == 0)
    }

    @Test("A kernel can hand back what it took, and what it lost does not come back")
    func rollback() throws {
        let subject = try subject("7.3.4")
        var target = TargetKernel(.linux72)
        target.hasTest = false
        let back = try #require(CompatibilityCheck(subject, for: target).rollback(of: subject.handover, to: .linux72))
        #expect(back.worst == .accepted)
        #expect(!back.items.contains { $0.kind == .test })
        #expect(back.items.count { $0.kind == .file } > 10)
    }

    @Test("What a policy needs fails where it is not accepted")
    func needs() throws {
        var target = TargetKernel(.linux72)
        target.hasOrchestrator = false
        let items = try CompatibilityCheck(subject("7.3.4"), for: target).items
        var policy = CheckPolicy()
        #expect(items.count(where: policy.isFailed) == items.count { $0.outcome == .lost })
        policy.entries = [.init(path: Glob("/LUO*"), need: .ignored, reason: "r")]
        #expect(!items.contains(where: policy.isFailed))
        // The last entry holds.
        policy.entries.append(.init(session: Glob("db-1"), component: .memfd, need: .mandatory, reason: "r"))
        let failed = items.filter(policy.isFailed)
        #expect(!failed.isEmpty)
        #expect(failed.allSatisfy { $0.kind == .file && $0.session == "db-1" })
        #expect(policy.unused(by: items).isEmpty)
    }
}
