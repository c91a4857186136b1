import FixtureSupport
import Foundation
import Testing

/// The documents of `abi list`, `abi show`, `abi probe`, `abi verify` and `abi diff` against their schemas.
@Suite(
    .enabled(
        if: (try? Launch("/usr/bin/env", ["python3", "-c", "import jsonschema"]).run().status) == 0,
        "Python's jsonschema is not installed"))
struct KernelSchemaTests {
    private static let check = """
        import json, sys
        import jsonschema
        schema = json.load(open(sys.argv[1]))
        validator = jsonschema.validators.validator_for(schema)
        validator.check_schema(schema)
        for error in validator(schema).iter_errors(json.load(open(sys.argv[2]))):
            print(error.json_path, error.message[:200])
        """

    @Test(
        "Every document is as its schema says",
        arguments: [
            ("abi-1", ["list"]), ("abi-1", ["show", "linux-7.2+pci@v9"]), ("abi-1", ["show", "memfd@features"]),
            ("kernel-1", ["probe", KernelTypes.path("7.3.4")]),
            ("layout-verification-1", ["verify", KernelTypes.path("6.18.15"), "--profile", "6.17"]),
            ("kernel-difference-1", ["diff", KernelTypes.path("6.19.11"), KernelTypes.path("7.2.13")]),
        ])
    func document(schema: String, arguments: [String]) throws {
        let folder = try TemporaryFolder()
        let outcome = try Khotool.run(["abi"] + arguments + ["--format", "json"])
        let path = Fixture.root.deletingLastPathComponent().appending(path: "Schemas/\(schema).json")
            .path(percentEncoded: false)
        let check = try Launch(
            "/usr/bin/env", ["python3", "-c", Self.check, path, try folder.write(outcome.output, to: "document")]
        ).run()
        #expect(check.status == 0, "\(check.errorLines)")
        #expect(check.text == "")
    }
}
