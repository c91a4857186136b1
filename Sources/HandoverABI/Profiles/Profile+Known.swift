extension Profile {
    /// Every known kernel ABI, oldest first.
    public static let all: [Profile] = [
        linux616, linux618, linux619, linux70Release, linux70, linux71, linux72,
    ]

    /// The first ABI: bitmaps of 512 bytes.
    public static let linux616 = Profile(
        name: "linux-6.16", releases: [KernelRelease(6, 16), KernelRelease(6, 17)],
        summary: "chunk list with 512-byte bitmaps",
        compatible: "kho-v1", map: .chunks(.fixed512), subtreeAddress: RootTreeNames.tree, subtreeSize: nil,
        rootWriter: .onePass, liveUpdate: nil, memfd: nil, hasKexecMetadata: false, testFolios: .inline)

    /// Bitmaps of a page under the same version string, and `kho_vmalloc`.
    public static let linux618 = Profile(
        name: "linux-6.18", releases: [KernelRelease(6, 18)],
        summary: "chunk list with page-size bitmaps, under the version string of 6.16",
        compatible: "kho-v1", map: .chunks(.page), subtreeAddress: RootTreeNames.tree, subtreeSize: nil,
        rootWriter: .onePass, liveUpdate: nil, memfd: nil, hasKexecMetadata: false, testFolios: .vmalloc)

    /// The Live Update Orchestrator.
    public static let linux619 = Profile(
        name: "linux-6.19", releases: [KernelRelease(6, 19)],
        summary: "as 6.18, with the Live Update Orchestrator as a tree",
        compatible: "kho-v1", map: .chunks(.page), subtreeAddress: RootTreeNames.tree, subtreeSize: nil,
        rootWriter: .incremental, liveUpdate: .tree, memfd: .v1, hasKexecMetadata: false, testFolios: .vmalloc)

    /// What Linux 7.0 was released with: the formats of 6.19, and objects bound to files.
    public static let linux70Release = Profile(
        name: "linux-7.0-release", releases: [KernelRelease(7, 0)],
        summary: "as 6.19, with objects bound to files",
        compatible: "kho-v1", map: .chunks(.page), subtreeAddress: RootTreeNames.tree, subtreeSize: nil,
        rootWriter: .incremental, liveUpdate: .treeWithFLBs, memfd: .v1, hasKexecMetadata: false,
        testFolios: .vmalloc)

    /// The first radix tree: `kho-v2` stood in the development tree after 7.0 and was replaced before 7.1-rc1.
    public static let linux70 = Profile(
        name: "linux-7.0", releases: [],
        summary: "radix tree; development tree between 7.0 and 7.1, in no release",
        compatible: "kho-v2", map: .radix(.orderZeroPosition), subtreeAddress: RootTreeNames.data, subtreeSize: nil,
        rootWriter: .incremental, liveUpdate: .treeWithFLBs, memfd: .v2, hasKexecMetadata: false,
        testFolios: .vmalloc)

    /// Sizes of subtrees, and `kexec-metadata`.
    public static let linux71 = Profile(
        name: "linux-7.1", releases: [KernelRelease(7, 1)],
        summary: "radix tree, sizes of subtrees, word of the previous kernel",
        compatible: "kho-v3", map: .radix(.keyWidth), subtreeAddress: RootTreeNames.data,
        subtreeSize: RootTreeNames.size,
        rootWriter: .incremental, liveUpdate: .treeWithFLBs, memfd: .v2, hasKexecMetadata: true,
        testFolios: .vmalloc)

    /// The orchestrator's state as structures in block sets.
    public static let linux72 = Profile(
        name: "linux-7.2", releases: [KernelRelease(7, 2), KernelRelease(7, 3)],
        summary: "as 7.1, with sessions and files in block sets",
        compatible: "kho-v4", map: .radix(.keyWidth), subtreeAddress: RootTreeNames.data,
        subtreeSize: RootTreeNames.size,
        rootWriter: .incremental, liveUpdate: .structure, memfd: .v2, hasKexecMetadata: true, testFolios: .vmalloc)

    /// The profile that a name stands for: `linux-7.2`, or a release such as `7.3` or `6.17.8-kho`.
    public static func named(_ name: String) -> Profile? {
        if let profile = all.first(where: { $0.name == name }) { return profile }
        let text = name.hasPrefix("linux-") ? String(name.dropFirst("linux-".count)) : name
        guard let release = KernelRelease(parsing: text) else { return nil }
        return all.first { $0.releases.contains(release) }
    }
}
