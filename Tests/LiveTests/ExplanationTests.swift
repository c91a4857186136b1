import KernelLogs
import Rehearsal
import Testing

/// What real kernels say of real states.
@Suite(.serialized, .enabled(if: LiveKernels.areThere, "\(LiveKernels.reason)"))
struct ExplanationTests {
    /// A state for each kernel: its own, and some that it does not take.
    private static let cases =
        LiveKernels.releases.map { ($0, $0) } + [("6.17.8", "6.18.15"), ("7.1.13", "7.2.13"), ("7.3.4", "7.1.13")]

    @Test(arguments: cases)
    func `Everything that a kernel says of a state is known`(state: String, release: String) throws {
        let report = try LiveKernels.rehearse(state, in: release)
        var explainer = LogExplainer()
        let lines = ["Linux version \(release) (user@host)"] + report.log
        explainer.read(Array((lines.joined(separator: "\n") + "\n").utf8).span)
        let log = explainer.finish()
        #expect(log.boots.flatMap(\.unknown).map(\.text) == [])
        let boot = try #require(log.boots.first)
        #expect(boot.messages.allSatisfy { $0.isOfRelease == true })
        #expect(boot.messages.count >= 2)
        switch report.handover {
        case .accepted: #expect(boot.outcome == .accepted || boot.outcome == .fatal)
        case .refused: #expect(boot.outcome == .refused)
        case .ignored, .unknown: break
        }
    }
}
