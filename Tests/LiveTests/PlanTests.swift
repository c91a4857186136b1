import Captures
import FixtureSupport
import HandoverABI
import HandoverCoding
import HandoverDocument
import Rehearsal
import Testing

/// States that a person described, in real kernels.
@Suite(.serialized, .enabled(if: LiveKernels.areThere, "\(LiveKernels.reason)"))
struct PlanTests {
    @Test(arguments: LiveKernels.releases)
    func `A kernel revives a state that was written by hand`(release: String) throws {
        let folder = try TemporaryFolder()
        let profile = try #require(Profile.named(release))
        let plan = try HandoverPlanReader().read(Array(Self.plan.utf8))
        let image = try HandoverImage(plan, for: profile, losses: .drop) { _ in nil }
        try image.write(to: folder.path("plan.elf"))

        let (capture, decoded) = try LiveKernels.open(folder.path("plan.elf"))
        let report = try LiveKernels.rehearse(capture, decoded, in: release)
        LiveKernels.show("plan", in: release, report, leftOut: image.encoded.dropped.count)
        #expect(report.isRevived)
        #expect(report.test == .revived)
        #expect(report.regions.count == 2)
        #expect(report.sessions.count == (profile.liveUpdate == nil ? 0 : 3))
        #expect(report.sessions.flatMap(\.files).count == (profile.liveUpdate == nil ? 0 : 8))
    }

    /// Three sessions, files of the lengths at which pages begin and end, holes, positions and seals.
    private static let plan = """
        kernel: {release: 7.3.4-plan}
        reserveMem:
          - {name: trace, size: 1MiB, content: {text: first}}
          - {name: log, size: 64KiB, content: {fill: 0x5a}}
        liveUpdate:
          number: 3
          sessions:
            - name: lengths
              files:
                - {token: 0x1, memfd: {size: 0}}
                - {token: 0x2, memfd: {size: 1, content: {fill: 0x11}, position: 1}}
                - {token: 0x3, memfd: {size: 4095, content: {fill: 0x22}, position: 17}}
                - {token: 0x4, memfd: {size: 4096, content: {fill: 0x33}}}
                - {token: 0x5, memfd: {size: 4097, content: {fill: 0x44}, position: 4097}}
            - name: large
              files:
                - {token: 0x100000001, memfd: {size: 3MiB, content: {fill: 0x55}, holes: [{offset: 1MiB, size: 64KiB}]}}
                - {token: 0x100000002, memfd: {size: 3MiB, content: {fill: 0x66}, folioOrder: 9, seals: [shrink, grow]}}
            - name: sealed
              files:
                - {token: 0x1, memfd: {content: {text: no more}, seals: [seal, shrink, grow, write]}}
          flbs:
            - {name: liveupdate-test-flb-v0, data: "0xfeedf00dcafebee0"}
            - {name: liveupdate-test-flb-v1, data: "0xfeedf00dcafebee1"}
            - {name: liveupdate-test-flb-v2, data: "0xfeedf00dcafebee2"}
        test: {folioOrders: [0, 1, 4, 7]}
        """
}
