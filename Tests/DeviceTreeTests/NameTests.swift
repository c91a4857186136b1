import DeviceTree
import Testing

@Suite("Names")
struct NameTests {
    private func node(_ name: [UInt8]) throws -> FlattenedDeviceTree.Node {
        let tree = HandMadeTree {
            $0.begin(name)
            $0.property(name, [1])
            $0.end()
        }
        return try #require(FlattenedDeviceTree(blob: tree.blob).root.children.first)
    }

    @Test("Names are split at the first @ into base and unit address")
    func unitAddress() throws {
        let memory = try node(Array("memory@4c3000".utf8))
        #expect(memory.name == "memory@4c3000")
        #expect(memory.baseName == "memory")
        #expect(memory.unitAddress == "4c3000")
        #expect(try node(Array("chosen".utf8)).unitAddress == nil)
        #expect(try node(Array("a@b@c".utf8)).unitAddress == "b@c")
        #expect(try node(Array("a@".utf8)).unitAddress == "")
    }

    @Test("Bytes that are not printable ASCII are escaped and can be had as they are")
    func escapes() throws {
        let name: [UInt8] = [0x61, 0x1b, 0x5b, 0x0a, 0x7f, 0xff, 0xc3, 0xa9, 0x5c]
        let node = try node(name)
        #expect(node.name == #"a\x1b[\x0a\x7f\xff\xc3\xa9\\"#)
        #expect(Array(node.nameBytes) == name)
        #expect(node.path == #"/a\x1b[\x0a\x7f\xff\xc3\xa9\\"#)
        #expect(node.properties.first?.name == #"a\x1b[\x0a\x7f\xff\xc3\xa9\\"#)
        #expect(node.properties.first.map { Array($0.nameBytes) } == name)
    }

    @Test("A slash in a node's name cannot be taken for a level of the path")
    func slash() throws {
        let node = try node(Array("a/b".utf8))
        #expect(node.name == #"a\x2fb"#)
        #expect(node.path == #"/a\x2fb"#)
        #expect(node["a/b"]?.name == "a/b")
    }

    @Test("Errors name the node without control characters")
    func errorPath() throws {
        let tree = HandMadeTree {
            $0.begin([0x1b, 0x41])
            $0.token(77)
        }
        #expect(refusal(of: tree.blob)?.description.hasPrefix(#"node /\x1bA: 0x4d is not a token"#) == true)
    }
}
