import HandoverAnalysis
import HandoverDocument
import Testing

/// What somebody needs of a handover, as people write it.
@Suite struct CheckPolicyReaderTests {
    @Test("A policy is read with all that an entry can say")
    func policy() throws {
        let policy = try CheckPolicyReader().read(
            Array(
                """
                entries:
                  - {path: "/LUO/vm-*", session: vm-?, component: memfd, need: optional, reason: known}
                  - {component: kho_test, need: ignored, reason: "see there"}
                """.utf8))
        #expect(policy.entries.map(\.need) == [.optional, .ignored])
        #expect(policy.entries.map(\.component) == [.memfd, .test])
        #expect(policy.entries[0].path?.pattern == "/LUO/vm-*")
        #expect(policy.entries[0].session?.pattern == "vm-?")
        #expect(policy.entries[1].position == .init(line: 3, column: 5))
    }

    @Test(
        "What a policy cannot say is an error with its place",
        arguments: [
            ("entries:\n  - component: cpu\n    need: optional\n    reason: r\n", 2, 16),
            ("entries:\n  - path: /LUO\n    need: perhaps\n    reason: r\n", 3, 11),
            ("entries:\n  - path: /LUO\n    need: optional\n    reason: ' '\n", 4, 13),
            ("entries:\n  - path: /LUO\n    need: optional\n", 2, 5),
            ("entries:\n  - need: optional\n    reason: r\n", 2, 5),
            ("entries:\n  - rule: KHO-MAP-001\n", 2, 5),
            ("schema: https://khotool.dev/schemas/policy-1.json\nentries: []\n", 1, 9),
            ("entries: [", 2, 1),
        ])
    func refusals(_ text: String, _ line: Int, _ column: Int) {
        let error = #expect(throws: DocumentError.self) { _ = try CheckPolicyReader().read(Array(text.utf8)) }
        #expect(error?.line == line)
        #expect(error?.column == column)
    }
}
