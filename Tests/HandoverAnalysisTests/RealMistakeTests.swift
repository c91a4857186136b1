import Captures
import FixtureSupport
import HandoverAnalysis
import HandoverCoding
import HandoverState
import MemoryDumps
import MistakeSupport
import Testing

/// Mistakes made in real captures, whose effect on real kernels is on record beside this: each has to be found before a
/// kernel meets it.
@Suite struct RealMistakeTests {
    private static let captures = Fixture.all.filter { fixture in
        Mistake.all.contains { $0.captures.contains(fixture) }
    }

    @Test("Validation finds each mistake, in whatever kernel's capture it is made", arguments: captures)
    func found(_ fixture: Fixture) throws {
        let sound = try CapturePlaces(fixture.bytes("memory.elf"))
        for mistake in Mistake.all where mistake.captures.contains(fixture) {
            let folder = try TemporaryFolder()
            let path = try folder.write(mistake.made(in: sound), to: "memory.elf")
            guard case .handover(let capture) = try Capture.open(path) else { continue }
            let subject = Subject(
                try capture.decode(), in: capture.input.memory.present, remarks: capture.remarks)
            let findings = Validator().findings(in: subject).filter {
                $0.severity > .note || $0.rule == mistake.expectedRule
            }
            let rules = Set(findings.map(\.rule.rawValue)).sorted()
            if let expected = mistake.expectedRule {
                #expect(rules.contains(expected.rawValue), "\(mistake): \(rules)")
            } else {
                #expect(findings.contains { $0.severity > .note }, "\(mistake): \(rules)")
            }
        }
    }

    @Test("Every mistake names its rule, but for those that are other rules in other kernels")
    func names() {
        let unnamed = Mistake.all.filter { $0.expectedRule == nil }.map(\.id)
        #expect(Set(unnamed) == ["session-count-0", "root-of-another-version", "live-update-size"])
    }
}
