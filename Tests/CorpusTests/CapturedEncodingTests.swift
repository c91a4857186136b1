import Captures
import FixtureSupport
import HandoverABI
import HandoverCoding
import HandoverState
import MemoryDumps
import PhysicalMemory
import Testing

/// Real handovers, encoded.
@Suite struct CapturedEncodingTests {
    @Test("In place, every byte of every structure is as the kernel wrote it", arguments: Fixture.all)
    func inPlace(_ fixture: Fixture) throws {
        let original = try DecodedCapture.of(fixture)
        let profile = try #require(original.result.profile)
        let image = try HandoverImage(inPlace: original.capture, original.result, for: profile)
        let structures = original.result.structures
        #expect(!structures.isEmpty)
        for range in structures {
            let count = Int(range.size)
            let before = try original.capture.input.memory.bytes(at: range.start, count: count)
            #expect(try image.memory.bytes(at: range.start, count: count) == before, "\(range)")
        }
    }

    @Test("Encoded in place, a handover is decoded to the same document", arguments: Fixture.all)
    func inPlaceDecoded(_ fixture: Fixture) throws {
        let original = try DecodedCapture.of(fixture)
        let profile = try #require(original.result.profile)
        let image = try HandoverImage(inPlace: original.capture, original.result, for: profile)
        let folder = try TemporaryFolder()
        try image.write(to: folder.path("out.elf"))
        let again = try DecodedCapture(path: folder.path("out.elf"))
        #expect(again.handover == original.handover)
    }

    @Test("Translated to any profile, what it holds is found there again", arguments: Fixture.withContents)
    func translated(_ fixture: Fixture) throws {
        let original = try DecodedCapture.of(fixture)
        for target in Profile.all {
            let image = try HandoverImage(original.capture, original.result, for: target, losses: .drop)
            let folder = try TemporaryFolder()
            try image.write(to: folder.path("out.elf"))
            guard case .handover(let capture) = try Capture.open(folder.path("out.elf")) else {
                Issue.record("no handover")
                continue
            }
            let found = try capture.decode(as: target)
            let damage = found.handover.remarks.filter { $0.severity == .damage }
            #expect(damage.isEmpty, "\(target.name): \(damage.map(\.message))")
            compare(found.handover.state, original.state, on: target)
            expectFree(found, original)
        }
    }

    private func compare(_ found: HandoverState, _ original: HandoverState, on target: Profile) {
        #expect(found.reserveMem == original.reserveMem, "\(target.name)")
        #expect(found.test == original.test, "\(target.name)")
        #expect(found.scratch == original.scratch, "\(target.name)")
        #expect(found.kernel == (target.hasKexecMetadata ? original.kernel : nil), "\(target.name)")
        guard target.liveUpdate != nil else {
            #expect(found.liveUpdate == nil, "\(target.name)")
            return
        }
        #expect(found.liveUpdate?.number == original.liveUpdate?.number, "\(target.name)")
        let sessions = (found.liveUpdate?.sessions ?? [], original.liveUpdate?.sessions ?? [])
        #expect(sessions.0.map(\.name) == sessions.1.map(\.name), "\(target.name)")
        for (found, original) in zip(sessions.0, sessions.1) {
            #expect(found.files.map(\.token) == original.files.map(\.token), "\(target.name)")
            for (found, original) in zip(found.files, original.files) {
                var expected = original.memfd
                if target.memfd == .v1 { expected?.seals = [] }
                #expect(found.memfd == expected, "\(target.name), \(original.token)")
            }
        }
    }

    /// New structures touch neither scratch areas nor the contents.
    private func expectFree(_ found: HandoverDecoder<Dump>.Result, _ original: DecodedCapture) {
        let old = original.result.structures
        let contents = (original.state.memory.map { $0.ranges.map(\.range) } ?? []).filter { range in
            !old.contains { $0.overlaps(range) }
        }
        let taken = contents + (original.state.scratch ?? [])
        for range in found.structures { #expect(!taken.contains { $0.overlaps(range) }, "\(range)") }
    }
}
