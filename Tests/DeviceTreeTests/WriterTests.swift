import DeviceTree
import Testing

@Suite("Writing with the sequential writer")
struct WriterTests {
    @Test("The root tree of 6.17 is made byte for byte")
    func root617() throws {
        let blob = try DeviceTreeWriter.build(capacity: .fixed(4096)) { root throws(DeviceTreeError) in
            try root.property("compatible", string: "kho-v1")
            try root.property("preserved-memory-map", native64: 0x734000)
            try root.node("kho_test") { node throws(DeviceTreeError) in
                try node.property("fdt", native64: 0x540000)
            }
            try root.node("memblock") { node throws(DeviceTreeError) in
                try node.property("fdt", native64: 0x728000)
            }
        }
        #expect(try blob == Blob.bytes("6.17.8-out-root"))
    }

    @Test("The memblock tree of 6.17 is made byte for byte")
    func memblock617() throws {
        let blob = try DeviceTreeWriter.build(capacity: .fixed(4096)) { root throws(DeviceTreeError) in
            try root.property("compatible", string: "memblock-v1")
            for (name, start, size) in [("trace", 0xfa2_4000, 0x10_0000), ("pstore", 0xfa1_4000, 0x1_0000)] {
                try root.node(name) { node throws(DeviceTreeError) in
                    try node.property("compatible", string: "reserve-mem-v1")
                    try node.property("start", native64: UInt64(start))
                    try node.property("size", native64: UInt64(size))
                }
            }
        }
        #expect(try blob == Blob.bytes("6.17.8-memblock"))
    }

    @Test("The test tree of 6.17 is made byte for byte")
    func khoTest617() throws {
        let folios: [UInt64] = [0x538002, 0x536001, 0x548003, 0x560005, 0x580004, 0x530000, 0x531000]
        let blob = try DeviceTreeWriter.build(capacity: .fixed(4096)) { root throws(DeviceTreeError) in
            try root.property("compatible", string: "kho-test-v1")
            try root.property("magic", native32: 0x4b48_4f21)
            try root.node("data") { node throws(DeviceTreeError) in
                try node.property("nr_folios", native32: 7)
                try node.property("folios_info", native64s: folios)
                try node.property("csum", native32: 0x169b_2de6)
            }
        }
        #expect(try blob == Blob.bytes("6.17.8-kho_test"))
    }

    @Test("Any tree written again, property for property, is the same tree", arguments: Blob.whole)
    func again(name: String) throws {
        func copy(
            _ node: FlattenedDeviceTree.Node, to writer: inout DeviceTreeWriter
        ) throws(DeviceTreeError) {
            for property in node.properties { try writer.property(property.name, bytes: Array(property.bytes)) }
            for child in node.children {
                try writer.node(child.name) { writer throws(DeviceTreeError) in try copy(child, to: &writer) }
            }
        }
        let tree = try FlattenedDeviceTree(blob: Blob.bytes(name))
        let blob = try DeviceTreeWriter.build { root throws(DeviceTreeError) in try copy(tree.root, to: &root) }
        #expect(try FlattenedDeviceTree(blob: blob).source() == tree.source())
    }

    @Test("Numbers are written in the byte order they are named for")
    func byteOrder() throws {
        let blob = try DeviceTreeWriter.build { root throws(DeviceTreeError) in
            try root.property("n32", native32: 0x0102_0304)
            try root.property("n64", native64: 0x0102_0304_0506_0708)
            try root.property("b32", bigEndian32: 0x0102_0304)
            try root.property("b64", bigEndian64: 0x0102_0304_0506_0708)
        }
        let root = try FlattenedDeviceTree(blob: blob).root
        #expect(
            root.properties.map { Array($0.bytes) } == [
                [4, 3, 2, 1], [8, 7, 6, 5, 4, 3, 2, 1], [1, 2, 3, 4], [1, 2, 3, 4, 5, 6, 7, 8],
            ])
    }

    @Test("Reservations and the boot processor are written and read")
    func header() throws {
        let reservations = [MemoryReservation(address: 0, size: 1), MemoryReservation(address: .max, size: .max)]
        let blob = try DeviceTreeWriter.build(reservations: reservations, bootCPU: 0x8000_0001) { _ in }
        let tree = try FlattenedDeviceTree(blob: blob)
        #expect(tree.reservations == reservations)
        #expect(tree.bootCPU == 0x8000_0001)
        #expect(tree.totalSize == blob.count)
    }

    @Test("A reservation of no bytes is refused, since it would end the list")
    func emptyReservation() {
        let entry = MemoryReservation(address: 0x1000, size: 0)
        let error = refusal { () throws(DeviceTreeError) in
            _ = try DeviceTreeWriter.build(reservations: [entry]) { _ in }
        }
        #expect(error?.code == .badArgument)
    }

    @Test("A tree that grows is the same as one that had room from the start")
    func growth() throws {
        func write(_ capacity: DeviceTreeCapacity) throws(DeviceTreeError) -> [UInt8] {
            try DeviceTreeWriter.build(capacity: capacity) { root throws(DeviceTreeError) in
                for number in 0..<300 {
                    try root.node("node\(number)") { node throws(DeviceTreeError) in
                        try node.property("name\(number % 50)", bytes: [UInt8](repeating: 1, count: number))
                    }
                }
            }
        }
        let grown = try write(.growing())
        #expect(grown.count > 3 * 4096)
        #expect(try grown == write(.fixed(1 << 20)))
        #expect(try grown == write(.fixed(grown.count)))
        let error = refusal { () throws(DeviceTreeError) in _ = try write(.fixed(grown.count - 1)) }
        #expect(error?.code == .noSpace)
    }

    @Test("A page that overflows says where and writing what")
    func overflow() throws {
        let error = try #require(
            refusal { () throws(DeviceTreeError) in
                _ = try DeviceTreeWriter.build(capacity: .fixed(4096)) { root throws(DeviceTreeError) in
                    try root.node("a") { node throws(DeviceTreeError) in
                        try node.property("big", bytes: [UInt8](repeating: 0, count: 4096))
                    }
                }
            })
        #expect(error.code == .noSpace)
        #expect(error.path == "/a")
        #expect(
            error.description
                == "node /a: writing property \"big\": the tree does not fit its fixed capacity (offset 0x50)")
    }

    @Test("Capacities too small even for a header are refused", arguments: [-1, 0, 1, 39, 63])
    func tiny(capacity: Int) {
        let error = refusal { () throws(DeviceTreeError) in
            _ = try DeviceTreeWriter.build(capacity: .fixed(capacity)) { _ in }
        }
        #expect(error?.code == .noSpace)
    }

    @Test("Names that C or a tree cannot hold are refused", arguments: ["", "a\0b", "\0"])
    func names(name: String) {
        let node = refusal { () throws(DeviceTreeError) in
            _ = try DeviceTreeWriter.build { root throws(DeviceTreeError) in try root.node(name) { _ in } }
        }
        #expect(node?.code == .badName)
        let property = refusal { () throws(DeviceTreeError) in
            _ = try DeviceTreeWriter.build { root throws(DeviceTreeError) in try root.property(name) }
        }
        #expect(property?.code == .badName)
    }

    @Test("Names that are not shared are written each time")
    func unshared() throws {
        let blob = try DeviceTreeWriter.build(sharingNames: false) { root throws(DeviceTreeError) in
            try root.property("p")
            try root.node("n") { node throws(DeviceTreeError) in try node.property("p") }
        }
        #expect(try FlattenedDeviceTree(blob: blob).stringsRange.count == 4)
    }
}
