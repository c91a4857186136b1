import Foundation
import HandoverABI
import KernelLogs
import Testing

@testable import Rehearsal

/// Real handovers by real kexecs, held against `Fixtures/kexec-matrix.json`.
///
/// A few of them are made each time; `KHO_KEXEC=check` makes all, some minutes; `KHO_KEXEC=record` writes the file anew.
@Suite(.serialized, .enabled(if: LiveKernels.areThere, "\(LiveKernels.reason)"))
struct KexecTests {
    private static let mode = LiveKernels.environment("KHO_KEXEC")
    private static let path = LiveKernels.fixtures + "/kexec-matrix.json"
    /// The same kernel again, the next one, one that is refused, and one that misreads.
    private static let cases = [
        ("7.3.4", "7.3.4"), ("7.2.13", "7.3.4"), ("6.18.15", "6.19.11"), ("6.17.8", "6.18.15"), ("7.1.13", "7.2.13"),
    ]

    @Test(.enabled(if: mode == nil, "KHO_KEXEC makes all of them"), arguments: cases)
    func `A kernel that is reached by kexec does what it did when the matrix was recorded`(
        first: String, second: String
    ) throws {
        let handover = try KexecHandover(from: first, to: second)
        Self.checkKept(handover, by: first)
        Self.checkWords(handover, from: first, to: second)
        let entry = MatrixEntry(first, second, handover.report)
        let recorded = try Self.recorded().first { $0.state == first && $0.kernel == second }
        #expect(recorded?.withoutLog == entry.withoutLog)
    }

    @Test(.enabled(if: mode != nil, "KHO_KEXEC is not set: neither check nor record"))
    func `Every kernel does with every kernel's handover what it did when the matrix was recorded`() throws {
        var entries: [MatrixEntry] = []
        for first in LiveKernels.releases {
            for second in LiveKernels.releases {
                let handover = try KexecHandover(from: first, to: second)
                Self.checkKept(handover, by: first)
                Self.checkWords(handover, from: first, to: second)
                LiveKernels.show(first, in: second, handover.report, leftOut: 0)
                entries.append(MatrixEntry(first, second, handover.report))
            }
        }
        if Self.mode == "record" {
            try Data(MatrixEntry.document(entries)).write(to: URL(filePath: Self.path))
        }
        #expect(try Self.recorded().map(\.withoutLog) == entries.map(\.withoutLog))
    }

    private static func recorded() throws -> [MatrixEntry] {
        try JSONDecoder().decode([MatrixEntry].self, from: Data(contentsOf: URL(filePath: path)))
    }

    /// The first kernel kept what it was asked to, with the contents that the host works out.
    private static func checkKept(_ handover: KexecHandover, by release: String) {
        let hasSessions = Profile.named(release)?.liveUpdate != nil
        let files = handover.report.sessions.flatMap(\.files)
        #expect(files.count == (hasSessions ? 4 : 0))
        #expect(handover.report.regions.map(\.name).sorted() == ["pstore", "trace"])
        for (index, session) in handover.report.sessions.enumerated() {
            for file in session.files {
                guard case .retrieved(let size, let position, _, let hash)? = handover.kept.files[index]?[file.token]
                else {
                    Issue.record("\(session.name): \(file.token) was not kept")
                    continue
                }
                #expect(size == file.expected.size)
                #expect(position == file.expected.position)
                #expect(hash == file.expected.hash)
            }
        }
    }

    /// All that both kernels say of the handover is known, and they are told apart.
    private static func checkWords(_ handover: KexecHandover, from first: String, to second: String) {
        var explainer = LogExplainer()
        explainer.read(Array((handover.console.joined(separator: "\n") + "\n").utf8).span)
        let boots = explainer.finish().boots
        #expect(boots.compactMap(\.release).map { String($0.prefix { $0 != "-" }) } == [first, second])
        #expect(boots.flatMap(\.unknown).map(\.text) == [])
        #expect(boots.flatMap(\.messages).allSatisfy { $0.isOfRelease == true })
        switch handover.report.handover {
        case .accepted: #expect(boots.last?.outcome == .accepted || boots.last?.outcome == .fatal)
        case .refused: #expect(boots.last?.outcome == .refused)
        case .ignored, .unknown: Issue.record("\(first) to \(second): \(handover.report.handover)")
        }
    }
}
