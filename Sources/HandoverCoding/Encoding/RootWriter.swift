import DeviceTree
import HandoverABI
import HandoverState
import PhysicalMemory

/// A subtree as the root tree names it.
struct SubtreeEntry {
    let name: String
    let address: PhysicalAddress
    let size: Int
}

/// Writes the root tree with the calls of libfdt that the kernel of a profile makes, in their order.
struct RootWriter {
    let profile: Profile

    /// The root tree that names a map and subtrees; the subtrees in the order in which the tree shows them.
    ///
    /// What kernels of the multikernel patches put beside the subtrees stands where it stood.
    func write(
        map: PhysicalAddress, subtrees: [SubtreeEntry], multikernel: MultikernelHandover? = nil
    ) throws(EncodingError) -> [UInt8] {
        var nodes = subtrees.map { self.node(of: $0) }
        if let multikernel {
            nodes.insert(
                contentsOf: MultikernelNode.nodes(of: multikernel).map {
                    RootNode(name: $0.name, properties: $0.properties)
                },
                at: min(multikernel.position, nodes.count))
        }

        do throws(DeviceTreeError) {
            switch profile.rootWriter {
            case .onePass: return try onePass(map, nodes)
            case .incremental: return try incremental(map, nodes)
            }
        } catch {
            throw .unusable(path: "/", reason: "the root tree does not fit its page: \(error)")
        }
    }

    /// A node of the root tree, with its properties in the order in which they are set.
    private struct RootNode {
        let name: String
        let properties: [(name: String, value: DeviceTreeValue)]
    }

    private func node(of subtree: SubtreeEntry) -> RootNode {
        var properties = [(name: profile.subtreeAddress, value: DeviceTreeValue.native64(subtree.address.value))]
        // Kernels that write everything in one pass write no sizes.
        if let size = profile.subtreeSize, profile.rootWriter == .incremental {
            properties.append((size, .native64(UInt64(subtree.size))))
        }
        return RootNode(name: subtree.name, properties: properties)
    }

    /// Up to 6.18: everything when the handover is finalized.
    private func onePass(_ map: PhysicalAddress, _ nodes: [RootNode]) throws(DeviceTreeError) -> [UInt8] {
        try DeviceTreeWriter.build(capacity: .fixed(profile.pageSize)) { (writer) throws(DeviceTreeError) in
            try writer.property(RootTreeNames.compatible, .string(profile.compatible))
            try writer.property(RootTreeNames.map, .native64(map.value))
            for node in nodes {
                try writer.node(node.name) { (writer) throws(DeviceTreeError) in
                    for property in node.properties { try writer.property(property.name, property.value) }
                }
            }
        }
    }

    /// Since 6.19: the root at boot, then each subtree as it comes, which puts the newest in front. The tree of a kernel
    /// that nothing was added to stays as the sequential writer left it.
    private func incremental(_ map: PhysicalAddress, _ nodes: [RootNode]) throws(DeviceTreeError) -> [UInt8] {
        var blob = try DeviceTreeWriter.build(capacity: .fixed(profile.pageSize)) { (writer) throws(DeviceTreeError) in
            try writer.property(RootTreeNames.compatible, .string(profile.compatible))
            try writer.property(RootTreeNames.map, .native64(map.value))
        }
        for node in nodes.reversed() {
            var editor = try DeviceTreeEditor(blob: blob, capacity: .fixed(profile.pageSize))
            try editor.addSubnode(node.name)
            for property in node.properties {
                try editor.setProperty(property.name, of: "/" + node.name, to: property.value)
            }
            blob = try editor.packed()
        }
        return blob
    }
}
