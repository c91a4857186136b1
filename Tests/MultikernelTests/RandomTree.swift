import HandoverState
import DeviceTree
import FixtureSupport
import HandoverState
import Multikernel
import PhysicalMemory

/// Trees of any contents that blobs can tell, the same for the same seed.
struct RandomTree {
    private var numbers: SeededNumbers
    private var nextName = 0

    init(seed: UInt64) {
        numbers = SeededNumbers(seed: seed)
    }

    mutating func tree() -> MultikernelTree {
        switch choice(3) {
        case 0: .machine(machine())
        case 1: .instance(instanceTree())
        default: .overlay(overlay())
        }
    }

    // MARK: Numbers and names

    private mutating func choice(_ count: Int) -> Int { Int.random(in: 0..<count, using: &numbers) }
    private mutating func number32() -> UInt32 { UInt32(truncatingIfNeeded: numbers.next()) >> UInt32(choice(32)) }
    private mutating func number64() -> UInt64 { numbers.next() >> UInt64(choice(64)) }

    private mutating func maybe<Value>(_ make: (inout RandomTree) -> Value) -> Value? {
        choice(2) == 0 ? nil : make(&self)
    }

    private mutating func some<Value>(_ make: (inout RandomTree) -> Value) -> [Value] {
        var values: [Value] = []
        for _ in 0..<choice(4) { values.append(make(&self)) }
        return values
    }

    private mutating func name(_ prefix: String = "x") -> String {
        nextName += 1
        return prefix + String(nextName, radix: 16)
    }

    private mutating func left() -> Leftover {
        guard choice(3) == 0 else { return Leftover() }
        return Leftover(
            properties: some {
                DeviceTreeNode.Property($0.name("left-"), DeviceTreeValue($0.numbers.bytes($0.choice(9))))
            },
            nodes: some { DeviceTreeNode($0.name("left-"), properties: [.init("vague", .cells([$0.number32()]))]) })
    }

    /// At least two processors that differ, below 2^32: their width can be told.
    private mutating func processors() -> CPUList {
        let first = UInt64(choice(1000))
        return CPUList((0..<UInt64(2 + choice(9))).map { first + $0 * 3 })
    }

    // MARK: Resources

    private mutating func device(_ identity: Device.Identity) -> Device {
        var device = Device(name: name("device-"), identity: identity)
        describe(&device)
        return device
    }

    private mutating func describe(_ device: inout Device) {
        device.compatible = some { $0.name("vendor,") }
        device.vendor = maybe { $0.number32() }
        device.product = maybe { $0.number32() }
        device.numaNode = maybe { $0.number32() }
        if choice(3) == 0 {
            device.virtualFunctions = Device.Division(
                count: number32(), hostReserved: maybe { $0.number32() }, available: maybe { $0.some { $0.number32() } }
            )
        }
        if choice(3) == 0 { device.namespaces = Device.Division(available: [number32()]) }
        device.labels = some { $0.name("label") }
        device.phandle = maybe { $0.number32() }
        device.other = left()
    }

    private mutating func identity() -> Device.Identity {
        switch choice(4) {
        case 0: .pci(PCIAddress(domain: number32() & 0xffff, function: UInt16(truncatingIfNeeded: numbers.next())))
        case 1: .platform(name: maybe { $0.name("p") }, acpi: maybe { $0.name("ACPI") })
        case 2: .unknown(type: "usb", pciID: maybe { $0.name("nowhere") })
        default: .unknown(type: nil, pciID: nil)
        }
    }

    private mutating func memory() -> PoolMemory {
        let extent: PoolMemory.Extent =
            choice(2) == 0 ? .chunk(base: number64(), size: number64()) : .request(size: number64())
        var memory = PoolMemory(name: name("memory@"), extent: extent, numaNode: maybe { $0.number32() })
        memory.other = left()
        return memory
    }

    private mutating func singleMemory() -> SingleMemory {
        SingleMemory(base: maybe { $0.number64() }, size: number64())
    }

    private mutating func pool() -> ResourcePool {
        var pool = ResourcePool()
        pool.cpus = processors()
        pool.freeCPUs = maybe { $0.processors() }
        pool.memory = some { $0.memory() }
        pool.singleMemory = maybe { $0.singleMemory() }
        pool.cacheWays = maybe { $0.number32() }
        pool.cacheClass = maybe { $0.number32() }
        pool.devices = some { $0.device($0.identity()) }
        if !pool.devices.isEmpty { pool.otherDevices = Leftover(properties: left().properties) }
        if choice(3) == 0 {
            pool.topology = Topology(nodes: some { $0.numaNode(pool.cpus) })
            pool.topology?.other = left()
        }
        pool.other = left()
        return pool
    }

    private mutating func numaNode(_ processors: CPUList?) -> NUMANode {
        var node = NUMANode(name: name("node@"))
        node.id = maybe { $0.number32() }
        node.memoryBase = maybe { $0.number64() }
        node.memorySize = maybe { $0.number64() }
        node.memoryType = maybe { $0.name("type") }
        node.distances = maybe { $0.some { $0.number32() } }
        // Odd in number, so that it is told that they are narrow.
        node.cpus = processors.map { CPUList(Array($0.ids.prefix(1)), width: .bits32) }
        node.other = left()
        return node
    }

    private mutating func instanceResources() -> InstanceResources {
        var resources = InstanceResources()
        resources.cpus = maybe { $0.processors() }
        resources.memory = maybe { $0.singleMemory() }
        resources.regions = some { $0.memory() }
        resources.cacheWays = maybe { $0.number32() }
        resources.numaNodes = maybe { $0.some { $0.number32() } }
        resources.cpuAffinity = maybe { _ in "spread" }
        resources.memoryPolicy = maybe { _ in "local" }
        switch choice(4) {
        case 0: resources.deviceReferences = .names([name(), name()])
        case 1: resources.deviceReferences = .texts([name("/a/b")])
        case 2: resources.deviceReferences = .phandles([1, 2])
        default: resources.devices = some { $0.device($0.identity()) }
        }
        if choice(3) == 0 {
            resources.rings = SharedRings()
            resources.rings?.completions = number32()
            resources.rings?.other = left()
        }
        resources.other = left()
        return resources
    }

    // MARK: Whole trees

    private mutating func instance() -> Instance {
        var instance = Instance(name: name("instance-"), id: maybe { $0.number32() })
        instance.resources = maybe { $0.instanceResources() }
        if choice(3) == 0 { instance.options = InstanceOptions(seesHostCore: choice(2) == 0) }
        instance.other = left()
        return instance
    }

    private mutating func machine() -> Machine {
        var machine = Machine()
        machine.compatible = ["multikernel-v1"]
        machine.id = maybe { _ in 0 }
        machine.pool = pool()
        machine.instances = maybe { $0.some { $0.instance() } }
        machine.hostBridges = some { $0.hostBridge() }
        machine.aliases = some { Alias($0.name("alias"), $0.name("/resources/devices/")) }
        machine.references = some { tree in
            var reference = DeviceReference(name: tree.name("part"))
            reference.parent = tree.choice(2) == 0 ? .phandle(tree.number32() & 0xff) : .text(tree.name("eth"))
            reference.virtualFunction = tree.maybe { $0.number32() }
            reference.labels = tree.some { $0.name("label") }
            return reference
        }
        machine.other = left()
        return machine
    }

    private mutating func instanceTree() -> InstanceTree {
        var tree = InstanceTree(instance())
        tree.compatible = ["multikernel-v1"]
        tree.hostBridges = some { $0.hostBridge() }
        tree.aliases = some { Alias(name: $0.name("alias"), target: .bytes([0, $0.numbers.bytes(1)[0], 1])) }
        if choice(2) == 0 {
            var chosen = BootInformation()
            chosen.poolCPUs = maybe { $0.processors() }
            chosen.messages = .init(address: number64(), pages: maybe { $0.number32() })
            chosen.hostMessages = maybe { .init(address: nil, pages: $0.number32()) }
            chosen.hostCPU = maybe { $0.number64() }
            chosen.poolSlot = maybe { $0.number64() }
            chosen.reservedMemory = maybe { $0.some { .init(base: $0.number64(), size: $0.number64()) } }
            chosen.hostTree = maybe { $0.left() }
            chosen.other = left()
            tree.chosen = chosen
        }
        return tree
    }

    private mutating func hostBridge() -> PCIHostBridge {
        var bridge = PCIHostBridge(name: name("pci@"))
        bridge.domain = maybe { $0.number32() }
        bridge.buses = maybe { BusRange(first: $0.number32(), last: $0.number32()) }
        bridge.configuration = maybe { MemoryRange(start: PhysicalAddress($0.number64() >> 1), size: 1 << 20) }
            .flatMap { $0 }
        bridge.windows = some {
            .init(flags: $0.number32(), busAddress: $0.number64(), address: $0.number64(), size: $0.number64())
        }
        let domain = bridge.domain ?? 0
        bridge.children = some { $0.pciNode(domain: domain, depth: 0) }
        bridge.other = left()
        return bridge
    }

    private mutating func pciNode(domain: UInt32, depth: Int) -> PCINode {
        var node = PCINode(name: name("pci@"))
        let function = UInt16(truncatingIfNeeded: numbers.next())
        node.reg = [UInt32(function) << 8, 0, 0, 0, 0]
        if choice(2) == 0 || depth > 4 {
            var device = Device(name: node.name, identity: .pci(PCIAddress(domain: domain, function: function)))
            describe(&device)
            device.vendor = number32()
            node.device = device
        } else {
            node.buses = maybe { BusRange(first: $0.number32(), last: $0.number32()) }
            node.children = some { $0.pciNode(domain: domain, depth: depth + 1) }
            node.other = left()
        }
        return node
    }

    private mutating func overlay() -> Overlay {
        var overlay = Overlay()
        overlay.compatible = ["linux,multikernel-overlay"]
        overlay.label = maybe { $0.name("change ") }
        overlay.fragments = some { tree in
            var fragment = OverlayFragment(name: tree.name("fragment@"), target: tree.maybe { _ in "/resources" })
            fragment.operations = tree.maybe { $0.some { $0.operation() } }
            fragment.other = tree.left()
            return fragment
        }
        overlay.other = left()
        return overlay
    }

    private mutating func operation() -> OverlayOperation {
        let action: OverlayOperation.Action =
            switch choice(6) {
            case 0: .createInstance(request())
            case 1: .removeInstance(name: maybe { $0.name() })
            case 2:
                .addMemory(
                    some { OverlayMemory(name: $0.name("memory@"), extent: .chunk(base: 1, size: $0.number64())) })
            case 3: .removeCPUs(some { OverlayCPU(name: $0.name("cpu@"), id: $0.number64()) })
            case 4: .addCPUs(some { OverlayCPU(name: $0.name("cpu@"), id: UInt64($0.number32()), width: .bits32) })
            default:
                .addDevices(
                    some {
                        OverlayDevice(name: $0.name("pci@"), pciID: $0.name("0000:00:"), driver: $0.maybe { $0.name() })
                    })
            }
        var operation = OverlayOperation(action)
        if choice(3) == 0 { operation.name += "@1" }
        if action.kind != .createInstance { operation.other = left() }
        return operation
    }

    private mutating func request() -> InstanceRequest {
        var request = InstanceRequest(name: maybe { $0.name() }, id: maybe { $0.number32() })
        request.resources = maybe { tree in
            var resources = tree.instanceResources()
            // The labels of an overlay are its own affair.
            resources.devices = []
            return resources
        }
        request.chosen = maybe { $0.left() }
        request.other = left()
        return request
    }
}
