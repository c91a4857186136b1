import DeviceTree
import Testing

@Suite("Trees that kernels wrote")
struct RealTreeTests {
    @Test("Every whole tree is read, and all of it", arguments: Blob.whole)
    func reads(name: String) throws {
        let bytes = try Blob.bytes(name)
        let tree = try FlattenedDeviceTree(blob: bytes)
        #expect(tree.totalSize == bytes.count)
        #expect(tree.version == 17)
        #expect(tree.blob == bytes)
        #expect(tree.root["compatible"]?.string != nil)
    }

    @Test("The root tree of 7.3 has its subtrees in the order the kernel left them in")
    func rootOf73() throws {
        let root = try FlattenedDeviceTree(blob: Blob.bytes("7.3.4-in-root")).root
        #expect(root["compatible"]?.string == "kho-v4")
        #expect(root["preserved-memory-map"]?.nativeUInt64 == 0x4c3000)
        #expect(root.children.map(\.name) == ["memblock", "LUO", "kho_test", "kexec-metadata"])
        #expect(root.children.map(\.path) == ["/memblock", "/LUO", "/kho_test", "/kexec-metadata"])
        let metadata = try #require(root.child(named: "kexec-metadata"))
        #expect(metadata.properties.map(\.name) == ["blob-size", "preserved-data"])
        #expect(metadata["blob-size"]?.nativeUInt64 == 73)
        #expect(metadata["preserved-data"]?.nativeUInt64 == 0x4d0000)
        #expect(metadata.offset == 0x114)
        #expect(metadata["blob-size"]?.offset == 0x134)
        #expect(metadata["blob-size"]?.nameOffset == 0x2f)
    }

    @Test("The regions of 6.17's memblock tree are found by path and in order")
    func memblockOf617() throws {
        let tree = try FlattenedDeviceTree(blob: Blob.bytes("6.17.8-memblock"))
        #expect(tree.nodeCount == 3)
        #expect(tree.reservations.isEmpty)
        #expect(tree.root.children.map(\.name) == ["trace", "pstore"])
        let trace = try #require(tree.node(at: "/trace"))
        #expect(trace["start"]?.nativeUInt64 == 0xfa24000)
        #expect(trace["size"]?.nativeUInt64 == 0x100000)
        #expect(trace.parent?.path == "/")
        #expect(trace.depth == 1)
        #expect(tree.node(at: "/nothing") == nil)
        #expect(tree.node(at: "trace") == nil)
        #expect(tree.node(at: "/")?.offset == tree.root.offset)
    }

    @Test("A tree at the start of a page is read and the rest of the page ignored")
    func page() throws {
        let bytes = try Blob.bytes("7.3.4-in-root")
        let page = bytes + [UInt8](repeating: 0xa5, count: 4096 - bytes.count)
        let tree = try FlattenedDeviceTree(blob: page)
        #expect(tree.totalSize == bytes.count)
        #expect(tree.root.children.count == 4)
    }

    @Test("A look at the first bytes tells a tree and its size")
    func probes() throws {
        let bytes = try Blob.bytes("7.3.4-in-root")
        #expect(FlattenedDeviceTree.looksLikeTree(bytes.prefix(4)))
        let isTree = FlattenedDeviceTree.looksLikeTree(bytes.span)
        #expect(isTree)
        #expect(!FlattenedDeviceTree.looksLikeTree(bytes.dropFirst()))
        #expect(!FlattenedDeviceTree.looksLikeTree(bytes.prefix(3)))
        #expect(FlattenedDeviceTree.declaredSize(bytes.prefix(8)) == 405)
        let size = FlattenedDeviceTree.declaredSize(bytes.span)
        #expect(size == 405)
        #expect(FlattenedDeviceTree.declaredSize(bytes.prefix(7)) == nil)
        #expect(FlattenedDeviceTree.declaredSize([UInt8](repeating: 0, count: 8)) == nil)
    }
}
