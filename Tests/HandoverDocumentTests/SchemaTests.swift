import HandoverState
import Testing

@testable import HandoverDocument

@Suite struct SchemaTests {
    private func schema() throws -> DocumentTree {
        try HandoverDocumentReader().tree(of: Array(Python.schemaText.utf8), as: .json)
    }

    /// The value at the end of a way of keys.
    private func value(_ path: [String]) throws -> DocumentValue {
        var value = DocumentValue(tree: try schema(), index: 0)
        for key in path { value = try #require(DocumentMapping.first(key, of: value), "\(path)") }
        return value
    }

    private func keys(of value: DocumentValue) -> [String] {
        var keys: [String] = []
        var key = value.index + 1
        while key < value.tree.index(after: value.index) {
            keys.append(value.tree.string(of: key))
            key = value.tree.index(after: key + 1)
        }
        return keys
    }

    @Test func `The schema is called what documents call it`() throws {
        #expect(try value(["$id"]).string() == HandoverDocument.schema)
        #expect(try value(["properties", "schema", "const"]).string() == HandoverDocument.schema)
    }

    @Test(
        arguments: [
            ([], .handover), (["$defs", "abi"], .abi), (["$defs", "kernel"], .kernel), (["$defs", "root"], .root),
            (["$defs", "scratchArea"], .scratchArea), (["$defs", "memory"], .memory),
            (["$defs", "memory", "properties", "orders", "items"], .orderTotal), (["$defs", "range"], .preservedRange),
            (["$defs", "subtree"], .subtree), (["$defs", "unknownProperties", "items"], .unknownProperty),
            (["$defs", "reservedRegion"], .reservedRegion), (["$defs", "liveUpdate"], .liveUpdate),
            (["$defs", "session"], .session), (["$defs", "file"], .file), (["$defs", "memfd"], .memfd),
            (["$defs", "folio"], .folio), (["$defs", "flb"], .flb), (["$defs", "test"], .test),
            (["$defs", "test", "properties", "folios", "items"], .testFolio), (["$defs", "remark"], .remark),
        ] as [([String], RecordKeys)])
    func `A record has the keys of the schema, in the same order`(path: [String], known: RecordKeys) throws {
        #expect(try keys(of: value(path + ["properties"])) == known.names)
        #expect(known.names.count <= 16)
        #expect(try value(path + ["additionalProperties"]).bool() == false)
    }
}
