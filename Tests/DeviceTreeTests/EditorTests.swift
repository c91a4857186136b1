import DeviceTree
import Testing

@Suite("Changing a tree in place")
struct EditorTests {
    /// Adds a subtree the way kernels since 6.19 do, in a page.
    private func add(
        _ name: String, _ properties: [(String, UInt64)], to blob: [UInt8]
    ) throws(DeviceTreeError) -> [UInt8] {
        var editor = try DeviceTreeEditor(blob: blob, capacity: .fixed(4096))
        try editor.addSubnode(name)
        for (property, value) in properties {
            try editor.setProperty(property, of: "/" + name, to: .native64(value))
        }
        return try editor.packed()
    }

    private func root(_ compatible: String, map: UInt64) throws(DeviceTreeError) -> [UInt8] {
        try DeviceTreeWriter.build(capacity: .fixed(4096)) { root throws(DeviceTreeError) in
            try root.property("compatible", string: compatible)
            try root.property("preserved-memory-map", native64: map)
        }
    }

    @Test("The root tree of 6.19 is made byte for byte, subtree by subtree")
    func root619() throws {
        var blob = try root("kho-v1", map: 0)
        blob = try add("kho_test", [("fdt", 0x53e000)], to: blob)
        blob = try add("LUO", [("fdt", 0x719000)], to: blob)
        blob = try add("memblock", [("fdt", 0x71b000)], to: blob)
        var editor = try DeviceTreeEditor(blob: blob, capacity: .fixed(4096))
        try editor.setProperty("preserved-memory-map", to: .native64(0x782000))
        #expect(try editor.packed() == Blob.bytes("6.19.11-in-root"))
    }

    @Test("The root tree of 7.3 is made byte for byte, subtree by subtree")
    func root73() throws {
        var blob = try root("kho-v4", map: 0x4c3000)
        let subtrees: [(String, UInt64, UInt64)] = [
            ("kexec-metadata", 0x4d0000, 0x49), ("kho_test", 0x5c8000, 0xf0), ("LUO", 0x75b000, 0x20),
            ("memblock", 0x759000, 0x126),
        ]
        for (name, address, size) in subtrees {
            blob = try add(name, [("preserved-data", address), ("blob-size", size)], to: blob)
        }
        #expect(try blob == Blob.bytes("7.3.4-in-root"))
    }

    @Test("A value is replaced in place when its size is the same")
    func replacing() throws {
        let blob = try Blob.bytes("7.3.4-in-root")
        var editor = try DeviceTreeEditor(blob: blob)
        try editor.setProperty("preserved-memory-map", to: .native64(0x1234_5000))
        let tree = try FlattenedDeviceTree(blob: editor.packed())
        #expect(tree.root["preserved-memory-map"]?.nativeUInt64 == 0x1234_5000)
        #expect(tree.totalSize == blob.count)
    }

    @Test("A tree grows as long as its capacity allows")
    func growth() throws {
        let blob = try Blob.bytes("7.3.4-in-root")
        let value = DeviceTreeValue([UInt8](repeating: 9, count: 100_000))
        var editor = try DeviceTreeEditor(blob: blob)
        try editor.setProperty("big", of: "/LUO", to: value)
        #expect(try FlattenedDeviceTree(blob: editor.packed()).node(at: "/LUO")?["big"]?.count == 100_000)
        let error = refusal { () throws(DeviceTreeError) in
            var editor = try DeviceTreeEditor(blob: blob, capacity: .fixed(4096))
            try editor.setProperty("big", of: "/LUO", to: value)
        }
        #expect(error?.code == .noSpace)
        #expect(error?.path == "/LUO")
    }

    @Test("A node that is there already, or a path that is not, is refused")
    func refusals() throws {
        var editor = try DeviceTreeEditor(blob: Blob.bytes("7.3.4-in-root"))
        #expect(refusal { () throws(DeviceTreeError) in try editor.addSubnode("LUO") }?.code == .exists)
        #expect(refusal { () throws(DeviceTreeError) in try editor.addSubnode("a", to: "/b") }?.code == .notFound)
        #expect(refusal { () throws(DeviceTreeError) in try editor.addSubnode("a", to: "b") }?.code == .badName)
        #expect(refusal { () throws(DeviceTreeError) in try editor.addSubnode("") }?.code == .badName)
        #expect(
            refusal { () throws(DeviceTreeError) in try editor.setProperty("a\0", to: .empty) }?.code == .badName)
    }

    @Test("Opening refuses a malformed tree and a capacity it does not fit")
    func opening() throws {
        let blob = try Blob.bytes("7.3.4-in-root")
        let malformed = refusal { () throws(DeviceTreeError) in
            _ = try DeviceTreeEditor(blob: Array(blob.dropLast()))
        }
        #expect(malformed?.code == .truncated)
        let small = refusal { () throws(DeviceTreeError) in
            _ = try DeviceTreeEditor(blob: blob, capacity: .fixed(404))
        }
        #expect(small?.code == .noSpace)
    }
}
