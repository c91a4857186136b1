import DeviceTree
import Testing

@Suite("Trees that are cut short")
struct CutTreeTests {
    @Test("What 7.3 serves while it runs is read as far as it goes")
    func root73() throws {
        let cut = try CutDeviceTree(blob: Blob.bytes("7.3.4-out-root"))
        #expect(cut.declaredSize == 405)
        #expect(cut.availableSize == 233)
        #expect(cut.structureOffset == 0x38)
        #expect(cut.structureSize == 0x124)
        #expect(cut.stringsOffset == 0x15c)
        #expect(cut.stringsSize == 57)
        #expect(!cut.stringsAvailable)
        #expect(!cut.isWhole)
        #expect(cut.nodes.map(\.path) == ["/", "/memblock", "/LUO", "/kho_test"])
        #expect(cut.nodes.map(\.depth) == [0, 1, 1, 1])
        #expect(cut.nodes.map(\.isComplete) == [false, true, true, false])
        #expect(cut.nodes.allSatisfy { $0.isNameWhole })
        #expect(cut.nodes[0].properties.map(\.nameOffset) == [0x15, 0])
        #expect(cut.nodes[1].properties.map(\.nameOffset) == [0x2f, 0x20])
        #expect(cut.nodes[1].properties.map(\.offset) == [0x84, 0x98])
        #expect(cut.nodes[1].properties.allSatisfy { $0.isWhole && $0.name == nil })
        #expect(cut.reason == "the header says 405 bytes, but the blob ends after 233, in node /kho_test")
        #expect(
            cut.missing == [
                "the last 115 of 292 bytes of the structure block, from inside node /kho_test on",
                "all 57 bytes of the strings block, which holds the property names",
            ])
    }

    @Test("Every kernel's cut root tree gives its nodes", arguments: Blob.cut)
    func everyKernel(name: String) throws {
        let cut = try CutDeviceTree(blob: Blob.bytes(name))
        #expect(cut.nodes.first?.properties.count == 2)
        #expect(cut.nodes.count >= 3)
        #expect(!cut.stringsAvailable)
        #expect(cut.nodes[0].properties.first.map { Array($0.bytes.prefix(4)) } == Array("kho-".utf8))
    }

    @Test("A cut tree is completed when the names are known")
    func repair() throws {
        let names = [0: "preserved-memory-map", 0x15: "compatible", 0x20: "preserved-data", 0x2f: "blob-size"]
        let cut = try CutDeviceTree(blob: Blob.bytes("7.3.4-out-root"))
        let tree = try cut.repaired { names[$0] }
        let whole = try FlattenedDeviceTree(blob: Blob.bytes("7.3.4-in-root"))
        #expect(tree.root["compatible"]?.string == "kho-v4")
        #expect(tree.root.children.map(\.name) == ["memblock", "LUO", "kho_test"])
        #expect(
            tree.node(at: "/LUO")?["preserved-data"]?.bytes.elementsEqual(
                whole.node(at: "/LUO")?["preserved-data"]?.bytes ?? []) == true)
        #expect(tree.node(at: "/kho_test")?.properties.isEmpty == true)
    }

    @Test("A property whose name nobody knows is named for the offset of its name")
    func unknownNames() throws {
        let cut = try CutDeviceTree(blob: Blob.bytes("7.3.4-out-root"))
        let tree = try cut.repaired { $0 == 0x15 ? "compatible" : nil }
        #expect(tree.root.properties.map(\.name) == ["compatible", "unknown-0x0"])
        #expect(tree.node(at: "/LUO")?.properties.map(\.name) == ["unknown-0x2f", "unknown-0x20"])
    }

    @Test("Wherever a tree is cut behind its header, its front is read and completed", arguments: Blob.whole)
    func everyCut(name: String) throws {
        let bytes = try Blob.bytes(name)
        let whole = try CutDeviceTree(blob: bytes)
        #expect(whole.isWhole)
        #expect(whole.reason == "the tree is whole")
        #expect(whole.nodes.allSatisfy { $0.isComplete })
        for count in 40..<bytes.count {
            let cut = try CutDeviceTree(blob: Array(bytes.prefix(count)))
            #expect(cut.availableSize == count)
            #expect(!cut.missing.isEmpty)
            #expect(cut.stringsAvailable == false)
            #expect(cut.nodes.count <= whole.nodes.count)
            for (node, original) in zip(cut.nodes, whole.nodes) {
                #expect(node.offset == original.offset && original.name.hasPrefix(node.name))
                for (property, other) in zip(node.properties, original.properties) {
                    #expect(property.nameOffset == other.nameOffset && other.bytes.starts(with: property.bytes))
                    #expect(property.name == nil || property.name == other.name)
                }
            }
            if cut.nodes.first?.isNameWhole == true {
                #expect(try cut.repaired { _ in nil }.nodeCount == cut.nodes.count { $0.isNameWhole })
            } else {
                #expect(refusal { () throws(DeviceTreeError) in _ = try cut.repaired { _ in nil } }?.code == .truncated)
            }
        }
        for count in 0..<40 {
            let error = refusal { () throws(DeviceTreeError) in _ = try CutDeviceTree(blob: Array(bytes.prefix(count)))
            }
            #expect(error?.code == .truncated)
        }
    }

    @Test("Names that are still there are used, and only lost ones asked for")
    func partialStrings() throws {
        let bytes = try Blob.bytes("7.3.4-in-root")
        var asked: Set<Int> = []
        let cut = try CutDeviceTree(blob: Array(bytes.prefix(bytes.count - 5)))
        let tree = try cut.repaired {
            asked.insert($0)
            return nil
        }
        #expect(asked == [0x2f])
        #expect(tree.node(at: "/LUO")?.properties.map(\.name) == ["unknown-0x2f", "preserved-data"])
        #expect(cut.missing == ["the last 5 of 57 bytes of the strings block, which holds the property names"])
    }

    @Test("A value that is broken off is shown as far as it goes and left out of the completed tree")
    func brokenValue() throws {
        let bytes = try Blob.bytes("7.3.4-in-root")
        let cut = try CutDeviceTree(blob: Array(bytes.prefix(0x9b)))
        let property = try #require(cut.nodes.last?.properties.last)
        #expect(!property.isWhole)
        #expect(property.declaredCount == 8)
        #expect(Array(property.bytes) == [0, 0x90, 0x75])
        #expect(try cut.repaired { _ in nil }.node(at: "/memblock")?.properties.count == 1)
    }

    @Test("What a missing rest does not explain is refused")
    func malformed() throws {
        let bytes = try Blob.bytes("7.3.4-out-root")
        func code(_ blob: [UInt8]) -> DeviceTreeError.Code? {
            refusal { () throws(DeviceTreeError) in _ = try CutDeviceTree(blob: blob) }?.code
        }
        #expect(code(bytes.replacing(at: 0, with: 0)) == .badMagic)
        #expect(code(bytes.replacing(at: 0x78, with: 77)) == .badStructure)
        #expect(code(bytes.replacing(at: 0x7c, with: 0x7fff_ffff)) == .lengthOutOfBlock)
        #expect(code(bytes.replacing(at: 0x80, with: 0x7fff_ffff)) == .nameOutOfBlock)
        #expect(code(bytes.replacing(at: 36, with: 0x1c)) == .missingEnd)
        #expect(code(bytes.replacing(at: 36, with: 0)) == .missingEnd)
    }
}
