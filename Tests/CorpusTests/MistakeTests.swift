import Captures
import FixtureSupport
import MistakeSupport
import Testing

/// Mistakes that are made in the captures on purpose.
@Suite struct MistakeTests {
    private static let captures = Fixture.all.filter { fixture in Mistake.all.contains { $0.captures.contains(fixture) }
    }

    @Test(arguments: captures)
    func `A capture with a mistake in it can still be opened and decoded`(fixture: Fixture) throws {
        let sound = try CapturePlaces(fixture.bytes("memory.elf"))
        for mistake in Mistake.all where mistake.captures.contains(fixture) {
            let broken = try mistake.made(in: sound)
            #expect(broken.count == sound.image.bytes.count)
            #expect(broken != sound.image.bytes, "\(mistake): nothing is changed")

            let folder = try TemporaryFolder()
            guard case .handover(let capture) = try Capture.open(folder.write(broken, to: "memory.elf")) else {
                Issue.record("\(mistake): no handover")
                continue
            }
            _ = try capture.decode()
        }
    }

    @Test func `Every mistake has a name of its own, and a capture to be made in`() {
        #expect(Set(Mistake.all.map(\.id)).count == Mistake.all.count)
        #expect(Mistake.all.allSatisfy { !$0.captures.isEmpty })
    }
}
