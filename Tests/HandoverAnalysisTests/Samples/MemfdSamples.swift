import DeviceTree
import FixtureSupport
import HandoverABI
import HandoverState
import Testing

extension Sample {
    static let memfd = [
        Sample(.memfdMissing, "a memfd has no structure") { capture in
            try capture.set(FileRecord.data, to: 0, at: try capture.file())
        },
        Sample(.folioListShort, "a memfd announces more folios than its list's page holds") { capture in
            try capture.set(MemfdV2.folioCount, to: 300, at: try capture.memfd("0x101"))
        },
        Sample(.folioOrder, "the first two folios have changed places") { capture in
            let first = try capture.folio(0, of: "0x101")
            let second = try capture.folio(1, of: "0x101")
            let record = try capture.image.bytes(at: first, count: FolioRecord.layout.size)
            try capture.image.put(
                try capture.image.bytes(at: second, count: FolioRecord.layout.size), at: first)
            try capture.image.put(record, at: second)
        },
        Sample(.folioOverlap, "the second folio has the first one's index") { capture in
            try capture.set(FolioRecord.index, to: 0, at: try capture.folio(1, of: "0x101"))
        },
        Sample(.folioBeyondSize, "the last folio lies far behind the end") { capture in
            try capture.set(FolioRecord.index, to: 1 << 40, at: try capture.folio(7, of: "0x101"))
        },
        Sample(.folioMissing, "the size is two pages larger than what was preserved") { capture in
            try capture.set(MemfdV2.size, to: 10 * 4096, at: try capture.memfd("0x101"))
        },
        Sample(.folioMissing, "a file of some bytes has no folios") { capture in
            try capture.set(MemfdV2.size, to: 1, at: try capture.memfd("0x102"))
        },
        Sample(.folioFlags, "a folio has a flag that is not known") { capture in
            let record = try capture.folio(0, of: "0x101")
            try capture.image.put(try capture.image.number(at: record) | 1 << 60, at: record)
        },
        Sample(.sealsUnknown, "a memfd has a seal of the future") { capture in
            try capture.set(MemfdV2.seals, to: 0x46, at: try capture.memfd("0x100"))
        },
        Sample(.flagsReserved, "a memfd has flags") { capture in
            try capture.set(MemfdV2.flags, to: 1, at: try capture.memfd("0x100"))
        },
        Sample(.positionBeyondSize, "the position lies behind the end") { capture in
            try capture.set(MemfdV2.position, to: 4097, at: try capture.memfd("0x100"))
        },
        Sample(.sizeImpossible, "the size is negative") { capture in
            try capture.set(MemfdV2.size, to: 1 << 63, at: try capture.memfd("0x100"))
        },
        Sample(.sizeImpossible, "the size is the largest number") { capture in
            try capture.set(MemfdV2.size, to: .max, at: try capture.memfd("0x100"))
        },
        Sample(.sizeImpossible, "the position is negative") { capture in
            try capture.set(MemfdV2.position, to: .max, at: try capture.memfd("0x100"))
        },
        Sample(.emptyFileWithFolios, "the size is 0") { capture in
            try capture.set(MemfdV2.size, to: 0, at: try capture.memfd("0x100"))
        },
        Sample(.holeRecord, "a record has no page frame") { capture in
            try capture.set(FolioRecord.frameAndFlags, to: 0, at: try capture.folio(3, of: "0x101"))
        },
        Sample(.folioMisaligned, "a folio begins within its block", in: "7.3.4-huge") { capture in
            let record = try capture.folio(0, of: "0x100")
            try capture.image.put(try capture.image.number(at: record) + 1, at: record)
        },
        Sample(.folioMisaligned, "a huge folio has an odd index", in: "7.3.4-huge") { capture in
            try capture.set(FolioRecord.index, to: 511, at: try capture.folio(1, of: "0x103"))
        },
        Sample(.folioNotUpToDate, "a folio is marked dirty alone") { capture in
            let record = try capture.folio(0, of: "0x101")
            try capture.image.put(try capture.image.number(at: record) & ~(2 << 52), at: record)
        },
        Sample(.folioClean, "a folio is marked up to date alone") { capture in
            let record = try capture.folio(0, of: "0x101")
            try capture.image.put(try capture.image.number(at: record) & ~(1 << 52), at: record)
        },
    ]
}
