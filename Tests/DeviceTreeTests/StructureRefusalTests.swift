import DeviceTree
import Testing

@Suite("Tokens where they may not stand")
struct StructureRefusalTests {
    @Test("A number that is no token is refused")
    func unknownToken() throws {
        let tree = HandMadeTree { $0.token(7) }
        let error = try #require(refusal(of: tree.blob))
        #expect(error.code == .badStructure)
        #expect(error.offset == tree.structureStart + 8)
        #expect(error.path == "/")
    }

    @Test("A tree that starts with anything but the root is refused")
    func beforeRoot() throws {
        let nop = HandMadeTree.tokens {
            $0.token(4)
            $0.begin("")
            $0.end()
            $0.finish()
        }
        #expect(refusal(of: nop.blob)?.code == .badStructure)
        let property = HandMadeTree.tokens {
            $0.property("a")
            $0.finish()
        }
        #expect(refusal(of: property.blob)?.offset == property.structureStart)
        let nothing = HandMadeTree.tokens { $0.finish() }
        #expect(refusal(of: nothing.blob)?.code == .badStructure)
    }

    @Test("A second root is refused")
    func secondRoot() {
        let tree = HandMadeTree.tokens {
            $0.begin("")
            $0.end()
            $0.begin("")
            $0.end()
            $0.finish()
        }
        #expect(refusal(of: tree.blob)?.code == .badStructure)
        #expect(refusal(of: tree.blob)?.offset == tree.structureStart + 12)
    }

    @Test("A root with a name, and a node without one, are refused")
    func names() {
        let named = HandMadeTree.tokens {
            $0.begin("x")
            $0.end()
            $0.finish()
        }
        #expect(refusal(of: named.blob)?.code == .badStructure)
        let nameless = HandMadeTree {
            $0.begin("")
            $0.end()
        }
        #expect(refusal(of: nameless.blob)?.offset == nameless.structureStart + 12)
    }

    @Test("A property after a subnode is refused")
    func lateProperty() throws {
        let tree = HandMadeTree {
            $0.begin("a")
            $0.end()
            $0.property("late")
        }
        let error = try #require(refusal(of: tree.blob))
        #expect(error.code == .badStructure)
        #expect(error.offset == tree.structureStart + 20)
    }

    @Test("Bytes after the end token are refused")
    func afterEnd() {
        let tree = HandMadeTree.tokens {
            $0.begin("")
            $0.end()
            $0.finish()
            $0.token(4)
        }
        #expect(refusal(of: tree.blob)?.code == .badStructure)
        #expect(refusal(of: tree.blob)?.offset == tree.structureEnd - 4)
    }

    @Test("Names without an end are refused")
    func unterminated() {
        let node = HandMadeTree.tokens {
            $0.begin("")
            $0.token(1)
            $0.structure += Array("abcd".utf8)
        }
        #expect(refusal(of: node.blob)?.code == .unterminated)
        #expect(refusal(of: node.blob)?.offset == node.structureStart + 12)
        var property = HandMadeTree { $0.property("abc") }
        property.strings.removeLast()
        #expect(refusal(of: property.blob)?.code == .unterminated)
        #expect(refusal(of: property.blob)?.offset == property.structureStart + 16)
    }

    @Test("An empty property name is refused")
    func emptyPropertyName() {
        #expect(refusal(of: HandMadeTree { $0.property("") }.blob)?.code == .badStructure)
    }

    @Test("A property without room for its header is refused")
    func shortProperty() {
        let tree = HandMadeTree.tokens {
            $0.begin("")
            $0.token(3)
            $0.token(0)
        }
        #expect(refusal(of: tree.blob)?.code == .lengthOutOfBlock)
    }

    @Test("NOP tokens are skipped wherever they may stand")
    func nops() throws {
        let tree = HandMadeTree {
            $0.token(4)
            $0.property("a", [1, 2, 3, 4])
            $0.token(4)
            $0.begin("b")
            $0.token(4)
            $0.end()
            $0.token(4)
        }
        let root = try FlattenedDeviceTree(blob: tree.blob).root
        #expect(root["a"]?.bigEndianUInt32 == 0x0102_0304)
        #expect(root.children.map(\.name) == ["b"])
    }

    @Test("A tree of version 16, which does not tell the size of its structure block, is read")
    func version16() throws {
        var tree = HandMadeTree {
            $0.begin("n")
            $0.property("p", [1])
            $0.end()
        }
        tree.version = 16
        let blob = tree.blob.replacing(at: 36, with: 0xdead_beef)
        let root = try FlattenedDeviceTree(blob: blob).root
        #expect(root.child(named: "n")?["p"]?.count == 1)
        let open = blob.replacing(at: tree.structureEnd - 4, with: 0x0161_6161)
        #expect(refusal(of: open)?.code == .badStructure)
    }

    @Test("Of two properties or nodes with one name the first is found and both are listed")
    func duplicates() throws {
        let tree = HandMadeTree {
            $0.property("p", [1])
            $0.property("p", [2])
            $0.begin("n")
            $0.end()
            $0.begin("n")
            $0.property("second")
            $0.end()
        }
        let root = try FlattenedDeviceTree(blob: tree.blob).root
        #expect(root["p"].map { Array($0.bytes) } == [1])
        #expect(root.properties.count == 2)
        #expect(root.child(named: "n")?.properties.isEmpty == true)
        #expect(root.children.count == 2)
    }
}
