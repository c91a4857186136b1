import Captures
import FixtureSupport
import Foundation
import HandoverCoding
import MistakeSupport
import Rehearsal
import Testing

/// Mistakes in real captures, each in the kernel that wrote the capture, held against `Fixtures/mistake-reactions.json`.
///
/// A few are booted always; `KHO_MISTAKES=check` boots all of them in all kernels, some minutes, and
/// `KHO_MISTAKES=record` writes the file anew. The kernels are built without `CONFIG_BUG`, so that no `WARN_ON` of theirs
/// is heard.
@Suite(.serialized, .enabled(if: LiveKernels.areThere, "\(LiveKernels.reason)"))
struct MistakeReactionTests {
    private static let mode = LiveKernels.environment("KHO_MISTAKES")
    private static let path = LiveKernels.fixtures + "/mistake-reactions.json"

    /// A mistake in a kernel's own capture.
    struct Trial: Sendable, CustomStringConvertible {
        let mistake: Mistake
        let capture: Fixture

        var description: String { "\(mistake.id) in \(capture.name)" }
    }

    private static let all = LiveKernels.releases.flatMap { release in
        Mistake.all.flatMap { mistake in
            mistake.captures.filter { $0.name == release }.map { Trial(mistake: mistake, capture: $0) }
        }
    }

    /// One mistake of each kind in the newest kernel, and one in each older kernel that does something else about it.
    private static let few = all.filter { trial in
        switch trial.capture.name {
        case "7.3.4":
            [
                "folio-unpreserved", "folio-frame-free", "root-of-another-version", "session-chain-loop",
                "session-count-0", "session-name-unterminated", "token-duplicated", "scratch-over-preserved",
                "live-update-size", "region-unpreserved",
            ].contains(trial.mistake.id)
        case "7.1.13": trial.mistake.id == "session-count-0"
        case "6.19.11": trial.mistake.id == "handler-unknown"
        case "6.17.8": trial.mistake.id == "test-folio-unpreserved"
        default: false
        }
    }

    @Test(.enabled(if: mode == nil, "KHO_MISTAKES is set, and all trials are run"), arguments: few)
    func `A kernel does about a mistake what is recorded`(trial: Trial) throws {
        let recorded = try Self.recorded().filter { ($0.mistake, $0.kernel) == (trial.mistake.id, trial.capture.name) }
        #expect(recorded.map(\.withoutWords) == [try Self.reaction(to: trial).withoutWords])
    }

    @Test(.enabled(if: mode != nil, "KHO_MISTAKES is not set: neither check nor record"))
    func `Every kernel does about every mistake what it did when that was recorded`() throws {
        var entries: [MistakeReaction] = []
        for trial in Self.all {
            let entry = try Self.reaction(to: trial)
            print("\(trial): \(entry.reaction.rawValue): \(entry.says ?? "-")")
            entries.append(entry)
        }
        if Self.mode == "record" {
            try Data(MistakeReaction.document(entries)).write(to: URL(filePath: Self.path))
        }
        #expect(try Self.recorded().map(\.withoutWords) == entries.map(\.withoutWords))
    }

    @Test func `A session whose name no NUL closes is there under the first 63 bytes of it`() throws {
        let folder = try TemporaryFolder()
        var places = try CapturePlaces(Fixture.named("7.3.4").bytes("memory.elf"))
        let name = try places.session(0)
        try places.image.put([UInt8](repeating: UInt8(ascii: "x"), count: 63) + [0], at: name)
        let (_, sound) = try LiveKernels.open(folder.write(places.image.bytes, to: "sound.elf"))
        try places.image.put([UInt8(ascii: "x")], at: name + 63)
        let (broken, _) = try LiveKernels.open(folder.write(places.image.bytes, to: "broken.elf"))
        let report = try LiveKernels.rehearse(broken, sound, in: "7.3.4")
        #expect(report.sessions.first?.name.utf8.count == 63)
        #expect(report.isRevived)
    }

    private static func recorded() throws -> [MistakeReaction] {
        try JSONDecoder().decode([MistakeReaction].self, from: Data(contentsOf: URL(filePath: path)))
    }

    /// Boots a kernel with a mistake, and asks for what the state was before it was made.
    private static func reaction(to trial: Trial) throws -> MistakeReaction {
        let name = trial.capture.name
        let folder = try TemporaryFolder()
        let core = try trial.mistake.made(in: trial.capture.bytes("memory.elf"))
        let (broken, _) = try LiveKernels.open(folder.write(core, to: "memory.elf"))
        // Where everything lies, and what is to come back, is told by the sound state; scratch areas by the note.
        var (sound, _) = try LiveKernels.capture(name)
        sound.input.scratch = broken.input.scratch
        let report = try LiveKernels.rehearse(broken, sound.decode(), in: name)
        return MistakeReaction(trial.mistake.id, name, report, usual: try usualLog(of: name))
    }

    /// What a kernel writes to its log about its own capture as it is.
    private static func usualLog(of name: String) throws -> [String] {
        let matrix = URL(filePath: LiveKernels.fixtures + "/handover-matrix.json")
        let entries = try JSONDecoder().decode([MatrixEntry].self, from: Data(contentsOf: matrix))
        return entries.first { $0.state == name && $0.kernel == name }?.log ?? []
    }
}
