import FixtureSupport
import HandoverAnalysis
import Testing

@testable import khotool

/// Documents of `khotool diff` against their schema.
@Suite struct DifferenceSchemaTests {
    private static func document(_ old: String, _ new: String, _ options: [String] = []) throws -> JSONValue {
        let paths = try [old, new].map { try Fixture.named($0).image }
        return try JSONValue(Khotool.run(["diff"] + paths + ["--format", "json"] + options).output)
    }

    @Test(
        "Every document is as its schema says",
        arguments: [["7.3.4", "7.3.4"], ["6.17.8", "7.3.4"], ["7.2.13", "7.3.4"], ["7.3.4-many", "6.19.11"]],
        [[], ["--ranges"], ["--raw"]])
    func document(_ names: [String], _ options: [String]) throws {
        let schema = try JSONSchema(named: "difference-1")
        let document = try Self.document(names[0], names[1], options)
        #expect(document["schema"]?.string == DifferenceDocument.schema)
        #expect(schema.violations(of: document) == [])
    }

    @Test("Two kernels' captures have every key of the schema between them")
    func complete() throws {
        let schema = try JSONSchema(named: "difference-1")
        #expect(schema.part("$id")?.string == DifferenceDocument.schema)
        let met = try schema.propertiesMet(by: Self.document("6.17.8", "7.3.4"))
            .union(schema.propertiesMet(by: Self.document("7.2.13", "7.3.4")))
        #expect(schema.properties.subtracting(met) == [])
    }

    @Test("The schema has the choices that the program has")
    func choices() throws {
        let schema = try JSONSchema(named: "difference-1")
        #expect(schema.choices(of: "$defs/change/properties/kind") == Change.Kind.allCases.map(\.rawValue))
        #expect(schema.choices(of: "$defs/change/properties/group") == Change.Group.allCases.map(\.rawValue))
        #expect(schema.choices(of: "$defs/change/properties/nature") == Change.Nature.allCases.map(\.rawValue))
    }
}
