import HandoverState
import FixtureSupport
import HandoverState
import Multikernel
import PhysicalMemory

/// Trees to draw.
enum Examples {
    /// A pool as it is asked for: sizes alone.
    static var baseline: MultikernelTree {
        var pool = ResourcePool()
        pool.cpus = [4, 5, 6]
        pool.memory = [PoolMemory(name: "memory@0", extent: .request(size: 0x3000_0000), numaNode: 0)]
        var nic = Device(name: "nic", identity: .pci(PCIAddress(domain: 0, function: 0x4100)))
        nic.vendor = 0x8086
        nic.product = 0x1572
        pool.devices = [nic, Device(name: "uart", identity: .platform(name: "serial8250", acpi: nil))]
        var machine = Machine()
        machine.pool = pool
        return .machine(machine)
    }

    /// An instance as it boots, with the buffers that its host tells it of.
    static var boot: MultikernelTree {
        var instance = Instance(name: "blue", id: 3)
        instance.resources?.cpus = [6]
        instance.resources?.memory = SingleMemory(base: 0xa800_9000, size: 0x1000_0000)
        var tree = InstanceTree(instance)
        var chosen = BootInformation()
        chosen.poolCPUs = [4, 5, 6]
        chosen.messages = BootInformation.MessageBuffer(address: 0xa810_0000, pages: 65)
        chosen.hostMessages = BootInformation.MessageBuffer(address: 0x300_0000, pages: 65)
        chosen.reservedMemory = [BootInformation.Region(base: 0xa900_0000, size: 0x20_0000)]
        chosen.poolSlot = 0xa800_0000
        chosen.hostCPU = 0
        tree.chosen = chosen
        return .instance(tree)
    }

    /// A change that makes an instance and feeds it.
    static var overlay: MultikernelTree {
        var request = InstanceRequest(name: "blue", id: 3)
        request.resources?.memory = SingleMemory(base: nil, size: 0x1000_0000)
        request.resources?.cpus = [6]
        var change = Overlay(fragments: [
            OverlayFragment(
                name: "fragment@1", target: "/instances/blue",
                operations: [
                    OverlayOperation(
                        .addDevices([OverlayDevice(name: "pci@0", pciID: "0000:41:00.0", driver: "vfio-pci")])),
                    OverlayOperation(.addCPUs([OverlayCPU(name: "cpu@5", id: 5)])),
                    OverlayOperation(
                        .addMemory([
                            OverlayMemory(name: "memory@0", extent: .chunk(base: 0xc000_0000, size: 0x800_0000))
                        ])),
                ]),
            OverlayFragment(
                name: "fragment@0", target: "/instances", operations: [OverlayOperation(.createInstance(request))]),
            OverlayFragment(
                name: "fragment@2", target: "/resources",
                operations: [OverlayOperation(.removeCPUs([OverlayCPU(name: "cpu@4", id: 4)]))]),
        ])
        change.label = "blue: create and feed"
        return .overlay(change)
    }

    /// A machine of nodes with a host bridge each, of which instances have equal parts and the host a quarter.
    static func machine(nodes: Int, cpus: Int, devices: Int, instances: Int) -> MultikernelTree {
        var machine = Machine()
        var pool = ResourcePool()
        var topology = Topology()
        let perNode = cpus / nodes
        for node in 0..<nodes {
            let base = UInt64(node) << 38
            var numa = NUMANode(name: "node@\(node)")
            numa.id = UInt32(node)
            numa.memoryBase = base
            numa.memorySize = 64 << 30
            numa.cpus = CPUList((0..<perNode).map { UInt64(node * perNode + $0) })
            topology.nodes.append(numa)
            pool.memory.append(
                PoolMemory(
                    name: "memory@\(node)", extent: .chunk(base: base + 16 << 30, size: 48 << 30),
                    numaNode: UInt32(node)))
            machine.hostBridges.append(bridge(node, devices: devices / nodes))
        }
        pool.topology = topology
        pool.cpus = CPUList((0..<cpus).filter { $0 % perNode >= perNode / 4 }.map(UInt64.init))
        pool.devices = [Device(name: "uart", identity: .platform(name: "serial8250", acpi: "PNP0501"))]
        machine.pool = pool
        let lent = pool.cpus?.ids ?? []
        let share = max(1, lent.count / (instances + 1))
        machine.instances = (0..<instances).map { index in
            var instance = Instance(name: "instance-\(index)", id: UInt32(index + 1))
            instance.resources?.cpus = CPUList(Array(lent.dropFirst(index * share).prefix(share)))
            let perNode = (instances + nodes - 1) / nodes
            let size = UInt64(40 << 30) / UInt64(perNode) / 4096 * 4096
            let base = UInt64(index / perNode) << 38 + 16 << 30 + UInt64(index % perNode) * size
            instance.resources?.memory = SingleMemory(base: base, size: size)
            instance.resources?.deviceReferences = .names(
                (0..<devices).filter { $0 % (instances * 2) == index }.map {
                    address($0 / (devices / nodes), $0 % (devices / nodes)).description
                })
            return instance
        }
        return .machine(machine)
    }

    private static func address(_ node: Int, _ device: Int) -> PCIAddress {
        PCIAddress(domain: UInt32(node), function: UInt16(truncatingIfNeeded: 0x4100 + device))
    }

    private static func bridge(_ node: Int, devices: Int) -> PCIHostBridge {
        var bridge = PCIHostBridge(name: "pci@\(String(node * 0x10 + 0x40, radix: 16))")
        bridge.domain = UInt32(node)
        bridge.buses = BusRange(first: 0x40, last: 0x5f)
        var port = PCINode(name: "pci@1,0")
        port.reg = [0x40_0800, 0, 0, 0, 0]
        port.children = (0..<devices).map { index in
            let address = address(node, index)
            var leaf = PCINode(name: "pci@\(String(address.slot, radix: 16)),\(address.subfunction)")
            leaf.reg = [UInt32(address.function) << 8, 0, 0, 0, 0]
            leaf.device = Device(name: leaf.name, identity: .pci(address))
            leaf.device?.vendor = 0x8086
            leaf.device?.product = 0x1572
            return leaf
        }
        bridge.children = [port]
        return bridge
    }
}
