import DeviceTree
import FixtureSupport
import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory

extension Mistake {
    /// Mistakes in the root tree and in what its subtrees say of themselves.
    static let trees = [
        Mistake("root-of-another-version", "the root tree is of another version") {
            // The last character of the version string: `kho-v4` becomes `kho-v5`.
            let digit = try $0.property(RootTreeNames.compatible) + UInt64($0.profile.compatible.utf8.count) - 1
            try $0.image.put([$0.image.bytes(at: digit, count: 1)[0] + 1], at: digit)
        },
        Mistake(
            "live-update-size", "the blob-size of the live update root is too small", in: .withSizes
        ) {
            try $0.image.put(UInt64(16), at: $0.property(RootTreeNames.size, of: SubtreeNames.liveUpdate))
        },
        Mistake(
            "metadata-size", "the blob-size of the kernel's metadata is too small", in: .withSizes,
            expectedRule: .metadataSize
        ) {
            try $0.image.put(UInt64(16), at: $0.property(RootTreeNames.size, of: SubtreeNames.kexecMetadata))
        },
        Mistake(
            "metadata-version", "the kernel's metadata is of version 2", in: .withSizes, expectedRule: .metadataVersion
        ) {
            try $0.image.put(UInt32(2), at: $0.subtree(SubtreeNames.kexecMetadata))
        },
        Mistake(
            "region-size", "the tree of reserve_mem regions gives one a page too much", expectedRule: .regionUnpreserved
        ) {
            let region = try $0.need($0.state.reserveMem?.first, "region")
            let size = try $0.property(MemblockTreeNames.size, ofNode: region.name, in: SubtreeNames.memblock)
            try $0.image.put(region.size + UInt64($0.profile.pageSize), at: size)
        },
        Mistake(
            "live-update-version", "the live update root is of another version", in: .withLiveUpdate,
            expectedRule: .orchestratorVersion
        ) {
            let root = try $0.subtree(SubtreeNames.liveUpdate)
            var digit = root + UInt64($0.profile.liveUpdate?.compatible.utf8.count ?? 0) - 1
            if let tree = $0.decoded.trees[SubtreeNames.liveUpdate] {
                digit += UInt64(try $0.need(tree.root[RootTreeNames.compatible], "version").offset)
            }
            try $0.image.put([$0.image.bytes(at: digit, count: 1)[0] + 1], at: digit)
        },
        Mistake(
            "live-update-number", "the number of live updates is 0", in: .withLiveUpdate,
            expectedRule: .numberImpossible
        ) {
            try $0.image.put(UInt64(0), at: $0.liveUpdateNumber)
        },
    ]
}
