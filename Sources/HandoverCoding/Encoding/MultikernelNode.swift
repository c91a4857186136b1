import DeviceTree
import HandoverABI
import HandoverState
import PhysicalMemory

/// A node that kernels of the multikernel patches put beside the subtrees, as it is written.
struct MultikernelNode {
    let name: String
    let properties: [(name: String, value: DeviceTreeValue)]

    /// The nodes, in the order in which the root tree shows them.
    static func nodes(of handover: MultikernelHandover) -> [MultikernelNode] {
        var nodes: [MultikernelNode] = []
        if let tree = handover.tree {
            nodes.append(
                MultikernelNode(
                    name: MultikernelNames.tree, properties: [(MultikernelNames.data, DeviceTreeValue(tree))]))
        }
        if let buffer = handover.hostMessages { nodes.append(node(MultikernelNames.hostMessages, buffer)) }
        if let buffer = handover.messages { nodes.append(node(MultikernelNames.messages, buffer)) }
        return nodes
    }

    private static func node(_ name: String, _ buffer: MultikernelHandover.MessageBuffer) -> MultikernelNode {
        var properties: [(name: String, value: DeviceTreeValue)] = []
        if let address = buffer.address {
            properties.append((MultikernelNames.address, .bigEndian64(address.value)))
        }
        if let pages = buffer.pages { properties.append((MultikernelNames.pages, .bigEndian32(pages))) }
        return MultikernelNode(name: name, properties: properties)
    }
}
