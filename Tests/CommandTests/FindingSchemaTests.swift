import FixtureSupport
import Foundation
import Testing

private let schemas = Fixture.root.deletingLastPathComponent().appending(path: "Schemas").path(percentEncoded: false)

/// What `validate` reads and writes against the schemas of it.
@Suite(
    .enabled(
        if: (try? Launch("/usr/bin/env", ["python3", "-c", "import jsonschema"]).run().status) == 0,
        "Python's jsonschema is not installed"))
struct FindingSchemaTests {
    private static let check = """
        import json, sys, jsonschema
        schema = json.load(open(sys.argv[1]))
        jsonschema.Draft202012Validator.check_schema(schema)
        for path in sys.argv[2:]:
            for error in jsonschema.Draft202012Validator(schema).iter_errors(json.load(open(path))):
                print(path, error.json_path, error.message[:200])
        """

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func expectValid(_ paths: [String], by schema: String) throws {
        let outcome = try Launch("/usr/bin/env", ["python3", "-c", Self.check, "\(schemas)/\(schema)"] + paths).run()
        #expect(outcome.status == 0, "\(outcome.errorLines)")
        #expect(outcome.text == "")
    }

    @Test("Findings, lists of rules and baselines are as their schemas say")
    func written() throws {
        let state = try folder.write(Array("schema: x\n".utf8), to: "state.yaml")
        let inputs = [Fixture.root.path(percentEncoded: false), state]
        let report = try Khotool.run(
            ["validate", "--format", "json", "--write-baseline", folder.path("known.json")] + inputs)
        let accepted = try Khotool.run(
            ["validate", "--format", "json", "--baseline", folder.path("known.json")] + inputs)
        let rules = try Khotool.run(["validate", "--list-rules", "--format", "json"])
        let paths = try [report, accepted, rules].enumerated().map { try folder.write($1.output, to: "\($0).json") }
        try expectValid(paths, by: "findings-1.json")
        try expectValid([folder.path("known.json")], by: "baseline-1.json")
    }

    @Test("A policy that the schema allows is read")
    func policy() throws {
        let text = """
            {"schema": "https://khotool.dev/schemas/policy-1.json", "entries": [
              {"rule": "KHO-*", "path": "/LUO/*", "session": "vm-*", "input": "*", "severity": "off", "reason": "r"}]}
            """
        let path = try folder.write(Array(text.utf8), to: "policy.json")
        try expectValid([path], by: "policy-1.json")
        #expect(try Khotool.run(["validate", Fixture.named("7.3.4").image, "--policy", path]).status != 2)
    }
}
