import FixtureSupport
import Foundation
import Testing

private let schema = Fixture.root.deletingLastPathComponent().appending(path: "Schemas/handover-state-1.json")
    .path(percentEncoded: false)

/// JSON documents against their schema.
@Suite(
    .enabled(
        if: (try? Launch("/usr/bin/env", ["python3", "-c", "import jsonschema"]).run().status) == 0,
        "Python's jsonschema is not installed"),
    .enabled(if: FileManager.default.fileExists(atPath: schema), "there is no schema"))
struct SchemaTests {
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

    @Test("Every document is as its schema says", arguments: [["--summary"], []])
    func documents(_ options: [String]) throws {
        let folder = try TemporaryFolder()
        var documents: [String] = []
        // The largest document takes the validator minutes; its summary has every kind of record.
        for fixture in Fixture.all where !options.isEmpty || fixture.hasContents {
            for (index, path) in try [fixture.plainImage(), fixture.path("boot1/out")].enumerated() {
                let outcome = try Khotool.run(["decode", path, "--format", "json"] + options)
                #expect(outcome.status == 0)
                documents.append(try folder.write(outcome.output, to: "\(fixture.name)-\(index).json"))
            }
        }
        let outcome = try Launch("/usr/bin/env", ["python3", "-c", Self.check, schema] + documents).run()
        #expect(outcome.status == 0, "\(outcome.errorLines)")
        #expect(outcome.text == "")
    }
}
