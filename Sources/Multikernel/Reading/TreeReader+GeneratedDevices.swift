import HandoverState
import DeviceTree

/// The devices that the first versions wrote straight into `resources`: `pci@8086:1572` and `platform@0`.
extension TreeReader {
    /// Takes the nodes that say all that such nodes say; others stay where they are.
    mutating func generatedDevices(in contents: inout NodeContents) -> [Device] {
        contents.takeNodes { Self.generatedPCI($0) != nil || Self.isGeneratedPlatform($0) }.compactMap { node in
            var contents = NodeContents(node)
            var device: Device
            if let address = Self.generatedPCI(node) {
                device = Device(name: node.name, identity: .pci(address))
                device.vendor = number32("vendor", in: &contents)
                device.product = number32("device", in: &contents)
                for name in ["domain", "bus", "slot", "function"] { _ = number32(name, in: &contents) }
            } else {
                let identity = Device.Identity.platform(
                    name: text("name", in: &contents), acpi: text("hid", in: &contents))
                device = Device(name: node.name, identity: identity)
            }
            device.other = contents.leftover
            return device
        }
    }

    /// The address of a node that has it in four cells.
    private static func generatedPCI(_ node: FlattenedDeviceTree.Node) -> PCIAddress? {
        guard TreeForm.isOldDevice(node), let domain = node["domain"]?.bigEndianUInt32,
            let bus = node["bus"]?.bigEndianUInt32.flatMap({ UInt8(exactly: $0) }),
            let slot = node["slot"]?.bigEndianUInt32.flatMap({ UInt8(exactly: $0) }),
            let function = node["function"]?.bigEndianUInt32.flatMap({ UInt8(exactly: $0) })
        else { return nil }
        return PCIAddress(domain: domain, bus: bus, slot: slot, function: function)
    }

    private static func isGeneratedPlatform(_ node: FlattenedDeviceTree.Node) -> Bool {
        node.name.hasPrefix("platform@") && (node["hid"]?.string != nil || node["name"]?.string != nil)
    }
}
