import FixtureSupport
import Foundation
import HandoverAnalysis
import Multikernel
import Testing

@testable import khotool

/// Documents of `khotool apply` against their schema.
@Suite(.enabled(if: hasProgram("dtc"), "dtc compiles the sources"))
struct ApplySchemaTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func overlay(_ name: String, _ cpu: Int) throws -> String {
        try folder.write(
            Array(
                """
                /dts-v1/; /plugin/;
                / { fragment@0 { target-path = "/instances"; __overlay__ { instance-create { instance-name = "\(name)";
                        resources { memory-bytes = <0 0x1000000>; cpus = <0 8>; }; }; }; };
                    fragment@1 { target-path = "/instances/\(name)"; __overlay__ { cpu-add {
                        cpu@0 { reg = <0 \(cpu)>; }; thread@1 { }; }; }; }; };
                """.utf8), to: name + ".dtso")
    }

    private func document(_ arguments: [String]) throws -> JSONValue {
        let pool = Fixture.root.appending(path: "multikernel/pool.dtb").path
        return try JSONValue(Khotool.run(["apply", pool] + arguments + ["--report", "json"]).output)
    }

    @Test("Every document is as its schema says: done, undone, refused and not tried")
    func documents() throws {
        let schema = try JSONSchema(named: "apply-1")
        let (sound, refused) = (try overlay("blue", 9), try overlay("red", 99))
        for arguments in [
            [sound], [sound, "--rollback"], [refused], [sound, refused, sound], [refused, "--rollback"],
        ] {
            let document = try document(arguments)
            #expect(document["schema"]?.string == ApplyDocument.schema)
            #expect(schema.violations(of: document) == [], "\(arguments)")
        }
    }

    @Test("A refused overlay among others has every key of the schema")
    func complete() throws {
        let schema = try JSONSchema(named: "apply-1")
        #expect(schema.part("$id")?.string == ApplyDocument.schema)
        let met = try schema.propertiesMet(by: document([overlay("blue", 9), overlay("red", 99), overlay("grey", 9)]))
        #expect(schema.properties.subtracting(met) == [])
    }

    @Test("The schema has the choices that the program has")
    func choices() throws {
        let schema = try JSONSchema(named: "apply-1")
        #expect(schema.choices(of: "$defs/severity") == Severity.allCases.map(\.rawValue))
        #expect(
            schema.choices(of: "$defs/transaction/properties/refusal/properties/errno")
                == KernelError.allCases.map(\.rawValue))
    }
}
