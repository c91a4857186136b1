import HandoverState
import DeviceTree
import HandoverState
import Multikernel
import Testing

@Suite("What the reader remarks")
struct RemarkTests {
    @Test("Whatever no kernel reads is remarked where it stands")
    func damaged() throws {
        let remarks = try TreeFixture.reading("damaged").remarks
        func has(_ kind: MultikernelRemark.Kind, _ path: String, _ property: String? = nil) -> Bool {
            remarks.contains(MultikernelRemark(kind, path: path, property: property))
        }
        #expect(has(.wrongLength(bytes: 8, expected: "4"), "/", "id"))
        #expect(has(.lengthFitsNoWidth(bytes: 5), "/resources", "cpus"))
        #expect(has(.wrongLength(bytes: 8, expected: "4"), "/resources", "llc-way-mask"))
        #expect(has(.placeAndSize, "/resources/memory@0"))
        #expect(has(.neitherPlaceNorSize, "/resources/memory@1"))
        #expect(has(.wrongLength(bytes: 8, expected: "4"), "/resources/memory@1", "numa-node-id"))
        #expect(has(.wrongLength(bytes: 4, expected: "8"), "/resources/memory@2", "size"))
        #expect(has(.badPCIAddress("61:00.0"), "/resources/devices/one", "pci-id"))
        #expect(has(.unknownDeviceType("usb"), "/resources/devices/two"))
        #expect(has(.notText, "/resources/devices/three", "device-type"))
        #expect(has(.notAHostBridge, "/pci@60"))
        #expect(
            has(
                .wrongLength(bytes: 12, expected: "8, or 4 in trees of the first versions"),
                "/instances/green/resources", "memory-bytes"))
        #expect(
            has(.wrongLength(bytes: 3, expected: "text, or a multiple of 4"), "/instances/green/resources", "devices"))
        for remark in remarks { #expect(!remark.message.isEmpty) }
    }

    @Test("What is there twice is remarked")
    func duplicates() throws {
        let resources = DeviceTreeNode(
            "resources", properties: [.init("cpus", .cells([0, 1, 0, 2])), .init("cpus", .cells([0, 3, 0, 4]))])
        let blob = try DeviceTreeWriter.build { writer throws(DeviceTreeError) in
            try writer.node(resources)
            try writer.node(resources)
        }
        let reading = try MultikernelTree.read(FlattenedDeviceTree(blob: blob))
        #expect(
            reading.remarks == [
                MultikernelRemark(.duplicateProperty, path: "/resources", property: "cpus"),
                MultikernelRemark(.duplicateNode, path: "/resources"),
                MultikernelRemark(.duplicateProperty, path: "/resources", property: "cpus"),
            ])
        #expect(try reading.tree.again() == reading.tree)
    }

    @Test("Places of the tree are found in the blob by their path")
    func origins() throws {
        let reading = try TreeFixture.reading("instance-list")
        let resources = try #require(reading.origins.tree.node(at: "/instances/red/resources"))
        #expect(reading.origins.offset(of: "/instances/red/resources") == resources.offset)
        #expect(reading.origins.offset(of: "/instances/red/resources", property: "cpus") == resources["cpus"]?.offset)
        #expect(reading.origins.offset(of: "/instances/white") == nil)
    }

    @Test("A tree of somebody else is refused")
    func unrecognised() throws {
        let tree = try TreeFixture.tree("host-tree")
        #expect(!MultikernelTree.recognises(tree))
        #expect(throws: MultikernelError.self) { try MultikernelTree.read(tree) }
    }

    @Test("All trees are recognised", arguments: TreeFixture.all)
    func recognised(name: String) throws {
        #expect(MultikernelTree.recognises(try TreeFixture.tree(name)))
    }
}
