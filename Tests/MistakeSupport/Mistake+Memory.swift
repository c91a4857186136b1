import DeviceTree
import FixtureSupport
import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory

extension Mistake {
    /// All mistakes.
    package static let all = memory + trees + sessions + files

    /// Mistakes in the map and the scratch areas.
    static let memory = [
        Mistake(
            "folio-unpreserved", "the map lacks the bit of a file's folio", in: .withLiveUpdate,
            expectedRule: .folioUnpreserved
        ) {
            let frame = try $0.folio.folio.frame
            try $0.unpreserve(frame * UInt64($0.profile.pageSize))
        },
        Mistake(
            "memfd-unpreserved", "the map lacks the bit of a memfd's structure", in: .withLiveUpdate,
            expectedRule: .memfdUnpreserved
        ) {
            try $0.unpreserve($0.memfd($0.folio))
        },
        Mistake(
            "sessions-unpreserved", "the map lacks the bit of the block of sessions", in: .withLiveUpdate,
            expectedRule: .recordsUnpreserved
        ) {
            try $0.unpreserve($0.sessions)
        },
        Mistake(
            "live-update-unpreserved", "the map lacks the bit of the live update root", in: .withLiveUpdate,
            expectedRule: .subtreeUnpreserved
        ) {
            try $0.unpreserve($0.subtree(SubtreeNames.liveUpdate))
        },
        Mistake("root-unpreserved", "the map lacks the bit of the root tree", expectedRule: .rootUnpreserved) {
            try $0.unpreserve($0.root)
        },
        Mistake(
            "region-unpreserved", "the map lacks the bits of a reserve_mem region", expectedRule: .regionUnpreserved
        ) {
            let region = try $0.need($0.state.reserveMem?.first, "region")
            try $0.unpreserve($0.need(MemoryRange(start: region.address, size: region.size), "range"))
        },
        Mistake(
            "test-folio-unpreserved", "the map lacks the bit of a folio of the kernel's own test",
            expectedRule: .testFolioUnpreserved
        ) {
            try $0.unpreserve($0.need($0.state.test?.folios?.first, "test folio").address.value)
        },
        Mistake(
            "scratch-over-preserved", "a scratch area reaches over a reserve_mem region", expectedRule: .mapInScratch
        ) {
            let ends = ($0.state.reserveMem ?? []).map { $0.address.value + $0.size }
            try $0.extendScratch(to: $0.need(ends.max(), "region"))
        },
        Mistake(
            "map-chain-loop", "a chunk of the map names itself as the next", in: .withChunks, expectedRule: .mapShared
        ) {
            try $0.image.put($0.map, at: $0.map)
        },
    ]
}
