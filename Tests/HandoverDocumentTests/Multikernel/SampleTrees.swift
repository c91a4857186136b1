import HandoverState
import DeviceTree
import HandoverDocument
import HandoverState
import Multikernel
import PhysicalMemory

extension MultikernelTree {
    func text(_ format: DocumentFormat) throws -> String {
        String(decoding: try bytes(format), as: UTF8.self)
    }

    func bytes(_ format: DocumentFormat) throws -> [UInt8] {
        final class Text { var bytes: [UInt8] = [] }
        let text = Text()
        try MultikernelDocumentEncoder().encode(self, as: format) { span in
            for index in span.indices { text.bytes.append(span[index]) }
        }
        return text.bytes
    }

    /// Trees that have, together, one of everything that a document can tell of.
    static let samples: [MultikernelTree] = [.machine(.sample), .instance(.sample), .overlay(.sample)]
}

extension Leftover {
    /// As little as can be left over: tests that change one value after the other take long over much.
    static let small = Leftover(properties: [.init("flag", .empty)])
    static let sample = Leftover(
        properties: [
            .init("mood", .string("fair")), .init("ports", .cells([1, 0xdead_beef])), .init("flag", .empty),
            .init("raw", DeviceTreeValue([1, 2, 3])),
        ],
        nodes: [DeviceTreeNode("leaf"), DeviceTreeNode("deep", children: [DeviceTreeNode("deeper")])])
}

extension Machine {
    static var sample: Machine {
        var machine = Machine()
        machine.compatible = ["linux,multikernel-host", "multikernel-v1"]
        machine.id = 0
        machine.pool = .sample
        var web = Instance(name: "web", id: 3, resources: .sample)
        web.options = InstanceOptions(seesHostCore: true)
        web.options?.other = .small
        web.other = .small
        machine.instances = [web, Instance(name: "empty", resources: nil)]
        machine.hostBridges = [.sample]
        machine.aliases = [Alias("eth0", "/resources/devices/nic"), Alias(name: "odd", target: .bytes([0xff]))]
        var part = DeviceReference(name: "nic_vf1")
        part.parent = .text("eth0")
        part.virtualFunction = 1
        part.namespace = 2
        part.phandle = 8
        part.labels = ["vf1"]
        part.other = .small
        var other = DeviceReference(name: "nic_vf2")
        other.parent = .phandle(7)
        machine.references = [part, other]
        machine.other = .sample
        machine.otherInstances = .small
        return machine
    }
}

extension ResourcePool {
    static var sample: ResourcePool {
        var pool = ResourcePool()
        pool.cpus = CPUList(Array(4...7) + [12])
        pool.freeCPUs = CPUList([5, 4, 5], width: .bits32, isAssumed: true)
        pool.memory = [
            PoolMemory(name: "memory@100000000", extent: .chunk(base: 0x1_0000_0000, size: 16 << 30), numaNode: 1),
            PoolMemory(name: "memory@1", extent: .request(size: 2 << 30)),
            PoolMemory(name: "memory@here", extent: .unknown),
        ]
        pool.memory[2].other = .small
        pool.singleMemory = SingleMemory(base: 0x1000, size: 4096, baseWidth: .bits32, sizeWidth: .bits32)
        pool.cacheWays = 0xff
        pool.cacheClass = 2
        var nic = Device(name: "nic", identity: .pci(PCIAddress(domain: 0, function: 0x3b01)))
        nic.compatible = ["pci8086,1572"]
        nic.vendor = 0x8086
        nic.product = 0x1572
        nic.numaNode = 1
        nic.virtualFunctions = .init(count: 8, hostReserved: 0, available: [1, 2, 3])
        nic.namespaces = .init(count: 2)
        nic.labels = ["eth0"]
        nic.phandle = 7
        nic.other = .small
        pool.devices = [
            nic, Device(name: "uart", identity: .platform(name: "serial8250", acpi: "PNP0501")),
            Device(name: "bare", identity: .platform(name: nil, acpi: nil)),
            Device(name: "strange", identity: .unknown(type: "usb", pciID: "nowhere")),
        ]
        var node = NUMANode(name: "node@1")
        node.id = 1
        node.memoryBase = 0x1_0000_0000
        node.memorySize = 1 << 34
        node.memoryType = "dram"
        node.cpus = [4, 5]
        node.distances = [20, 10]
        node.other = .small
        pool.topology = Topology(nodes: [node, NUMANode(name: "node@far")])
        pool.topology?.other = .small
        pool.topology?.otherNodes = .small
        pool.other = .small
        pool.otherDevices = .small
        return pool
    }
}

extension InstanceResources {
    static var sample: InstanceResources {
        var resources = InstanceResources()
        resources.cpus = [0x100, 0x102]
        resources.memory = SingleMemory(base: 0x1_8000_0000, size: 1 << 30)
        resources.regions = [PoolMemory(name: "memory@0", extent: .request(size: 4096))]
        resources.cacheWays = 0x0f
        resources.cacheClass = 1
        resources.deviceReferences = .texts(["eth0"])
        resources.devices = [Device(name: "uart", identity: .platform(name: nil, acpi: "PNP0501"))]
        resources.numaNodes = [0, 1]
        resources.cpuAffinity = "compact"
        resources.memoryPolicy = "bind"
        var rings = SharedRings()
        rings.submissions = 64
        rings.completions = 128
        rings.dataPages = 16
        rings.other = .small
        resources.rings = rings
        resources.other = .small
        resources.otherDevices = .small
        return resources
    }
}

extension PCIHostBridge {
    static var sample: PCIHostBridge {
        var bridge = PCIHostBridge(name: "pci@40")
        bridge.domain = 0
        bridge.buses = BusRange(first: 0x40, last: 0x5f)
        bridge.configuration = MemoryRange(start: 0xe400_0000, size: 0x200_0000)
        bridge.windows = [.init(flags: 0x0200_0000, busAddress: 0xc000_0000, address: 0xc000_0000, size: 0x800_0000)]
        var node = PCINode(name: "pci@1,0")
        node.reg = [0x40_0800, 0, 0, 0, 0]
        node.buses = BusRange(first: 0x41, last: 0x41)
        var leaf = PCINode(name: "pci@0,0")
        leaf.reg = [0x41_0000, 0, 0, 0, 0]
        leaf.device = Device(name: "pci@0,0", identity: .pci(PCIAddress(domain: 0, function: 0x4100)))
        node.children = [leaf]
        node.other = .small
        bridge.children = [node]
        bridge.other = .small
        return bridge
    }
}

extension InstanceTree {
    static var sample: InstanceTree {
        var instance = Instance(name: "blue", id: 3)
        instance.resources?.deviceReferences = .phandles([7, 8])
        var tree = InstanceTree(instance)
        tree.compatible = ["multikernel-v1"]
        tree.hostBridges = [.sample]
        tree.aliases = [Alias("ens1", "/pci@40/pci@1,0/pci@0,0")]
        var chosen = BootInformation()
        chosen.poolCPUs = [4, 5]
        chosen.messages = .init(address: 0x300_0000, pages: 65)
        chosen.hostMessages = .init(address: nil, pages: nil)
        chosen.hostCPU = 0
        chosen.reservedMemory = [.init(base: 0x300_0000, size: 0x4_1000)]
        chosen.poolSlot = 0xa800_0000
        chosen.hostTree = .small
        chosen.other = .small
        tree.chosen = chosen
        return tree
    }
}

extension Overlay {
    static var sample: Overlay {
        var request = InstanceRequest(name: "blue", id: 3)
        request.resources?.cpus = [6]
        request.resources?.memory = SingleMemory(base: nil, size: 0x1000_0000)
        request.resources?.deviceReferences = .names(["eth0"])
        request.options = InstanceOptions()
        request.chosen = .small
        var create = OverlayOperation(.createInstance(request))
        create.other = .small
        var told = OverlayCPU(name: "cpu@zero", id: 9, width: .bits32, numaNode: 0)
        told.other = .small
        var device = OverlayDevice(name: "pci@5", pciID: "0000:41:00.0", alias: "ens1", driver: "vfio-pci")
        device.other = .small
        var feed = OverlayFragment(
            name: "fragment@1", target: "/instances/blue",
            operations: [
                OverlayOperation(.addCPUs([OverlayCPU(name: "cpu@5", id: 5), told])),
                OverlayOperation(.removeCPUs([OverlayCPU(name: "cpu@8", id: 8), OverlayCPU(name: "cpu@9", id: 9)])),
                OverlayOperation(
                    .addMemory([OverlayMemory(name: "memory@0", extent: .request(size: 4096), numaNode: 0)])),
                OverlayOperation(
                    .removeMemory([OverlayMemory(name: "memory@c0000000", extent: .chunk(base: 0xc000_0000, size: 1))])
                ),
                OverlayOperation(.addDevices([device, OverlayDevice(name: "pci@1", pciID: nil)])),
                OverlayOperation(.removeDevices([])), OverlayOperation(.removeInstance(name: "old")),
                OverlayOperation(.removeInstance(name: nil)),
            ])
        feed.operations?[0].name = "cpu-add@0"
        feed.other = .small
        feed.otherOperations = .small
        var overlay = Overlay(fragments: [
            OverlayFragment(name: "fragment@0", target: "/instances", operations: [create]), feed,
            OverlayFragment(name: "fragment@a", target: nil, operations: nil),
        ])
        overlay.compatible = ["linux,multikernel-overlay"]
        overlay.label = "blue: create and feed"
        overlay.other = .small
        return overlay
    }
}
