import Rehearsal
import Testing

/// Real kernels with real states.
@Suite(.serialized, .enabled(if: LiveKernels.areThere, "\(LiveKernels.reason)"))
struct LiveRehearsalTests {
    @Test(arguments: LiveKernels.releases)
    func `A kernel revives all of the state that a kernel of its release left`(release: String) throws {
        let report = try LiveKernels.rehearse(release, in: release)
        #expect(report.isRevived)
        #expect(report.ending == .finished)
        #expect(report.handover == .accepted)
        #expect(report.alarms.isEmpty)
        #expect(report.kernel.release?.hasPrefix(release) == true)
        #expect(report.overwrittenBytes > 128 << 20)
        #expect(report.test == .revived)
        #expect(!report.regions.isEmpty)
        // Files come with sizes, positions and hashes that the host has worked out from the state alone.
        for file in report.sessions.flatMap(\.files) {
            #expect(file.expected.hash != nil)
            #expect(file.found?.hash == file.expected.hash)
        }
        let hasSessions = !release.hasPrefix("6.17") && !release.hasPrefix("6.18")
        #expect(report.sessions.count == (hasSessions ? 3 : 0))
    }

    @Test func `A kernel of 6.17 loses sight of memory that a kernel of 6.18 preserved, and gives it away`() throws {
        let report = try LiveKernels.rehearse("6.18.15", in: "6.17.8")
        #expect(report.handover == .accepted)
        #expect(!report.isRevived)
        // The kernel says of each that it is revived.
        #expect(report.log.contains("Revived memory reservation 'trace' from KHO"))
        for region in report.regions {
            guard case .differs = region.verdict else {
                Issue.record("\(region.name): \(region.verdict)")
                continue
            }
        }
    }

    @Test func `A kernel of 6.18 panics over a state of 6.17, and says where`() throws {
        let report = try LiveKernels.rehearse("6.17.8", in: "6.18.15")
        guard case .panicked(let line) = report.ending else {
            Issue.record("\(report.ending)")
            return
        }
        #expect(line.contains("Kernel panic"))
        #expect(report.alarms.contains { $0.contains("page fault") })
        #expect(!report.isRevived)
    }

    @Test func `A kernel that knows another version refuses the state, and boots without it`() throws {
        let report = try LiveKernels.rehearse("7.1.13", in: "7.2.13")
        #expect(report.ending == .finished)
        guard case .refused(let reasons) = report.handover else {
            Issue.record("\(report.handover)")
            return
        }
        #expect(reasons.contains { $0.contains("is incompatible with 'kho-v4'") })
        #expect(report.sessions.allSatisfy { if case .lost = $0.verdict { true } else { false } })
    }
}
