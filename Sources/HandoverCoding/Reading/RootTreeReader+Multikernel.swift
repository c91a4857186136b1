import DeviceTree
import HandoverABI
import HandoverState
import PhysicalMemory

extension RootTreeReader {
    /// Reads a node that kernels of the multikernel patches put beside the subtrees.
    ///
    /// - Returns: whether it is one.
    mutating func readMultikernel(_ node: FlattenedDeviceTree.Node) -> Bool {
        let name = node.name
        // A subtree may have any name.
        guard MultikernelNames.nodes.contains(name), node[RootTreeNames.data] == nil, node[RootTreeNames.tree] == nil
        else { return false }
        var found = multikernel ?? MultikernelHandover(position: subtrees.count)
        switch name {
        case MultikernelNames.tree:
            guard found.tree == nil, let data = node[MultikernelNames.data] else { return false }
            found.tree = Array(data.bytes)
        case MultikernelNames.hostMessages:
            guard found.hostMessages == nil else { return false }
            found.hostMessages = buffer(node)
        default:
            guard found.messages == nil else { return false }
            found.messages = buffer(node)
        }
        for property in node.properties where !MultikernelNames.properties(of: name).contains(property.name) {
            log.note(
                .propertyUnknown, "/" + name, nil,
                "no known kernel writes the property \"\(property.name)\" here, and it is not kept")
        }
        multikernel = found
        return true
    }

    /// Where a buffer lies: in the byte order of device trees, unlike the rest of a handover.
    private mutating func buffer(_ node: FlattenedDeviceTree.Node) -> MultikernelHandover.MessageBuffer {
        let address = node[MultikernelNames.address]
        let pages = node[MultikernelNames.pages]
        for (property, expected) in [(address, 8), (pages, 4)] {
            guard let property, property.count != expected else { continue }
            log.damage(
                .propertySize, "/" + node.name, nil,
                "\"\(property.name)\" has \(property.count) bytes, expected \(expected)")
        }
        return MultikernelHandover.MessageBuffer(
            address: address?.bigEndianUInt64.map { PhysicalAddress($0) }, pages: pages?.bigEndianUInt32)
    }
}
