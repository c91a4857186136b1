import DeviceTree
import FixtureSupport
import HandoverABI
import HandoverState
import PhysicalMemory
import Testing

extension Sample {
    static let reservedRegions = [
        Sample(.regionIncomplete, "a region has no size") { capture in
            try capture.remove(MemblockTreeNames.size, of: ["trace"], in: SubtreeNames.memblock)
        },
        Sample(.regionVersion, "a region is of a later version") { capture in
            let (value, address) = try capture.property(
                RootTreeNames.compatible, of: ["trace"], in: SubtreeNames.memblock)
            try capture.image.put([UInt8(ascii: "2"), 0], at: address + UInt64(value.count - 2))
        },
        Sample(.regionPastEnd, "a region of 64 KiB begins in the last page") { capture in
            try capture.setRegion("pstore", MemblockTreeNames.start, to: 0xffff_ffff_ffff_f000)
        },
        Sample(.regionPastEnd, "a document tells of a region in the last page", tellingOf: "7.3.4") { state in
            state.reserveMem?[0].address = 0xffff_ffff_ffff_f000
        },
        Sample(.regionOverlap, "a region begins where another does") { capture in
            let (pstore, _) = try capture.property(
                MemblockTreeNames.start, of: ["pstore"], in: SubtreeNames.memblock)
            try capture.setRegion("trace", MemblockTreeNames.start, to: try #require(pstore.nativeUInt64))
        },
        Sample(.regionMisaligned, "a region ends within a page") { capture in
            try capture.setRegion("pstore", MemblockTreeNames.size, to: 0xf800)
        },
        Sample(.regionDuplicate, "a region has another one's name", tellingOf: "7.3.4") { state in
            let name = try #require(state.reserveMem?.first?.name)
            state.reserveMem?[1].name = name
        },
        Sample(.regionEmpty, "a region has no bytes") { capture in
            try capture.setRegion("pstore", MemblockTreeNames.size, to: 0)
        },
        Sample(.regionName, "a region has a name of 16 bytes", tellingOf: "7.3.4") { state in
            state.reserveMem?[0].name = "sixteen-bytes-ab"
        },
        Sample(.regionName, "a region has a blank name", tellingOf: "7.3.4") { state in
            state.reserveMem?[0].name = " "
        },
        Sample(.regionsTooMany, "nine regions share the memory of one", tellingOf: "7.3.4") { state in
            let region = try #require(state.reserveMem?.first { $0.name == "trace" })
            state.reserveMem = (0..<9).map {
                ReservedRegion(
                    name: "part-\($0)", address: PhysicalAddress(region.address.value + 4096 * $0), size: 4096)
            }
        },
    ]
}

extension EditedCapture {
    /// Puts a number into a property of a region.
    fileprivate mutating func setRegion(_ name: String, _ property: String, to value: UInt64) throws {
        let (_, address) = try self.property(property, of: [name], in: SubtreeNames.memblock)
        try image.put(value, at: address)
    }
}
