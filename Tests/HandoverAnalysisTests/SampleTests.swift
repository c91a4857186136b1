import FixtureSupport
import HandoverAnalysis
import HandoverState
import Testing

@Suite("Each rule and what breaks it")
struct SampleTests {
    @Test("Every rule about handovers has a sample that breaks it")
    func coverage() {
        let rules = RuleID.allCases.filter { $0.rawValue.hasPrefix("KHO-") }
        let missing = Set(rules).subtracting(Sample.all.map(\.rule)).subtracting(Sample.coveredByCommand)
        #expect(missing.map(\.rawValue).sorted() == [])
    }

    @Test("A broken rule is reported, and no other error beside it", arguments: Sample.all)
    func broken(_ sample: Sample) throws {
        let findings = Validator().findings(in: try sample.broken())
        #expect(findings.contains { $0.rule == sample.rule })
        let others = findings.filter { $0.severity == .error && $0.rule != sample.rule }
        #expect(others.map { "\($0.rule.rawValue) \($0.path): \($0.message)" } == [])
    }

    @Test("A kept rule is not reported", arguments: Sample.all)
    func sound(_ sample: Sample) throws {
        let findings = Validator().findings(in: try sample.sound())
        #expect(findings.filter { $0.rule == sample.rule }.map(\.message) == [])
    }

    @Test("No capture of a real kernel breaks a rule gravely", arguments: Fixture.all)
    func captures(_ fixture: Fixture) throws {
        let findings = Validator().findings(in: try EditedCapture(fixture.name).subject())
        let errors = findings.filter { $0.severity == .error }
        #expect(errors.map { "\($0.rule.rawValue) \($0.path): \($0.message)" } == [])
    }

    @Test("No directory of a running kernel breaks a rule gravely", arguments: Fixture.all, ["boot1/out", "boot2/in"])
    func directories(_ fixture: Fixture, _ directory: String) throws {
        let findings = Validator().findings(in: try OpenedInput.subject(fixture.path(directory)))
        let errors = findings.filter { $0.severity == .error }
        #expect(errors.map { "\($0.rule.rawValue) \($0.path): \($0.message)" } == [])
    }

    @Test("What the reader calls damage is an error, and what it calls unavailable is none", arguments: Sample.all)
    func severities(_ sample: Sample) throws {
        for remark in try sample.broken().handover.remarks where remark.rule != .omitted {
            let severity = Rule[remark.rule].severity
            switch remark.severity {
            case .damage: #expect(severity == .error, "\(remark.message)")
            case .unavailable: #expect(severity == .warning, "\(remark.message)")
            case .note: break
            }
        }
    }
}
