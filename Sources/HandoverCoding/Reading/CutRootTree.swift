package import DeviceTree
import HandoverABI

/// A root tree that a running kernel serves cut short.
///
/// From 6.19 on `out/fdt` in debugfs keeps the length that the tree had at boot, while subsystems go on adding subtrees
/// to it: the strings block, which lies at the end, is lost first. The kernel's writer makes its offsets predictable, so
/// the names can be told all the same.
package struct CutRootTree {
    /// A sound tree of the parts that are there.
    package let tree: FlattenedDeviceTree
    /// What is missing and why, in a clause.
    package let reason: String
    /// Whether the length is one that kernels are known to cut to.
    package let isKnownCut: Bool
    /// The nodes that are only begun.
    package let begun: Set<String>

    /// Reads a tree that is not whole.
    package init(_ blob: [UInt8]) throws(DeviceTreeError) {
        let cut = try CutDeviceTree(blob: blob)
        let profile = Self.profile(of: cut)
        tree = try cut.repaired(naming: Self.names(of: profile))
        begun = Set(cut.nodes.dropFirst().filter { !$0.isComplete }.map { $0.name })
        isKnownCut = profile.map { Self.isKnownCut(cut, $0) } ?? false
        let cause =
            isKnownCut
            ? "the kernel serves this file with the length that the tree had at boot"
            : "kernels of 6.19 and later serve this file cut short, though not at this length"
        var parts = ["\(cut.reason); \(cause)"]
        parts += cut.missing.map { "missing: \($0)" }
        if !cut.stringsAvailable { parts.append("the names of properties are told from where the kernel puts them") }
        reason = parts.joined(separator: "; ")
    }

    /// The profile whose kernel writes the version string that the root begins with.
    private static func profile(of cut: CutDeviceTree) -> Profile? {
        let strings = cut.nodes.first?.properties.map { KernelText(field: $0.bytes) } ?? []
        return Profile.all.first { profile in
            profile.rootWriter == .incremental && strings.contains { $0.bytes == Array(profile.compatible.utf8) }
        }
    }

    /// Names by their offsets in the strings block: the sequential writer of the root fills it from the end, later names
    /// are appended.
    private static func names(of profile: Profile?) -> (Int) -> String? {
        var table: [Int: String] = [:]
        var offset = 0
        let names = [RootTreeNames.map, RootTreeNames.compatible, profile?.subtreeAddress, profile?.subtreeSize]
        for name in names.compactMap({ $0 }) {
            table[offset] = name
            offset += name.utf8.count + 1
        }
        return { table[$0] }
    }

    /// The root as the sequential writer leaves it: 64 bytes of head, 56 of structure, 32 of strings.
    private static let emptyRootSize = 152
    /// What packing takes away from the head.
    private static let packedSlack = 8

    private static func isKnownCut(_ cut: CutDeviceTree, _ profile: Profile) -> Bool {
        guard cut.availableSize < cut.declaredSize else { return false }
        if !profile.hasKexecMetadata { return cut.availableSize == emptyRootSize }
        let size = profile.subtreeSize.map { $0.utf8.count + 1 } ?? 0
        let strings = profile.subtreeAddress.utf8.count + 1 + size
        // BEGIN_NODE, the name padded, two properties of 8 bytes, END_NODE.
        let node = 4 + (SubtreeNames.kexecMetadata.utf8.count + 4) / 4 * 4 + 2 * 20 + 4
        return cut.availableSize == emptyRootSize - packedSlack + node + strings
    }
}
