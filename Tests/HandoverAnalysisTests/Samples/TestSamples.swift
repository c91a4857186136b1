import DeviceTree
import FixtureSupport
import HandoverABI
import HandoverState
import PhysicalMemory
import Testing

extension Sample {
    static let test = [
        Sample(.testIncomplete, "the record has no sum") { capture in
            try capture.remove(TestTreeNames.checksum, of: [TestTreeNames.data], in: SubtreeNames.test)
        },
        Sample(.testMagic, "the magic number is another") { capture in
            let (_, address) = try capture.property(TestTreeNames.magic, in: SubtreeNames.test)
            try capture.image.put(TestTreeNames.magicValue + 1, at: address)
        },
        Sample(.testMagic, "a document tells of another magic number", tellingOf: "6.18.15") { state in
            state.test?.magic = 0
        },
        Sample(.testSum, "a word of a folio has changed") { capture in
            let folio = try #require(capture.state.test?.folios?.first).address.value
            try capture.image.put(try capture.image.number(at: folio) ^ 0x10, at: folio)
        },
        Sample(.testSum, "a document tells of another sum than was stored", tellingOf: "7.3.4") { state in
            state.test?.checksum ^= 0x10
        },
        Sample(.testList, "the record announces one folio more than its array has", in: "6.17.8") { capture in
            let (value, address) = try capture.property(
                TestTreeNames.folioCount, of: [TestTreeNames.data], in: SubtreeNames.test)
            try capture.image.put(try #require(value.nativeUInt32) + 1, at: address)
        },
        Sample(.testFolioSize, "a folio has the largest order there can be", in: "6.17.8") { capture in
            try capture.setFolio(0) { $0 | 0xfff }
        },
        Sample(.testFoliosOverlap, "a folio is listed twice", in: "6.17.8") { capture in
            let first = try #require(capture.state.test?.folios?.first)
            try capture.setFolio(1) { _ in first.address.value | UInt64(first.order) }
        },
        Sample(
            .testSumUnknown, "the contents are not in the dump",
            sound: { try EditedCapture("7.3.4").subject() }, broken: { try EditedCapture("7.3.4-many").subject() }),
        Sample(.testSumUnknown, "a document tells of no sum", tellingOf: "7.3.4") { state in
            state.test?.computedChecksum = nil
        },
        Sample(.testCount, "the record announces no folios") { capture in
            let (_, address) = try capture.property(
                TestTreeNames.folioCount, of: [TestTreeNames.data], in: SubtreeNames.test)
            try capture.image.put(UInt32(0), at: address)
        },
        Sample(.testCount, "the record announces more folios than its list's page holds") { capture in
            let (_, address) = try capture.property(
                TestTreeNames.folioCount, of: [TestTreeNames.data], in: SubtreeNames.test)
            try capture.image.put(UInt32(600), at: address)
        },
        Sample(.testCount, "a document announces a folio more than it lists", tellingOf: "7.3.4") { state in
            state.test?.folioCount += 1
        },
        Sample(.testFolioMisaligned, "a folio begins a page late", in: "6.17.8") { capture in
            let folios = try #require(capture.state.test?.folios)
            let index = try #require(folios.firstIndex { $0.order > 0 })
            try capture.setFolio(index) { $0 + 0x1000 }
        },
    ]
}

extension EditedCapture {
    /// Changes an entry of the array of folios, as kernels up to 6.17 write it.
    fileprivate mutating func setFolio(_ index: Int, _ change: (UInt64) -> UInt64) throws {
        let (_, address) = try property(TestTreeNames.folios, of: [TestTreeNames.data], in: SubtreeNames.test)
        let entry = address + UInt64(8 * index)
        try image.put(change(try image.number(at: entry)), at: entry)
    }
}
