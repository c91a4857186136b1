import DeviceTree
import Foundation
import Multikernel
import Testing

@Suite("Trees, written and read again")
struct RoundTripTests {
    @Test("A tree that is written tells what it told before", arguments: TreeFixture.all)
    func tellsTheSame(name: String) throws {
        let tree = try TreeFixture.reading(name).tree
        #expect(try tree.again() == tree)
    }

    @Test("A tree that a kernel wrote is written in the same order", arguments: TreeFixture.fromKernels)
    func keepsTheOrder(name: String) throws {
        #expect(try TreeFixture.reading(name).tree.node == DeviceTreeNode(TreeFixture.tree(name).root))
    }

    @Test("A tree that a kernel wrote is written byte for byte")
    func keepsTheBytes() throws {
        #expect(try TreeFixture.reading("instance-generated").tree.blob() == GeneratedTree.blob())
    }

    @Test("The generated tree beside the others is the one that is built here")
    func generatedTreeIsCheckedIn() throws {
        #expect(try TreeFixture.bytes("instance-generated") == GeneratedTree.blob())
    }

    @Test("Nothing that cannot be read is lost")
    func nothingIsLost() throws {
        func values(_ node: DeviceTreeNode) -> Set<DeviceTreeNode.Property> {
            node.children.reduce(into: Set(node.properties)) { $0.formUnion(values($1)) }
        }
        for name in TreeFixture.all {
            let written = values(try TreeFixture.reading(name).tree.node)
            #expect(values(DeviceTreeNode(try TreeFixture.tree(name).root)).subtracting(written) == [], "\(name)")
        }
    }

    @Test("Names that nobody can print are written as they were")
    func unprintableNames() throws {
        let root = DeviceTreeNode(
            "", properties: [.init("compatible", .string("multikernel-v1"))],
            children: [
                DeviceTreeNode(
                    "instances", children: [DeviceTreeNode("a\\x2fb\\\\", properties: [.init("\\x01", .empty)])])
            ])
        let blob = try DeviceTreeWriter.build { writer throws(DeviceTreeError) in try writer.contents(of: root) }
        let tree = try MultikernelTree.read(FlattenedDeviceTree(blob: blob)).tree
        guard case .machine(let machine) = tree else {
            Issue.record("a tree of another kind")
            return
        }
        #expect(machine.instances?.map(\.name) == ["a\\x2fb\\\\"])
        #expect(try tree.blob() == blob)
    }

    @Test("A processor that does not fit one cell is written in two")
    func wideProcessor() throws {
        var machine = Machine()
        machine.pool = ResourcePool()
        machine.pool?.cpus = CPUList([1, 1 << 32, 3], width: .bits32)
        let again = try MultikernelTree.machine(machine).again()
        guard case .machine(let read) = again else {
            Issue.record("a tree of another kind")
            return
        }
        #expect(read.pool?.cpus?.ids == [1, 1 << 32, 3])
    }

    @Test("A tree put together by hand gets what kernels write by themselves")
    func standardProperties() throws {
        var machine = Machine()
        machine.compatible = ["multikernel-v1"]
        machine.id = 0
        machine.pool = ResourcePool()
        machine.pool?.memory = [PoolMemory(name: "memory@1000", extent: .chunk(base: 0x1000, size: 0x1000))]
        machine.hostBridges = [PCIHostBridge(name: "pci@0")]
        let node = MultikernelTree.machine(machine).node
        #expect(node.properties.map(\.name) == ["compatible", "#address-cells", "#size-cells", "id"])
        #expect(node.children[0].children[0]["device_type"] == .string("memory"))
        #expect(
            node.children[1].properties.map(\.name) == [
                "compatible", "device_type", "#address-cells", "#size-cells",
            ])
    }
}
