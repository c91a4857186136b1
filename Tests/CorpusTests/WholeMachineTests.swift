import Captures
import FixtureSupport
import Foundation
import HandoverState
import PhysicalMemory
import Testing

private let corpus = ProcessInfo.processInfo.environment["KHO_CORPUS"]

/// Dumps of whole machines, which are too large to be kept with the tests.
///
/// The folder that `KHO_CORPUS` names holds a folder for each capture, with `facts.json` and what there is of
/// `memory.elf.gz` (without a note), `memory-full.elf.gz` and `memory-full.kdump`.
@Suite(.enabled(if: corpus != nil, "KHO_CORPUS does not name a folder with dumps of whole machines"))
struct WholeMachineTests {
    private static func path(_ fixture: Fixture, _ file: String) -> String {
        URL(filePath: corpus ?? "").appending(path: fixture.name).appending(path: file).path(percentEncoded: false)
    }

    @Test(
        "A dump of all memory gives what its trimmed image gives",
        arguments: ["memory-full.elf.gz", "memory-full.kdump"])
    func whole(_ file: String) throws {
        let fixture = try Fixture.named("7.3.4")
        let whole = try DecodedCapture(path: Self.path(fixture, file))
        let trimmed = try DecodedCapture.of(fixture)
        #expect(whole.state == trimmed.state)
        #expect(whole.handover.abi == trimmed.handover.abi)
        #expect(whole.handover.remarks.filter { $0.severity == .damage } == [])
    }

    @Test("A dump without a note gives what its trimmed image gives", arguments: Fixture.withContents)
    func raw(_ fixture: Fixture) throws {
        let facts = try fixture.knownFacts()
        var hints = CaptureHints()
        hints.root = PhysicalAddress(facts.root)
        hints.scratch = [MemoryRange(start: PhysicalAddress(facts.scratchArray[0]), size: facts.scratchArray[1])]
            .compactMap { $0 }
        let raw = try DecodedCapture(path: Self.path(fixture, "memory.elf.gz"), hints: hints)
        #expect(raw.handover == (try DecodedCapture.of(fixture).handover))
    }
}
