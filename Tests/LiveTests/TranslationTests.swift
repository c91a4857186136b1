import Captures
import Foundation
import HandoverABI
import HandoverCoding
import HandoverDocument
import HandoverState
import MemoryDumps
import Rehearsal
import Testing

/// States written by khotool, judged by kernels.
@Suite(.serialized, .enabled(if: LiveKernels.areThere, "\(LiveKernels.reason)"))
struct TranslationTests {
    @Test(arguments: LiveKernels.releases)
    func `Every kernel revives what its formats can hold of a state translated for it`(state: String) throws {
        let (capture, decoded) = try LiveKernels.capture(state)
        for release in LiveKernels.releases {
            let profile = try #require(Profile.named(release))
            let image = try HandoverImage(capture, decoded, for: profile, losses: .drop)
            let report = try Self.rehearse(image, in: release)
            Self.print(state, release, report, dropped: image.encoded.dropped.count)
            #expect(report.isRevived, "\(state) in \(release)")
            #expect(report.ending == .finished, "\(state) in \(release)")
            #expect(report.alarms.isEmpty, "\(state) in \(release)")
            if profile.liveUpdate != nil, decoded.handover.state.liveUpdate != nil {
                #expect(report.sessions.count == 3, "\(state) in \(release)")
                for file in report.sessions.flatMap(\.files) { #expect(file.found?.hash == file.expected.hash) }
            }
        }
    }

    @Test(arguments: LiveKernels.releases)
    func `A kernel revives a state that a person described`(release: String) throws {
        let profile = try #require(Profile.named(release))
        let plan = try HandoverPlanReader().read(Array(Self.plan.utf8))
        let image = try HandoverImage(plan, for: profile, losses: .drop) { _ in nil }
        let report = try Self.rehearse(image, in: release)
        Self.print("plan", release, report, dropped: image.encoded.dropped.count)
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

    private static func rehearse(_ image: HandoverImage, in release: String) throws -> RehearsalReport {
        let path = FileManager.default.temporaryDirectory.appending(path: "khotool-\(UUID().uuidString).elf").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try image.write(to: path)
        guard case .handover(let capture) = try Capture.open(path) else { throw LiveKernels.NoHandover(path: path) }
        let kernel = (LiveKernels.kernels ?? "") + "/\(release)/bzImage"
        var rehearsal = Rehearsal(kernel: try KernelImage.read(kernel), path: kernel)
        rehearsal.timeLimit = 60
        return try rehearsal.run(capture, try capture.decode(), program: try GuestProgram.find())
    }

    /// A line of the matrix that `make live` shows.
    private static func print(_ state: String, _ release: String, _ report: RehearsalReport, dropped: Int) {
        let verdict = report.isRevived ? "revived" : "NOT revived"
        let files = report.sessions.flatMap(\.files).count
        Swift.print(
            "\(state) -> \(release): \(verdict), \(report.sessions.count) sessions, \(files) files, "
                + "\(report.regions.count) regions, \(dropped) items the target cannot hold")
    }
}
