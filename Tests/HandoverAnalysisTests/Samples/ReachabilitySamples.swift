import FixtureSupport
import HandoverABI
import HandoverAnalysis
import HandoverCoding
import HandoverState
import PhysicalMemory
import Testing

extension Sample {
    private static let file = "/LUO/vm-0/0x101"

    /// The address in the first file's record of what its handler stored.
    private static func data(_ capture: EditedCapture) throws -> UInt64 {
        let block = try #require(capture.structures(.files, on: "/LUO/vm-0").first).range.start.value
        return block + UInt64(Block.layout.size + FileRecord.data.offset)
    }

    static let reachability = [
        Sample(.rootUnpreserved, "the root tree's page is left out", readOf: "7.3.4") { try $0.lose($0.first(.root)) },
        Sample(.rootUnpreserved, "the root tree's page is left out", tellingOf: "7.3.4") { state in
            var subject = try EditedCapture("7.3.4").subject()
            try subject.lose(subject.first(.root))
            state.memory = subject.handover.state.memory
        },
        Sample(.subtreeUnpreserved, "a subtree's page is left out", readOf: "7.1.13") {
            try $0.lose($0.first(.subtree, on: "/memblock"))
        },
        Sample(.recordsUnpreserved, "a block of sessions is left out", readOf: "7.3.4") {
            try $0.lose($0.first(.sessions))
        },
        Sample(.recordsUnpreserved, "an array of files is left out", readOf: "6.19.11") {
            try $0.lose($0.first(.files))
        },
        Sample(.memfdUnpreserved, "a memfd's page is left out", readOf: "7.2.13") { try $0.lose($0.first(.memfd)) },
        Sample(.vmallocChunkUnpreserved, "a chunk is left out", readOf: "7.3.4") {
            try $0.lose($0.first(.vmallocChunk))
        },
        Sample(.vmallocPageUnpreserved, "a page of a list is left out", readOf: "7.3.4") {
            try $0.lose($0.first(.vmallocPages(order: 0)))
        },
        Sample(.folioUnpreserved, "a folio is left out", readOf: "7.3.4") {
            let files = $0.handover.state.liveUpdate?.sessions?.first?.files
            let folio = try #require(files?.first?.memfd?.folios?.folios?.first)
            try $0.lose(PhysicalAddress(folio.frame << 12))
        },
        Sample(.regionUnpreserved, "a block of a region is left out", readOf: "6.18.15") {
            try $0.lose(try #require($0.handover.state.reserveMem?.first).address)
        },
        Sample(.testFolioUnpreserved, "a folio of the test is left out", readOf: "6.17.8") {
            try $0.lose(try #require($0.handover.state.test?.folios?.first).address)
        },
        Sample(.orderMismatch, "an array as many small blocks", readOf: "7.1.13") {
            let start = try $0.first(.sessions).value
            try $0.preserve((0..<16).map { (start + $0 << 12, order: 0) }, not: [(start, order: 4)])
        },
        Sample(.orderMismatch, "a folio of the test as two blocks", readOf: "7.3.4") {
            let folio = try #require($0.handover.state.test?.folios?.first { $0.order == 2 })
            let start = folio.address.value
            try $0.preserve([(start, order: 1), (start + 0x2000, order: 1)], not: [(start, order: 2)])
        },
        Sample(.leaked, "a block more", readOf: "7.3.4") { try $0.preserve([(0x800_0000, order: 0)]) },
        Sample(.twoOwners, "two folios of one file in one frame") { capture in
            let list = try #require(capture.structures(.vmallocPages(order: 0), on: file).first).range.start.value
            try capture.image.put(capture.image.number(at: list), at: list + UInt64(FolioRecord.layout.size))
        },
        Sample(.structureShared, "two memfds with one structure") { capture in
            let first = try data(capture)
            try capture.image.put(capture.image.number(at: first), at: first + UInt64(FileRecord.layout.size))
        },
        Sample(.structureUnreadable, "a memfd's structure is nowhere") { capture in
            try capture.image.put(UInt64(0x3000_0000_0000), at: data(capture))
        },
        Sample(.structurePastEnd, "a memfd's structure is in the last page") { capture in
            try capture.image.put(UInt64(0xffff_ffff_ffff_f000), at: data(capture))
        },
        Sample(.structureMisaligned, "a list's chunk starts within a page") { capture in
            let memfd = try #require(capture.structures(.memfd, on: file).first).range.start.value
            let place = memfd + UInt64(MemfdV2.folios.offset)
            try capture.image.put(capture.image.number(at: place) + 8, at: place)
        },
        Sample(
            .structureInScratch, "a bitmap in a scratch area", sound: { try EditedCapture("7.3.4").subject() },
            broken: { try withLeaf(at: 0xe40_1000) }),
    ]
}
