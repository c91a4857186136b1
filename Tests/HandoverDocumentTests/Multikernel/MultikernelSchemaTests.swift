import FixtureSupport
import Multikernel
import Testing

@testable import HandoverDocument

@Suite("The schema of multikernel documents")
struct MultikernelSchemaTests {
    @Test("The schema is called what documents call it, and has the kinds that there are")
    func names() throws {
        let schema = try JSONSchema(named: "multikernel-1")
        #expect(schema.part("$id")?.string == MultikernelDocument.schema)
        let kinds =
            schema.choices(of: "$defs/machine/properties/kind")
            + schema.choices(of: "$defs/instanceTree/properties/kind")
            + [schema.part("$defs/overlay/properties/kind/const")?.string ?? ""]
        #expect(kinds == MultikernelTree.Kind.allCases.map(\.rawValue))
        for part in ["machine", "instanceTree", "overlay"] {
            #expect(schema.part("$defs/\(part)/properties/schema/const")?.string == MultikernelDocument.schema)
        }
    }

    @Test("An operation has the keys that its kinds are called by")
    func operations() throws {
        let keys = try JSONSchema(named: "multikernel-1").keys(of: "$defs/operation")
        #expect(keys.filter { $0.contains("-") } == OverlayOperation.Kind.allCases.map(\.rawValue))
    }

    @Test("The schema has every key that is written, and none that is not")
    func everyKey() throws {
        let schema = try JSONSchema(named: "multikernel-1")
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        var met: Set<String> = []
        let random = (0..<150).map { _ in MultikernelTree.random(using: &generator) }
        for tree in MultikernelTree.samples + random {
            for document in [try JSONValue(tree.bytes(.json)), try JSONValue(yaml: tree.bytes(.yaml))] {
                #expect(schema.violations(of: document) == [], "seed \(seed)")
                met.formUnion(schema.propertiesMet(by: document))
            }
        }
        #expect(schema.properties.subtracting(met) == [], "seed \(seed)")
    }
}
