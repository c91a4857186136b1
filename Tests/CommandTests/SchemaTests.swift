import FixtureSupport
import Foundation
import Testing

/// Documents of real handovers against their schema.
@Suite struct SchemaTests {
    /// What of a capture is decoded: its memory, and what debugfs showed before and after the handover.
    private static func inputs(_ fixture: Fixture) throws -> [String] {
        // Where the second kernel handed nothing over, there is nothing of it.
        let shown = ["boot1/out", "boot2/in", "boot2/out"].map { fixture.path($0) }
            .filter { FileManager.default.fileExists(atPath: $0 + "/sub_fdts") }
        return try [fixture.plainImage()] + shown
    }

    @Test("Every document is as its schema says", arguments: Fixture.all, [["--summary"], []])
    func documents(_ fixture: Fixture, _ options: [String]) throws {
        let schema = try JSONSchema(named: "handover-state-1")
        for input in try Self.inputs(fixture) {
            let outcome = try Khotool.run(["decode", input, "--format", "json"] + options)
            #expect(schema.violations(of: try JSONValue(outcome.output)) == [], "\(input)")
        }
    }

    private static let check = """
        import json, sys
        import jsonschema
        schema = json.load(open(sys.argv[1]))
        validator = jsonschema.validators.validator_for(schema)
        validator.check_schema(schema)
        validator = validator(schema)
        for path in sys.argv[2:]:
            for error in validator.iter_errors(json.load(open(path))):
                print(path, error.json_path, error.message[:200])
        """

    @Test(
        "Python's jsonschema finds nothing wrong with them either",
        .enabled(
            if: (try? Launch("/usr/bin/env", ["python3", "-c", "import jsonschema"]).run().status) == 0,
            "Python's jsonschema is not installed"),
        arguments: [["--summary"], []])
    func opinion(_ options: [String]) throws {
        let folder = try TemporaryFolder()
        var documents: [String] = []
        // The largest document takes the validator minutes; its summary has every kind of record.
        for fixture in Fixture.all where !options.isEmpty || fixture.hasContents {
            for (index, input) in try Self.inputs(fixture).enumerated() {
                let outcome = try Khotool.run(["decode", input, "--format", "json"] + options)
                documents.append(try folder.write(outcome.output, to: "\(fixture.name)-\(index).json"))
            }
        }
        let schema = Fixture.root.deletingLastPathComponent().appending(path: "Schemas/handover-state-1.json")
        let arguments = ["python3", "-c", Self.check, schema.path(percentEncoded: false)] + documents
        let outcome = try Launch("/usr/bin/env", arguments).run()
        #expect(outcome.status == 0, "\(outcome.errorLines)")
        #expect(outcome.text == "")
    }
}
