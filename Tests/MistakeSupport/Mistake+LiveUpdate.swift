import DeviceTree
import FixtureSupport
import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory

extension Mistake {
    /// Mistakes in sessions and in lists of files.
    static let sessions = [
        Mistake(
            "session-chain-loop", "a block of sessions names itself as the next", in: .withBlocks,
            expectedRule: .blockLoop
        ) {
            try $0.image.put($0.sessions, at: $0.sessions)
        },
        Mistake(
            "file-chain-loop", "a block of files names itself as the next", in: .withBlocks, expectedRule: .blockLoop
        ) {
            try $0.image.put($0.files(of: 0), at: $0.files(of: 0))
        },
        Mistake("session-count-0", "the block of sessions says that it holds none", in: .withLiveUpdate) {
            let offset = $0.hasBlocks ? Block.count.offset : SessionHeader.count.offset
            try $0.image.put(UInt64(0), at: $0.sessions + UInt64(offset))
        },
        Mistake(
            "file-block-count-0", "a block of files says that it holds none", in: .withBlocks, expectedRule: .blockCount
        ) {
            try $0.image.put(UInt64(0), at: $0.files(of: 0) + UInt64(Block.count.offset))
        },
        Mistake(
            "file-count", "a session announces a file more than it has", in: .withLiveUpdate,
            expectedRule: .fileCountMismatch
        ) {
            let count = try $0.session(0) + UInt64(SessionRecord.count.offset)
            try $0.image.put($0.image.number(at: count) + 1, at: count)
        },
        Mistake(
            "session-name-unterminated", "no NUL closes a session's name", in: .withLiveUpdate,
            expectedRule: .sessionNameUnterminated
        ) {
            let name = try $0.session(0)
            let size = SessionRecord.name.size
            let bytes = try $0.image.bytes(at: name, count: size)
            try $0.image.put(bytes.map { $0 == 0 ? UInt8(ascii: "x") : $0 }, at: name)
        },
        Mistake(
            "session-name-duplicated", "two sessions have one name", in: .withLiveUpdate,
            expectedRule: .sessionNameDuplicate
        ) {
            let name = try $0.image.bytes(at: $0.session(0), count: SessionRecord.name.size)
            try $0.image.put(name, at: $0.session(1))
        },
    ]

    /// Mistakes in files.
    static let files = [
        Mistake(
            "token-duplicated", "two files of a session have one token", in: .withLiveUpdate,
            expectedRule: .tokenDuplicate
        ) {
            let offset = UInt64(FileRecord.token.offset)
            try $0.image.put($0.image.number(at: $0.file(0, of: 0) + offset), at: $0.file(1, of: 0) + offset)
        },
        Mistake(
            "handler-unknown", "a file is of a handler that no kernel has", in: .withLiveUpdate,
            expectedRule: .handlerUnknown
        ) {
            let digit = try $0.file(1, of: 0) + UInt64($0.profile.memfd?.rawValue.utf8.count ?? 0) - 1
            try $0.image.put([UInt8(ascii: "9")], at: digit)
        },
        Mistake(
            "seals-unknown", "a file has a seal that the format does not know", in: .withSeals,
            expectedRule: .sealsUnknown
        ) {
            let seals = try $0.memfd($0.folio) + UInt64(MemfdV2.seals.offset)
            try $0.image.put(UInt32(MemfdV2.knownSeals + 1), at: seals)
        },
        Mistake(
            "folio-frame-free", "a folio's frame is one that is not preserved", in: .withLiveUpdate,
            expectedRule: .folioUnpreserved
        ) {
            try $0.putFrame($0.freeFrame, of: $0.folio)
        },
        Mistake(
            "folio-frame-of-another", "a folio's frame is one of another file", in: .withLiveUpdate,
            expectedRule: .twoOwners
        ) {
            let place = try $0.folio
            let other = $0.folios.first { other in
                (other.session, other.file) != (place.session, place.file) && other.folio.order == place.folio.order
            }
            try $0.putFrame($0.need(other, "other file with such a folio").folio.frame, of: place)
        },
        Mistake(
            "folio-index-duplicated", "two folios of a file have one index", in: .withLiveUpdate,
            expectedRule: .folioOverlap
        ) {
            let record = try $0.record($0.folio)
            let offset = UInt64(FolioRecord.index.offset)
            let next = record + UInt64(FolioRecord.layout.size)
            try $0.image.put($0.image.number(at: record + offset), at: next + offset)
        },
        Mistake(
            "folio-list-pages", "the list of folios announces a page too many", in: .withLiveUpdate,
            expectedRule: .vmallocShort
        ) {
            let total = try $0.folioList($0.folio) + UInt64(Vmalloc.totalPages.offset)
            try $0.image.put(UInt32(truncatingIfNeeded: $0.image.number(at: total)) + 1, at: total)
        },
    ]
}

extension CapturePlaces {
    /// Gives a folio's record another page frame, and leaves its flags.
    mutating func putFrame(_ frame: UInt64, of place: FolioPlace) throws {
        let record = try record(place)
        let flags = try image.number(at: record) & ~((1 << FolioRecord.frameBits) - 1)
        try image.put(flags | frame, at: record)
    }
}
