import Captures
import FixtureSupport
import HandoverABI
import HandoverCoding
import HandoverState
import MemoryDumps
import Rehearsal
import Testing

/// States in the formats of another kernel, in that kernel.
///
/// As they are, most kernels refuse most states, or worse. Translated, every kernel revives every state, except for what
/// its formats have no place for.
@Suite(.serialized, .enabled(if: LiveKernels.areThere, "\(LiveKernels.reason)"))
struct TranslationTests {
    private static let pairs = LiveKernels.releases.flatMap { state in
        LiveKernels.releases.map { (state: state, kernel: $0) }
    }

    @Test(arguments: pairs)
    func `A kernel revives all of a state that was translated for it`(state: String, kernel: String) throws {
        let folder = try TemporaryFolder()
        let (source, decoded) = try LiveKernels.capture(state)
        let profile = try #require(Profile.named(kernel))
        // Also where the formats are the same, everything is built anew.
        let image = try HandoverImage(source, decoded, for: profile, losses: .drop)
        try image.write(to: folder.path("translated.elf"))

        let (capture, translated) = try LiveKernels.open(folder.path("translated.elf"))
        #expect(translated.profile?.name == profile.name)
        let report = try LiveKernels.rehearse(capture, translated, in: kernel)
        LiveKernels.show(state, in: kernel, report, leftOut: image.encoded.dropped.count)
        #expect(report.isRevived)
        #expect(report.alarms.isEmpty)
        #expect(report.test == .revived)
        #expect(report.regions.count == decoded.handover.state.reserveMem?.count)

        let before = try Self.contents(of: decoded.handover, in: source)
        let after = try Self.contents(of: translated.handover, in: capture)
        #expect(profile.liveUpdate == nil ? after.isEmpty : after == before)
    }

    /// The hashes of the contents of all files, by session and token.
    private static func contents(of handover: Handover, in capture: HandoverCapture) throws -> [String: UInt64] {
        var hashes: [String: UInt64] = [:]
        for session in handover.state.liveUpdate?.sessions ?? [] {
            for file in session.files {
                let content = try PreservedContent(
                    try #require(file.memfd), pageShift: handover.abi.pageSize.trailingZeroBitCount)
                var hash = ContentHash()
                var position: UInt64 = 0
                try content.read(from: capture.input.memory) { offset, bytes in
                    hash.add(zeros: offset - position)
                    hash.add(bytes)
                    position = offset + UInt64(bytes.count)
                    return true
                }
                hash.add(zeros: content.size - position)
                hashes["\(session.name)/\(file.token)"] = hash.value
            }
        }
        return hashes
    }
}
