import FixtureSupport
import Foundation
import Testing

@testable import Rehearsal
@testable import khotool

/// What is written of rehearsals against its schema.
struct RehearsalSchemaTests {
    /// Reports that have among them everything that can be said.
    private static var reports: [RehearsalReport] {
        typealias Tests = RehearsalRenderingTests
        return [
            Tests.report(), Tests.report(file: .unknown("no word of it")),
            Tests.report(ending: .hung(wroteAnything: true), handover: .unknown, file: .lost("gone")),
            Tests.report(ending: .restarted, handover: .ignored("no KHO"), file: .differs(["a", "b"])),
            Tests.report(ending: .panicked("Kernel panic"), handover: .refused(["a"]), file: .unknown("b")),
        ]
    }

    /// The same with the parts that are not always there, or that have reasons.
    private static func documents() throws -> [JSONValue] {
        var reports = reports
        reports[1].sessions[0].verdict = .lost("gone")
        reports[1].test = .differs(["the sum"])
        reports[2].test = nil
        return try reports.map { try JSONValue(RehearsalRenderingTests.document(of: $0)) }
    }

    @Test func `Every document is as its schema says, and the schema has no key that is never written`() throws {
        let schema = try JSONSchema(named: "rehearsal-1")
        #expect(schema.part("$id")?.string == RehearsalDocument.schema)
        #expect(schema.part("properties/schema/const")?.string == RehearsalDocument.schema)
        var met: Set<String> = []
        for document in try Self.documents() {
            #expect(schema.violations(of: document) == [])
            met.formUnion(schema.propertiesMet(by: document))
        }
        #expect(schema.properties.subtracting(met) == [])
    }

    @Test func `The schema has the words that are written`() throws {
        let schema = try JSONSchema(named: "rehearsal-1")
        let documents = try Self.documents()
        func words(_ value: (JSONValue) -> JSONValue?) -> Set<String> {
            Set(documents.compactMap { value($0)?.string })
        }
        #expect(words { $0["machine"]?["ending"] } == Set(schema.choices(of: "$defs/machine/properties/ending")))
        #expect(
            words { $0["handover"]?["verdict"] }
                == Set(schema.choices(of: "properties/handover/properties/verdict")))
        let verdicts = words { $0["sessions"]?.elements.first?["files"]?.elements.first?["verdict"] }
        #expect(verdicts == Set(schema.choices(of: "$defs/verdict")))
    }

    @Test(arguments: ["revived", "machine", "sessions", "log"])
    func `A document that lacks a part is refused`(key: String) throws {
        let schema = try JSONSchema(named: "rehearsal-1")
        let members = try #require(try Self.documents().first).members.filter { $0.key != key }
        #expect(schema.violations(of: .object(members)).count == 1)
    }

    @Test(
        .enabled(
            if: (try? Launch("/usr/bin/env", ["python3", "-c", "import jsonschema"]).run().status) == 0,
            "Python's jsonschema is not installed"))
    func `Python's jsonschema finds nothing wrong with them either`() throws {
        let folder = try TemporaryFolder()
        let paths = try Self.documents().enumerated().map { try folder.write(Array($1.text.utf8), to: "\($0).json") }
        let schema = Fixture.root.deletingLastPathComponent().appending(path: "Schemas/rehearsal-1.json")
        let check = """
            import json, sys, jsonschema
            validator = jsonschema.Draft202012Validator(json.load(open(sys.argv[1])))
            for path in sys.argv[2:]:
                for error in validator.iter_errors(json.load(open(path))):
                    print(path, error.json_path, error.message[:200])
            """
        let arguments = ["python3", "-c", check, schema.path(percentEncoded: false)] + paths
        let outcome = try Launch("/usr/bin/env", arguments).run()
        #expect(outcome.status == 0, "\(outcome.errorLines)")
        #expect(outcome.text == "")
    }
}
