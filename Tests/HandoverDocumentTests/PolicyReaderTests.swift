import HandoverAnalysis
import HandoverDocument
import HandoverState
import Testing

/// Policies and baselines as people and programs write them.
@Suite struct PolicyReaderTests {
    @Test("A policy is read with all that an entry can say")
    func policy() throws {
        let policy = try PolicyReader().read(
            Array(
                """
                entries:
                  - rule: KHO-MAP-0*
                    path: "/LUO/vm-*"
                    session: vm-*
                    input: "*.dtb"
                    severity: off
                    reason: known
                  - {rule: KHO-LUO-001, severity: warning, reason: "see there"}
                """.utf8))
        #expect(policy.entries.map(\.effect) == [.off, .warning])
        #expect(policy.entries[0].path?.pattern == "/LUO/vm-*")
        #expect(policy.entries[0].position == .init(line: 2, column: 5))
    }

    @Test(
        "What a policy cannot say is an error with its place",
        arguments: [
            ("entries:\n  - rule: KHO-MPA-*\n    severity: off\n    reason: r\n", 2, 11),
            ("entries:\n  - rule: KHO-MAP-001\n    severity: ignore\n    reason: r\n", 3, 15),
            ("entries:\n  - rule: KHO-MAP-001\n    severity: off\n    reason: ' '\n", 4, 13),
            ("entries:\n  - rule: KHO-MAP-001\n    severity: off\n", 2, 5),
            ("entries:\n  - rule: KHO-MAP-001\n    paths: x\n", 3, 5),
            ("schema: other\nentries: []\n", 1, 9),
            ("rules: []\n", 1, 1),
            ("entries: [", 2, 1),
        ])
    func refusals(_ text: String, _ line: Int, _ column: Int) {
        let error = #expect(throws: DocumentError.self) { _ = try PolicyReader().read(Array(text.utf8)) }
        #expect(error?.line == line)
        #expect(error?.column == column)
    }

    @Test("A baseline is read as it was written")
    func baseline() throws {
        let finding = Finding(.mapUnreadable, path: "/\u{1b}", "")
        let output = Output()
        var writer = try BaselineWriter { output.append($0) }
        try writer.add(finding, of: "a \"b\"")
        try writer.finish()
        let baseline = try Baseline(document: output.bytes)
        #expect(
            baseline.entries == [
                .init(
                    input: "a \"b\"", rule: "KHO-MAP-003", path: "/\u{1b}",
                    fingerprint: finding.fingerprint.description)
            ])
    }

    @Test(
        "What is no baseline is refused",
        arguments: [
            "{}", "{\"schema\": \"x\", \"findings\": []}",
            "{\"schema\": \"\(Baseline.schema)\", \"findings\": [{\"input\": \"a\", \"rule\": \"r\", \"path\": \"/\","
                + " \"fingerprint\": \"00\"}]}",
        ])
    func noBaseline(_ text: String) {
        #expect(throws: DocumentError.self) { _ = try Baseline(document: Array(text.utf8)) }
    }

    private final class Output {
        var bytes: [UInt8] = []

        func append(_ span: Span<UInt8>) {
            for index in span.indices { bytes.append(span[index]) }
        }
    }
}
