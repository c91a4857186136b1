import DeviceTree
import FixtureSupport
import HandoverABI
import HandoverState
import Testing

extension Sample {
    static let vmalloc = [
        Sample(.vmallocOrder, "the list of folios is in blocks of 4 GiB") { capture in
            try capture.set(Vmalloc.order, to: 20, at: try capture.descriptor("0x101"))
        },
        Sample(.vmallocPartial, "the list of folios is one page in blocks of two") { capture in
            try capture.set(Vmalloc.order, to: 1, at: try capture.descriptor("0x101"))
        },
        Sample(.vmallocLong, "the list of folios has a page and announces none") { capture in
            try capture.set(Vmalloc.totalPages, to: 0, at: try capture.descriptor("0x101"))
        },
        Sample(.vmallocShort, "the list of folios has a page and announces two") { capture in
            try capture.set(Vmalloc.totalPages, to: 2, at: try capture.descriptor("0x101"))
        },
        Sample(.vmallocLoop, "the chunk is its own next") { capture in
            let chunk = try capture.chunk("0x101")
            try capture.set(Vmalloc.Chunk.next, to: chunk, at: chunk)
        },
        Sample(.vmallocFlags, "the descriptor has a flag that is not known") { capture in
            try capture.set(Vmalloc.flags, to: 9, at: try capture.descriptor("0x101"))
        },
        Sample(.vmallocTotal, "the list has a second page, which a folio has given up") { capture in
            let record = try capture.folio(3, of: "0x101")
            let frame = try capture.image.number(at: record) & (1 << FolioRecord.frameBits - 1)
            try capture.set(FolioRecord.frameAndFlags, to: 0, at: record)
            try capture.image.put(frame << 12, at: try capture.chunk("0x101") + 16)
            try capture.set(Vmalloc.totalPages, to: 2, at: try capture.descriptor("0x101"))
        },
    ]
}
