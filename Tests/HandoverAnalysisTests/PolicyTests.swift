import HandoverAnalysis
import HandoverState
import Testing

/// What a policy and a baseline make of findings.
@Suite struct PolicyTests {
    @Test(
        "A pattern matches whole texts",
        arguments: [
            ("KHO-MAP-0*", "KHO-MAP-003", true), ("KHO-MAP-0*", "KHO-MAP-103", false), ("*", "", true),
            ("/LUO/vm-*", "/LUO/vm-0/0x100", true), ("/LUO/vm-?", "/LUO/vm-0", true),
            ("/LUO/vm-?", "/LUO/vm-10", false),
            ("a*b*c", "aXbXbXc", true), ("a*b*c", "aXbXbX", false), ("", "a", false), ("a\\*", "a*", true),
            ("a\\*", "ab", false), ("a\\", "a\\", true), ("**x", "yyx", true), ("?", "é", true),
        ])
    func patterns(_ pattern: String, _ text: String, _ isMatch: Bool) {
        #expect(Glob(pattern).matches(text) == isMatch)
    }

    @Test("A pattern of a text matches it and nothing that looks like it", arguments: ["a*b", "a?", "\\", "/LUO/[x]"])
    func exactly(_ text: String) {
        #expect(Glob(exactly: text).matches(text))
        #expect(!Glob(exactly: text).matches(text + "x"))
        #expect(!Glob(exactly: "a*b").matches("axb"))
    }

    @Test("A pattern full of asterisks does not take for ever")
    func effort() {
        let text = String(repeating: "a", count: 4000)
        #expect(!Glob(String(repeating: "*a", count: 500) + "*b").matches(text))
    }

    @Test("The last entry that concerns a finding holds")
    func lastEntry() {
        var judgement = Judgement(
            policy: Policy(entries: [
                .init(rule: Glob("*"), effect: .off, reason: "all"),
                .init(rule: Glob("KHO-MAP-*"), path: Glob("/x*"), effect: .warning, reason: "these"),
                .init(rule: Glob("KHO-MEMFD-*"), effect: .note, reason: "never"),
            ]))
        let judged = judgement.judge(
            [Finding(.mapUnreadable, path: "/x1", ""), Finding(.mapUnreadable, path: "/y", "")], of: "a")
        #expect(judged[0].acceptance == nil)
        #expect(judged[0].finding.severity == .warning)
        #expect(judged[1].acceptance == .init(.policy, reason: "all"))
        #expect(judgement.unusedEntries.map(\.rule.pattern) == ["KHO-MEMFD-*"])
    }

    @Test(
        "The session of a finding is told from its path",
        arguments: [
            ("/LUO/vm-0", "vm-0"), ("/LUO/vm-0/0x100", "vm-0"), ("/LUO/a/b/0x1", "a/b"), ("/LUO/a/b", "a/b"),
            ("/LUO", nil), ("/memblock/vm-0", nil),
        ])
    func session(_ path: String, _ session: String?) {
        #expect(Finding(.sessionEmpty, path: path, "").session == session)
    }

    @Test("An entry about sessions or inputs concerns no other")
    func selectors() {
        let policy = Policy(entries: [
            .init(rule: Glob("*"), session: Glob("vm-*"), input: Glob("*.dtb"), effect: .off, reason: "r")
        ])
        let finding = Finding(.sessionEmpty, path: "/LUO/vm-1", "")
        #expect(policy.entry(for: finding, of: "a/b.dtb") == 0)
        #expect(policy.entry(for: finding, of: "a/b.elf") == nil)
        #expect(policy.entry(for: Finding(.sessionEmpty, path: "/LUO/db", ""), of: "a.dtb") == nil)
        #expect(policy.entry(for: Finding(.sessionEmpty, path: "/", ""), of: "a.dtb") == nil)
    }

    @Test("A known finding is accepted in its input alone, and what is not met again is told")
    func baseline() {
        let finding = Finding(.sessionEmpty, path: "/LUO/vm-1", "")
        let entry = Baseline.Entry(
            input: "a", rule: finding.rule.rawValue, path: finding.path, fingerprint: finding.fingerprint.description)
        var stale = entry
        stale.input = "gone"
        var judgement = Judgement(baseline: Baseline(entries: [entry, stale]))
        #expect(judgement.judge([finding], of: "a")[0].acceptance?.source == .baseline)
        #expect(judgement.judge([finding], of: "b")[0].acceptance == nil)
        #expect(judgement.staleEntries == [stale])
    }
}
