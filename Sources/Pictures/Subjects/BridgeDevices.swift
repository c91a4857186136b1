import HandoverState
import Multikernel

/// The devices below a host bridge, by the bridges on the way to them.
struct BridgeDevices {
    private let bridge: PCIHostBridge

    init(_ bridge: PCIHostBridge) {
        self.bridge = bridge
    }

    /// The addresses of the devices.
    var addresses: [PCIAddress] {
        var result: [PCIAddress] = []
        walk { _, node, _ in if let address = address(of: node) { result.append(address) } }
        return result
    }

    /// A group for each bridge that has devices of its own.
    func groups(owner: (Device, String, PCIAddress?) -> Int) -> [DeviceForest.Group] {
        var groups: [DeviceForest.Group] = []
        walk { way, node, path in
            guard let device = node.device else { return }
            let title = way.joined(separator: " \u{203a} ")
            if groups.last?.title != title {
                groups.append(DeviceForest.Group(title: title, note: way.count == 1 ? note : "", devices: []))
            }
            let address = address(of: node) ?? device.pciAddress
            var parts = [address?.description ?? node.name]
            if let vendor = device.vendor, let product = device.product {
                parts.append(String(vendor, radix: 16) + ":" + String(product, radix: 16))
            }
            let name = device.name == node.name ? parts.removeFirst() : device.name
            groups[groups.count - 1].devices.append(
                DeviceForest.Item(
                    name: name, detail: parts.joined(separator: " "), owner: owner(device, path, address)))
        }
        return groups
    }

    private var note: String {
        guard let buses = bridge.buses else { return "" }
        return "buses 0x\(String(buses.first, radix: 16)) to 0x\(String(buses.last, radix: 16))"
    }

    private func address(of node: PCINode) -> PCIAddress? {
        guard node.device != nil, let function = node.function else { return nil }
        return PCIAddress(domain: bridge.domain ?? 0, function: function)
    }

    /// Goes through all nodes; devices of a bridge before the bridges below it. Takes no stack, however deep they are.
    private func walk(_ body: ([String], PCINode, String) -> Void) {
        var waiting: [(way: [String], path: String, nodes: [PCINode])] = [
            ([bridge.name], "/" + bridge.name, bridge.children)
        ]
        while let (way, path, nodes) = waiting.popLast() {
            for node in nodes where node.device != nil { body(way, node, path + "/" + node.name) }
            for node in nodes.reversed() where node.device == nil && !node.children.isEmpty {
                waiting.append((way + [node.name], path + "/" + node.name, node.children))
            }
        }
    }
}
