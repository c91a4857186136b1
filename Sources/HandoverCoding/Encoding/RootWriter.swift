import DeviceTree
import HandoverABI
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
    func write(map: PhysicalAddress, subtrees: [SubtreeEntry]) throws(EncodingError) -> [UInt8] {
        do throws(DeviceTreeError) {
            switch profile.rootWriter {
            case .onePass: return try onePass(map, subtrees)
            case .incremental: return try incremental(map, subtrees)
            }
        } catch {
            throw .unusable(path: "/", reason: "the root tree does not fit its page: \(error)")
        }
    }

    /// Up to 6.18: everything when the handover is finalized.
    private func onePass(_ map: PhysicalAddress, _ subtrees: [SubtreeEntry]) throws(DeviceTreeError) -> [UInt8] {
        try DeviceTreeWriter.build(capacity: .fixed(profile.pageSize)) { (writer) throws(DeviceTreeError) in
            try writer.property(RootTreeNames.compatible, .string(profile.compatible))
            try writer.property(RootTreeNames.map, .native64(map.value))
            for subtree in subtrees {
                try writer.node(subtree.name) { (node) throws(DeviceTreeError) in
                    try node.property(profile.subtreeAddress, .native64(subtree.address.value))
                }
            }
        }
    }

    /// Since 6.19: the root at boot, then each subtree as it comes, which puts the newest in front. The tree of a kernel
    /// that nothing was added to stays as the sequential writer left it.
    private func incremental(_ map: PhysicalAddress, _ subtrees: [SubtreeEntry]) throws(DeviceTreeError) -> [UInt8] {
        var blob = try DeviceTreeWriter.build(capacity: .fixed(profile.pageSize)) { (writer) throws(DeviceTreeError) in
            try writer.property(RootTreeNames.compatible, .string(profile.compatible))
            try writer.property(RootTreeNames.map, .native64(map.value))
        }
        for subtree in subtrees.reversed() {
            var editor = try DeviceTreeEditor(blob: blob, capacity: .fixed(profile.pageSize))
            try editor.addSubnode(subtree.name)
            let path = "/" + subtree.name
            try editor.setProperty(profile.subtreeAddress, of: path, to: .native64(subtree.address.value))
            if let size = profile.subtreeSize {
                try editor.setProperty(size, of: path, to: .native64(UInt64(subtree.size)))
            }
            blob = try editor.packed()
        }
        return blob
    }
}
