import HandoverState
import DeviceTree
import HandoverState
import Multikernel
import PhysicalMemory
import Testing

@Suite("Large machines")
struct LargeTreeTests {
    /// A pool and what it has lent: processors, devices behind bridges, instances.
    static func machine(processors: Int, devices: Int, instances: Int) -> Machine {
        var machine = Machine()
        machine.compatible = ["multikernel-v1"]
        var pool = ResourcePool()
        pool.cpus = CPUList((0..<processors).map { UInt64($0) })
        pool.freeCPUs = CPUList((0..<processors / 2).map { UInt64($0) })
        pool.memory = [PoolMemory(name: "memory@100000000", extent: .chunk(base: 1 << 32, size: 1 << 40), numaNode: 0)]
        machine.pool = pool
        machine.instances = (0..<instances).map { index in
            var resources = InstanceResources()
            resources.cpus = CPUList((0..<8).map { UInt64(index * 8 + $0) })
            resources.memory = SingleMemory(base: UInt64(index) << 30, size: 1 << 30)
            return Instance(name: "instance\(index)", id: UInt32(index + 1), resources: resources)
        }
        // Sixteen devices behind each bridge, sixteen bridges on each root bus.
        for root in 0..<(devices + 255) / 256 {
            var bridge = PCIHostBridge(name: "pci@\(root)")
            bridge.domain = UInt32(root)
            bridge.children = (0..<16).map { slot in
                var inner = PCINode(name: "pci@\(String(slot, radix: 16)),0")
                inner.reg = [UInt32(slot) << 11, 0, 0, 0, 0]
                inner.buses = BusRange(first: UInt32(slot + 1), last: UInt32(slot + 1))
                inner.children = (0..<16).map { place in
                    let function = UInt16(slot + 1) << 8 | UInt16(place) << 3
                    var node = PCINode(name: "pci@\(String(place, radix: 16)),0")
                    node.reg = [UInt32(function) << 8, 0, 0, 0, 0]
                    var device = Device(
                        name: node.name, identity: .pci(PCIAddress(domain: UInt32(root), function: function)))
                    device.vendor = 0x8086
                    device.product = 0x1572
                    node.device = device
                    return node
                }
                return inner
            }
            machine.hostBridges.append(bridge)
        }
        return machine
    }

    @Test("A large machine is written and read again in a moment")
    func large() throws {
        let machine = Self.machine(processors: 4096, devices: 1024, instances: 256)
        let blob = try MultikernelTree.machine(machine).blob()
        let tree = try FlattenedDeviceTree(blob: blob)
        var read: MultikernelTree?
        let time = try ContinuousClock().measure { read = try MultikernelTree.read(tree).tree }
        #expect(read == .machine(machine))
        // Far above what it takes, and far below what squares of these numbers would.
        #expect(time < .seconds(2))
    }
}
