import HandoverState
import DeviceTree
import HandoverState
import Multikernel
import PhysicalMemory

// Trees such as no kernel writes: every part there or not, every number of any size, text that gives readers trouble.

extension MultikernelTree {
    static func random(using generator: inout SeededGenerator) -> MultikernelTree {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0, 1: .machine(generator.machine())
        case 2: .instance(generator.instanceTree())
        default: .overlay(generator.overlay())
        }
    }
}

extension SeededGenerator {
    /// Text without NUL, which no string of a tree holds.
    mutating func name() -> String {
        String(String.UnicodeScalarView(string().unicodeScalars.filter { $0 != "\0" }))
    }

    mutating func cell() -> UInt32 { UInt32(number(bits: 32)) }

    mutating func property() -> DeviceTreeNode.Property {
        let value: DeviceTreeValue =
            switch Int.random(in: 0..<3, using: &self) {
            case 0: .strings(list(upTo: 3) { $0.name() })
            case 1: .cells(list(upTo: 4) { $0.cell() })
            default: DeviceTreeValue(bytes())
            }
        return DeviceTreeNode.Property(name(), value)
    }

    mutating func node(depth: Int = 3) -> DeviceTreeNode {
        DeviceTreeNode(
            name(), properties: list(upTo: 2) { $0.property() },
            children: depth == 0 ? [] : list(upTo: 2) { $0.node(depth: depth - 1) })
    }

    mutating func leftover() -> Leftover {
        once(in: 2)
            ? Leftover() : Leftover(properties: list(upTo: 2) { $0.property() }, nodes: list(upTo: 2) { $0.node() })
    }

    mutating func cpus() -> CPUList {
        let width: CPUList.CellWidth = once(in: 3) ? .bits32 : .bits64
        var ids = list(upTo: 6) { $0.number(bits: width.rawValue) }
        if once(in: 2) { ids = Array(Set(ids.map { $0 % 10 })).sorted() }
        return CPUList(ids, width: width, isAssumed: once(in: 4))
    }

    mutating func extent() -> PoolMemory.Extent {
        switch Int.random(in: 0..<3, using: &self) {
        case 0: .chunk(base: number(), size: number())
        case 1: .request(size: number())
        default: .unknown
        }
    }

    mutating func poolMemory() -> PoolMemory {
        var memory = PoolMemory(
            name: once(in: 2) ? "memory@\(number(bits: 2))" : name(), extent: extent(), numaNode: maybe { $0.cell() })
        memory.other = leftover()
        return memory
    }

    mutating func singleMemory() -> SingleMemory {
        let (base, size): (CPUList.CellWidth, CPUList.CellWidth) = (
            pick([.bits32, .bits64]), pick([.bits32, .bits64])
        )
        return SingleMemory(
            base: maybe { $0.number(bits: base.rawValue) }, size: maybe { $0.number(bits: size.rawValue) },
            baseWidth: base, sizeWidth: size)
    }

    mutating func device(name usual: String? = nil) -> Device {
        let identity: Device.Identity =
            switch Int.random(in: 0..<3, using: &self) {
            case 0: .pci(PCIAddress(domain: cell(), function: UInt16(number(bits: 16))))
            case 1: .platform(name: maybe { $0.name() }, acpi: maybe { $0.name() })
            default: .unknown(type: maybe { $0.name() }, pciID: maybe { $0.name() })
            }
        var device = Device(name: usual ?? name(), identity: identity)
        device.compatible = list(upTo: 2) { $0.name() }
        device.vendor = maybe { $0.cell() }
        device.product = maybe { $0.cell() }
        device.numaNode = maybe { $0.cell() }
        device.virtualFunctions = maybe { $0.division() }
        device.namespaces = maybe { $0.division() }
        device.labels = list(upTo: 2) { $0.name() }
        device.phandle = maybe { $0.cell() }
        device.other = leftover()
        return device
    }

    mutating func division() -> Device.Division {
        Device.Division(
            count: maybe { $0.cell() }, hostReserved: maybe { $0.cell() },
            available: maybe { $0.list(upTo: 3) { $0.cell() } })
    }

    mutating func resources() -> InstanceResources {
        var resources = InstanceResources()
        resources.cpus = maybe { $0.cpus() }
        resources.memory = maybe { $0.singleMemory() }
        resources.regions = list(upTo: 2) { $0.poolMemory() }
        resources.cacheWays = maybe { $0.cell() }
        resources.cacheClass = maybe { $0.cell() }
        resources.deviceReferences = maybe { generator in
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: .names(generator.list(upTo: 2) { $0.name() })
            case 1: .texts(generator.list(upTo: 2) { $0.name() })
            default: .phandles(generator.list(upTo: 2) { $0.cell() })
            }
        }
        resources.devices = list(upTo: 2) { $0.device() }
        resources.numaNodes = maybe { $0.list(upTo: 2) { $0.cell() } }
        resources.cpuAffinity = maybe { $0.name() }
        resources.memoryPolicy = maybe { $0.name() }
        resources.rings = maybe { generator in
            var rings = SharedRings()
            rings.submissions = generator.maybe { $0.cell() }
            rings.completions = generator.maybe { $0.cell() }
            rings.dataPages = generator.maybe { $0.cell() }
            rings.other = generator.leftover()
            return rings
        }
        resources.other = leftover()
        resources.otherDevices = leftover()
        return resources
    }

    mutating func options() -> InstanceOptions {
        var options = InstanceOptions(seesHostCore: once(in: 2))
        options.other = leftover()
        return options
    }

    mutating func instance() -> Instance {
        var instance = Instance(name: name(), id: maybe { $0.cell() }, resources: maybe { $0.resources() })
        instance.options = maybe { $0.options() }
        instance.other = leftover()
        return instance
    }

    mutating func pool() -> ResourcePool {
        var pool = ResourcePool()
        pool.cpus = maybe { $0.cpus() }
        pool.freeCPUs = maybe { $0.cpus() }
        pool.memory = list(upTo: 3) { $0.poolMemory() }
        pool.singleMemory = maybe { $0.singleMemory() }
        pool.cacheWays = maybe { $0.cell() }
        pool.cacheClass = maybe { $0.cell() }
        pool.devices = list(upTo: 3) { $0.device() }
        pool.topology = maybe { generator in
            var topology = Topology(nodes: generator.list(upTo: 2) { $0.numaNode() })
            topology.other = generator.leftover()
            topology.otherNodes = generator.leftover()
            return topology
        }
        pool.other = leftover()
        pool.otherDevices = leftover()
        return pool
    }

    mutating func numaNode() -> NUMANode {
        var node = NUMANode(name: once(in: 2) ? "node@1" : name())
        node.id = maybe { UInt32($0.number(bits: 2)) }
        node.memoryBase = maybe { $0.number() }
        node.memorySize = maybe { $0.number() }
        node.memoryType = maybe { $0.name() }
        node.cpus = maybe { $0.cpus() }
        node.distances = maybe { $0.list(upTo: 3) { $0.cell() } }
        node.other = leftover()
        return node
    }
}

extension SeededGenerator {
    mutating func machine() -> Machine {
        var machine = Machine()
        machine.compatible = list(upTo: 2) { $0.name() }
        machine.id = maybe { $0.cell() }
        machine.pool = maybe { $0.pool() }
        machine.instances = maybe { $0.list(upTo: 3) { $0.instance() } }
        machine.hostBridges = list(upTo: 2) { $0.hostBridge() }
        machine.aliases = list(upTo: 2) { $0.alias() }
        machine.references = list(upTo: 2) { generator in
            var reference = DeviceReference(name: generator.name())
            reference.parent = generator.maybe { $0.once(in: 2) ? .text($0.name()) : .phandle($0.cell()) }
            reference.virtualFunction = generator.maybe { $0.cell() }
            reference.namespace = generator.maybe { $0.cell() }
            reference.phandle = generator.maybe { $0.cell() }
            reference.labels = generator.list(upTo: 2) { $0.name() }
            reference.other = generator.leftover()
            return reference
        }
        machine.other = leftover()
        machine.otherInstances = leftover()
        return machine
    }

    mutating func alias() -> Alias {
        once(in: 3) ? Alias(name: name(), target: .bytes(bytes())) : Alias(name(), name())
    }

    mutating func buses() -> BusRange { BusRange(first: UInt32(number(bits: 8)), last: cell()) }

    mutating func hostBridge() -> PCIHostBridge {
        var bridge = PCIHostBridge(name: once(in: 2) ? "pci@0" : name())
        bridge.domain = maybe { $0.cell() }
        bridge.buses = maybe { $0.buses() }
        bridge.configuration = maybe { MemoryRange(start: 0xe000_0000, size: $0.number(bits: 40)) } ?? nil
        bridge.windows = list(upTo: 2) {
            .init(flags: $0.cell(), busAddress: $0.number(), address: $0.number(), size: $0.number())
        }
        bridge.children = list(upTo: 2) { $0.pciNode(depth: 2) }
        bridge.other = leftover()
        return bridge
    }

    mutating func pciNode(depth: Int) -> PCINode {
        var node = PCINode(name: name())
        node.reg = list(upTo: 5) { $0.cell() }
        node.buses = maybe { $0.buses() }
        let name = node.name
        node.device = maybe { $0.device(name: $0.once(in: 2) ? name : nil) }
        if depth > 0 { node.children = list(upTo: 2) { $0.pciNode(depth: depth - 1) } }
        node.other = leftover()
        return node
    }

    mutating func instanceTree() -> InstanceTree {
        var tree = InstanceTree(instance())
        tree.compatible = list(upTo: 2) { $0.name() }
        tree.hostBridges = list(upTo: 2) { $0.hostBridge() }
        tree.aliases = list(upTo: 2) { $0.alias() }
        tree.chosen = maybe { generator in
            var chosen = BootInformation()
            chosen.poolCPUs = generator.maybe { $0.cpus() }
            chosen.messages = generator.maybe {
                .init(address: $0.maybe { $0.number() }, pages: $0.maybe { $0.cell() })
            }
            chosen.hostMessages = generator.maybe { _ in .init(address: nil, pages: nil) }
            chosen.hostCPU = generator.maybe { $0.number() }
            chosen.reservedMemory = generator.maybe { $0.list(upTo: 2) { .init(base: $0.number(), size: $0.number()) } }
            chosen.poolSlot = generator.maybe { $0.number() }
            chosen.hostTree = generator.maybe { $0.leftover() }
            chosen.other = generator.leftover()
            return chosen
        }
        return tree
    }

    mutating func overlay() -> Overlay {
        var overlay = Overlay(
            fragments: list(upTo: 3) { generator in
                var fragment = OverlayFragment(
                    name: generator.once(in: 2) ? "fragment@\(generator.number(bits: 2))" : generator.name(),
                    target: generator.maybe { $0.name() },
                    operations: generator.maybe { $0.list(upTo: 4) { $0.operation() } })
                fragment.other = generator.leftover()
                // What is not there holds nothing.
                if fragment.operations != nil { fragment.otherOperations = generator.leftover() }
                return fragment
            })
        overlay.compatible = list(upTo: 2) { $0.name() }
        overlay.label = maybe { $0.name() }
        overlay.other = leftover()
        return overlay
    }

    mutating func operation() -> OverlayOperation {
        let action: OverlayOperation.Action =
            switch pick(OverlayOperation.Kind.allCases) {
            case .createInstance: .createInstance(request())
            case .removeInstance: .removeInstance(name: maybe { $0.name() })
            case .addMemory: .addMemory(list(upTo: 3) { $0.overlayMemory() })
            case .removeMemory: .removeMemory(list(upTo: 3) { $0.overlayMemory() })
            case .addCPUs: .addCPUs(list(upTo: 4) { $0.overlayCPU() })
            case .removeCPUs: .removeCPUs([OverlayCPU(name: "cpu@0", id: 0), overlayCPU()])
            case .addDevices: .addDevices(list(upTo: 3) { $0.overlayDevice() })
            case .removeDevices: .removeDevices(list(upTo: 3) { $0.overlayDevice() })
            }
        var operation = OverlayOperation(action)
        if once(in: 3) { operation.name = name() }
        operation.other = leftover()
        return operation
    }

    mutating func request() -> InstanceRequest {
        var request = InstanceRequest(
            name: maybe { $0.name() }, id: maybe { $0.cell() }, resources: maybe { $0.resources() })
        request.options = maybe { $0.options() }
        request.chosen = maybe { $0.leftover() }
        request.other = leftover()
        return request
    }

    mutating func overlayMemory() -> OverlayMemory {
        let memory = poolMemory()
        var item = OverlayMemory(name: memory.name, extent: memory.extent, numaNode: memory.numaNode)
        item.other = memory.other
        return item
    }

    mutating func overlayCPU() -> OverlayCPU {
        if once(in: 2) {
            let id = number()
            return OverlayCPU(name: "cpu@" + String(id, radix: 16), id: id)
        }
        let width: CPUList.CellWidth = pick([.bits32, .bits64])
        var item = OverlayCPU(
            name: name(), id: maybe { $0.number(bits: width.rawValue) }, width: width, numaNode: maybe { $0.cell() })
        item.other = leftover()
        return item
    }

    mutating func overlayDevice() -> OverlayDevice {
        var item = OverlayDevice(
            name: once(in: 2) ? "pci@0" : name(), pciID: maybe { $0.name() }, alias: maybe { $0.name() },
            driver: maybe { $0.name() })
        item.other = leftover()
        return item
    }
}
