import Captures
import FixtureSupport
import MistakeSupport
import Testing

/// Mistakes that are made in the captures on purpose.
@Suite struct MistakeTests {
    @Test(arguments: Mistake.all)
    func `A mistake leaves a capture of the same length, which can still be opened and decoded`(mistake: Mistake) throws {
        #expect(!mistake.captures.isEmpty)
        for fixture in mistake.captures {
            let core = try fixture.bytes("memory.elf")
            let broken = try mistake.made(in: core)
            #expect(broken.count == core.count)
            #expect(broken != core, "\(fixture): nothing is changed")

            let folder = try TemporaryFolder()
            guard case .handover(let capture) = try Capture.open(folder.write(broken, to: "memory.elf")) else {
                Issue.record("\(fixture): no handover")
                continue
            }
            _ = try capture.decode()
        }
    }

    @Test func `Every mistake has a name of its own`() {
        #expect(Set(Mistake.all.map(\.id)).count == Mistake.all.count)
    }

    // What validation says of each mistake belongs here: `Mistake.expectedRule` is the place for the rule.
}
