import DeviceTree
import FixtureSupport
import HandoverABI
import HandoverCoding
import HandoverState

extension Sample {
    static let tree = [
        Sample(.treeBroken, rootBytes: "the structure block begins with another token") { $0[0x3b] = 7 },
        Sample(
            .treeCut, "the file that a running kernel serves", sound: { try TreeInput().subject() },
            broken: {
                var input = try TreeInput()
                input.blobs = [:]
                return try input.subject(.mayBeCut(Fixture.named("7.3.4").bytes("boot1/out/fdt")))
            }),
        Sample(
            .rootAbsent, "the subtrees alone", sound: { try TreeInput().subject() },
            broken: { try TreeInput().subject(.absent) }),
        Sample(.rootTooLarge, trees: "a property of more than a page") {
            $0.properties.append(("padding", DeviceTreeValue([UInt8](repeating: 1, count: 5000))))
        },
        Sample(.subtreeBroken, trees: "a subtree's tree ends early") {
            $0.blobs[SubtreeNames.memblock]?.removeLast(60)
        },
        Sample(.byteOrder, trees: "the pages of a message buffer in the order of the rest of a handover") {
            $0.subtrees.append(
                (
                    MultikernelNames.messages,
                    [(MultikernelNames.address, .bigEndian64(0x10_0000)), (MultikernelNames.pages, .native32(65))]
                ))
        },
        Sample(.byteOrder, trees: "the address of a message buffer in the order of the rest of a handover") {
            $0.subtrees.append(
                (
                    MultikernelNames.hostMessages,
                    [(MultikernelNames.address, .native64(0x10_0000)), (MultikernelNames.pages, .bigEndian32(65))]
                ))
        },
        Sample(.byteOrder, trees: "the map's address is big-endian") {
            $0.properties[1].value = .bigEndian64(0x4c_0000)
        },
        Sample(.byteOrder, trees: "a subtree's address is big-endian") {
            $0.subtrees[0].properties[0].value = .bigEndian64(0x75_9000)
        },
        Sample(.byteOrder, trees: "a subtree's size is big-endian") {
            $0.subtrees[0].properties[1].value = .bigEndian64(294)
        },
        Sample(.byteOrder, "the map's address in memory is big-endian") { capture in
            let map = try capture.rootProperty(RootTreeNames.map)
            try capture.image.put(capture.image.number(at: map).byteSwapped, at: map)
        },
        Sample(.propertyUnknown, trees: "a property of another name") {
            $0.properties.append(("colour", .native32(1)))
        },
        Sample(.propertyMisspelt, trees: "the map with underscores") { $0.properties[1].name = "preserved_memory_map" },
        Sample(.propertyMisspelt, trees: "a letter too many") { $0.subtrees[0].properties[0].name = "preserved-datas" },
        Sample(.propertyMisspelt, trees: "another case") { $0.subtrees[0].properties[1].name = "Blob-Size" },
        Sample(.propertyForeign, trees: "the property of 6.17 in a tree of 7.3") {
            $0.subtrees[0].properties[0].name = RootTreeNames.tree
        },
        Sample(.nodeUnknown, trees: "a subtree that nobody knows") {
            $0.subtrees.append(("gpu", $0.subtrees[0].properties))
            $0.blobs["gpu"] = [1, 2, 3, 4]
        },
        Sample(.nodeMisspelt, trees: "a hyphen too many") {
            $0.subtrees[0].name = "mem-block"
            $0.blobs["mem-block"] = $0.blobs.removeValue(forKey: SubtreeNames.memblock)
        },
        Sample(.propertySize, trees: "an address of four bytes") {
            $0.subtrees[0].properties[0].value = .native32(0x75_9000)
        },
        Sample(.propertySize, trees: "a map of four bytes") { $0.properties[1].value = .native32(0x4c_0000) },
        Sample(.reservationsPresent, trees: "an entry in the reservation block") {
            $0.reservations.append(MemoryReservation(address: 0x1000, size: 0x1000))
        },
        Sample(.treeVersion, rootBytes: "version 18") { $0[23] = 18 },
        Sample(.treeTrailing, rootBytes: "four bytes more") { $0 += [1, 2, 3, 4] },
        Sample(.propertyDuplicate, trees: "two maps") { $0.properties.append((RootTreeNames.map, .native64(0x9000))) },
    ]
}
