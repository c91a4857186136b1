import HandoverState
import DeviceTree
import PhysicalMemory

extension TreeReader {
    /// The node `devices`; one that is empty stays where it is.
    mutating func devices(in contents: inout NodeContents) -> ([Device], Leftover) {
        guard let node = contents.takeNode("devices") else { return ([], Leftover()) }
        guard !node.properties.isEmpty || !node.children.isEmpty else {
            contents.giveBack(node)
            return ([], Leftover())
        }
        var list = NodeContents(node)
        let devices = list.takeNodes { _ in true }.map { device($0) }
        return (devices, list.leftover)
    }

    private mutating func device(_ node: FlattenedDeviceTree.Node) -> Device {
        var contents = NodeContents(node)
        var device = Device(name: node.name, identity: identity(in: &contents))
        describe(&device, in: &contents)
        device.other = contents.leftover
        return device
    }

    private mutating func identity(in contents: inout NodeContents) -> Device.Identity {
        let type = text("device-type", in: &contents)
        if type == "platform" {
            return .platform(name: text("device-name", in: &contents), acpi: text("acpi-hid", in: &contents))
        }
        let pciID = text("pci-id", in: &contents)
        if type != "pci" { remark(.unknownDeviceType(type), contents.node) }
        guard let pciID else { return .unknown(type: type, pciID: nil) }
        guard let address = PCIAddress(pciID) else {
            remark(.badPCIAddress(pciID), contents.node, "pci-id")
            return .unknown(type: type, pciID: pciID)
        }
        return type == "pci" ? .pci(address) : .unknown(type: type, pciID: pciID)
    }

    /// What devices of all kinds say of themselves.
    private mutating func describe(_ device: inout Device, in contents: inout NodeContents) {
        device.compatible = texts("compatible", in: &contents)
        device.vendor = number32("vendor-id", in: &contents)
        device.product = number32("device-id", in: &contents)
        device.numaNode = number32("numa-node", in: &contents)
        device.virtualFunctions = division("sriov-vfs", "host-reserved-vf", "available-vfs", in: &contents)
        device.namespaces = division("namespaces", "host-reserved-ns", "available-ns", in: &contents)
        device.labels = labels?.claim(contents.node) ?? []
        device.phandle = phandle(in: &contents)
    }

    private mutating func division(
        _ count: String, _ reserved: String, _ available: String, in contents: inout NodeContents
    ) -> Device.Division? {
        let division = Device.Division(
            count: number32(count, in: &contents), hostReserved: number32(reserved, in: &contents),
            available: cells(available, in: &contents))
        return division == Device.Division() ? nil : division
    }
}

/// Host bridges and what is below them.
extension TreeReader {
    /// What kernels know a host bridge by.
    static let hostBridge = DeviceTreeValue.string("multikernel,pci-host-bridge")

    mutating func hostBridges(in contents: inout NodeContents) -> [PCIHostBridge] {
        for node in contents.node.children where node.name.hasPrefix("pci@") && !Self.isHostBridge(node) {
            remark(.notAHostBridge, node)
        }
        return contents.takeNodes { Self.isHostBridge($0) }.map { hostBridge($0) }
    }

    private static func isHostBridge(_ node: FlattenedDeviceTree.Node) -> Bool {
        !isStructure(node) && node["compatible"]?.bytes.elementsEqual(hostBridge.bytes) == true
    }

    private mutating func hostBridge(_ node: FlattenedDeviceTree.Node) -> PCIHostBridge {
        var contents = NodeContents(node)
        var bridge = PCIHostBridge(name: node.name)
        contents.takeStandard("compatible", Self.hostBridge)
        takeBusProperties(in: &contents)
        bridge.domain = number32("linux,pci-domain", in: &contents)
        bridge.buses = busRange(in: &contents)
        bridge.configuration = contents.take("reg") { property in
            Self.range(property).flatMap { MemoryRange(start: PhysicalAddress($0.base), size: $0.size) }
        }
        if bridge.configuration == nil, let reg = node["reg"] {
            remark(.wrongLength(bytes: reg.count, expected: "16 of an address and a size"), node, "reg")
        }
        bridge.windows = windows(in: &contents)
        domain = bridge.domain ?? 0
        bridge.children = children(in: &contents)
        bridge.other = contents.leftover
        return bridge
    }

    private mutating func takeBusProperties(in contents: inout NodeContents) {
        contents.takeStandard("device_type", .string("pci"))
        contents.takeStandard("#address-cells", .cells([3]))
        contents.takeStandard("#size-cells", .cells([2]))
    }

    private mutating func busRange(in contents: inout NodeContents) -> BusRange? {
        guard let property = contents["bus-range"] else { return nil }
        guard property.count == 8, let cells = contents.take("bus-range", as: { $0.bigEndianCells }) else {
            remark(.wrongLength(bytes: property.count, expected: "8"), contents.node, "bus-range")
            return nil
        }
        return BusRange(first: cells[0], last: cells[1])
    }

    private mutating func windows(in contents: inout NodeContents) -> [PCIHostBridge.Window] {
        guard let property = contents["ranges"] else { return [] }
        guard property.count > 0, property.count % 28 == 0,
            let cells = contents.take("ranges", as: { $0.bigEndianCells })
        else {
            remark(.wrongLength(bytes: property.count, expected: "28 or a multiple of it"), contents.node, "ranges")
            return []
        }
        return stride(from: 0, to: cells.count, by: 7).map { place in
            let numbers = CPUWidths.pairs(Array(cells[place + 1..<place + 7]))
            return PCIHostBridge.Window(
                flags: cells[place], busAddress: numbers[0], address: numbers[1], size: numbers[2])
        }
    }

    private mutating func children(in contents: inout NodeContents) -> [PCINode] {
        contents.takeNodes { $0.name.hasPrefix("pci@") || $0["reg"] != nil }.map { pciNode($0) }
    }

    /// A device is what has `vendor-id`; all else is a bridge.
    private mutating func pciNode(_ node: FlattenedDeviceTree.Node) -> PCINode {
        var contents = NodeContents(node)
        var place = PCINode(name: node.name)
        place.reg = someCells("reg", in: &contents)
        if node["vendor-id"] != nil {
            let identity = place.function.map { Device.Identity.pci(PCIAddress(domain: domain, function: $0)) }
            var device = Device(name: node.name, identity: identity ?? .unknown(type: nil, pciID: nil))
            describe(&device, in: &contents)
            device.other = contents.leftover
            place.device = device
        } else {
            takeBusProperties(in: &contents)
            place.buses = busRange(in: &contents)
            place.children = children(in: &contents)
            place.other = contents.leftover
        }
        return place
    }
}
