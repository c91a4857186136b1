import DeviceTree
import FixtureSupport
import HandoverABI
import HandoverAnalysis
import HandoverCoding
import HandoverState

extension Sample {
    private static let memblock = SubtreeNames.memblock

    static let root = [
        Sample(.compatibleMissing, trees: "no version string") { $0.properties.removeFirst() },
        Sample(.compatibleUnknown, trees: "a version that is none") { $0.properties[0].value = .string("kho-v9") },
        Sample(.profileUncertain, trees: "kho-v1 and nothing to tell its kernel") {
            $0.properties[0].value = .string("kho-v1")
            $0.subtrees = []
            $0.blobs = [:]
        },
        Sample(
            .profileContradicted, "bitmaps of 512 bytes read as 6.18 has them", sound: { try Subject.of("6.17.8") },
            broken: { try Subject.of("6.17.8", as: .linux618) }),
        Sample(
            .profileContradicted, "bitmaps of a page read as 6.17 has them", sound: { try Subject.of("6.18.15") },
            broken: { try Subject.of("6.18.15", as: .linux616) }),
        Sample(
            .profileContradicted, "bitmaps of 512 bytes said to be of 6.18", sound: { try Subject.of("6.17.8") },
            broken: { try Subject.of("6.17.8", release: "6.18.15") }),
        Sample(.mapMissing, trees: "no map") { $0.properties.removeLast() },
        Sample(.mapMissing, "a dump in which the map is 0", in: "6.19.11") { capture in
            try capture.image.put(UInt64(0), at: capture.rootProperty(RootTreeNames.map))
        },
        Sample(.mapNotWritten, trees: "the map is 0") { $0.properties[1].value = .native64(0) },
        Sample(.subtreeAddressMissing, trees: "no address") { $0.subtrees[0].properties.removeFirst() },
        Sample(.instanceTreeUnusable, trees: "the tree of an instance that is none") {
            $0.subtrees.append((MultikernelNames.tree, [(MultikernelNames.data, .string("no tree"))]))
        },
        Sample(.messageBufferIncomplete, trees: "a buffer without pages") {
            $0.subtrees.append((MultikernelNames.messages, [(MultikernelNames.address, .bigEndian64(0x10_0000))]))
        },
        Sample(.subtreeAddressZero, "address 0") { capture in
            try capture.image.put(UInt64(0), at: capture.rootProperty(RootTreeNames.data, of: memblock))
        },
        Sample(.subtreeSizeMissing, trees: "no size") { $0.subtrees[0].properties.removeLast() },
        Sample(.subtreeSizeZero, "size 0") { capture in
            try capture.image.put(UInt64(0), at: capture.rootProperty(RootTreeNames.size, of: memblock))
        },
        Sample(.subtreeSizeTooSmall, "size 100") { capture in
            try capture.image.put(UInt64(100), at: capture.rootProperty(RootTreeNames.size, of: memblock))
        },
        Sample(.subtreeSizeTooLarge, "size 400") { capture in
            try capture.image.put(UInt64(400), at: capture.rootProperty(RootTreeNames.size, of: memblock))
        },
        Sample(.subtreeDuplicate, trees: "the same subtree twice") { $0.subtrees.append($0.subtrees[0]) },
        Sample(.subtreeTooLarge, "a size of a gigabyte") { capture in
            try capture.image.put(UInt64(1) << 30, at: capture.rootProperty(RootTreeNames.size, of: memblock))
        },
        Sample(.subtreeNotTree, "another magic number") { capture in
            try capture.image.put(UInt32(1), at: capture.subtree(memblock))
        },
        Sample(.subtreeVersionUnknown, "memblock-v9") { capture in
            let tree = capture.decoded.trees[memblock]
            let offset = tree?.root[RootTreeNames.compatible]?.offset ?? 0
            try capture.image.put(Array("memblock-v9".utf8), at: capture.subtree(memblock) + UInt64(offset))
        },
        Sample(
            .subtreeForeign, "the orchestrator in a handover said to be of 6.18",
            sound: { try Subject.of("6.19.11") }, broken: { try Subject.of("6.19.11", as: .linux618) }),
        Sample(.compatibleList, trees: "two version strings") {
            $0.properties[0].value = .strings(["kho-v3", "kho-v4"])
        },
    ]
}
