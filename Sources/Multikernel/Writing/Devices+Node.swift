import HandoverState
import DeviceTree
import PhysicalMemory

extension Device {
    /// The node of a device in `devices`.
    var node: DeviceTreeNode {
        var builder = NodeBuilder(name)
        switch identity {
        case .pci(let address):
            builder.text("device-type", "pci")
            builder.text("pci-id", address.description)
        case .platform(let name, let acpi):
            builder.text("device-type", "platform")
            builder.text("device-name", name)
            builder.text("acpi-hid", acpi)
        case .unknown(let type, let pciID):
            builder.text("device-type", type)
            builder.text("pci-id", pciID)
        }
        describe(in: &builder)
        return builder.node
    }

    /// The node of a device in trees of the first versions.
    var generatedNode: DeviceTreeNode {
        var builder = NodeBuilder(name)
        builder.number32("vendor", vendor)
        builder.number32("device", product)
        switch identity {
        case .pci(let address):
            builder.number32("domain", address.domain)
            builder.number32("bus", UInt32(address.bus))
            builder.number32("slot", UInt32(address.slot))
            builder.number32("function", UInt32(address.subfunction))
        case .platform(let name, let acpi):
            builder.text("hid", acpi)
            builder.text("name", name)
        case .unknown: break
        }
        builder.properties(of: other)
        builder.children(other.nodes)
        return builder.node
    }

    /// What devices of all kinds say of themselves.
    func describe(in builder: inout NodeBuilder) {
        builder.texts("compatible", compatible)
        builder.number32("vendor-id", vendor)
        builder.number32("device-id", product)
        builder.number32("numa-node", numaNode)
        builder.number32("sriov-vfs", virtualFunctions?.count)
        builder.number32("host-reserved-vf", virtualFunctions?.hostReserved)
        builder.cells("available-vfs", virtualFunctions?.available)
        builder.number32("namespaces", namespaces?.count)
        builder.number32("host-reserved-ns", namespaces?.hostReserved)
        builder.cells("available-ns", namespaces?.available)
        builder.number32("phandle", phandle)
        builder.properties(of: other)
        builder.children(other.nodes)
    }
}

extension [Device] {
    /// The labels of devices, as the symbols of a tree.
    func symbols(below path: String) -> [DeviceTreeNode.Property] {
        flatMap { device in device.labels.map { DeviceTreeNode.Property($0, .string(path + device.name)) } }
    }
}

extension PCIHostBridge {
    var node: DeviceTreeNode {
        var builder = NodeBuilder(name)
        builder.standard("compatible", TreeReader.hostBridge, unlessIn: other)
        builder.busProperties(unlessIn: other)
        builder.number32("linux,pci-domain", domain)
        builder.cells("bus-range", buses?.cells)
        builder.numbers64("reg", configuration.map { [$0.start.value, $0.size] })
        if !windows.isEmpty {
            builder.cells(
                "ranges",
                windows.flatMap {
                    [$0.flags] + [$0.busAddress, $0.address, $0.size].flatMap(NodeBuilder.halves)
                })
        }
        builder.properties(of: other)
        builder.children(children.map { $0.node })
        builder.children(other.nodes)
        return builder.node
    }

    /// The labels of the devices below, as the symbols of a tree.
    var symbols: [DeviceTreeNode.Property] {
        children.flatMap { $0.symbols(below: "/" + name) }
    }
}

extension PCINode {
    var node: DeviceTreeNode {
        var builder = NodeBuilder(name)
        if device == nil { builder.busProperties(unlessIn: other) }
        if !reg.isEmpty { builder.cells("reg", reg) }
        builder.cells("bus-range", buses?.cells)
        if let device {
            device.describe(in: &builder)
        } else {
            builder.properties(of: other)
        }
        builder.children(children.map { $0.node })
        builder.children(other.nodes)
        return builder.node
    }

    func symbols(below path: String) -> [DeviceTreeNode.Property] {
        let path = path + "/" + name
        return (device?.labels ?? []).map { DeviceTreeNode.Property($0, .string(path)) }
            + children.flatMap { $0.symbols(below: path) }
    }
}

extension BusRange {
    var cells: [UInt32] { [first, last] }
}

extension NodeBuilder {
    /// What every bus says of the addresses below it.
    mutating func busProperties(unlessIn left: Leftover) {
        standard("device_type", .string("pci"), unlessIn: left)
        standard("#address-cells", .cells([3]), unlessIn: left)
        standard("#size-cells", .cells([2]), unlessIn: left)
    }
}
