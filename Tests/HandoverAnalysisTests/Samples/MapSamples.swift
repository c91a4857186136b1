import Captures
import DeviceTree
import FixtureSupport
import HandoverABI
import HandoverAnalysis
import HandoverCoding
import HandoverState
import PhysicalMemory

extension Sample {
    /// A place where the machines of the captures have no memory.
    private static let spare: UInt64 = 0x2000_0000

    static let map = [
        Sample(.mapMisaligned, "an entry leads between two pages") { capture in
            let entry = try capture.lowestTable().entry
            try capture.image.put(capture.image.number(at: entry) + 8, at: entry)
        },
        Sample(.mapShared, "two entries lead to one bitmap") { capture in
            let table = try capture.lowestTable()
            try capture.image.put(capture.image.number(at: table.entry), at: table.free)
        },
        Sample(.mapShared, "the last chunk leads to the first", in: "6.19.11") { capture in
            let chunks = try capture.chunks()
            try capture.image.put(chunks[0], at: chunks[chunks.count - 1])
        },
        Sample(.mapUnreadable, "an entry leads to nowhere") { capture in
            try capture.image.put(UInt64(0x3000_0000_0000), at: capture.lowestTable().free)
        },
        Sample(.mapChunkOverfull, "300 bitmaps", in: "6.19.11") { capture in
            try capture.image.put(UInt32(300), at: capture.chunks()[0] + 12)
        },
        Sample(.mapOrder, "a chunk of order 70", in: "6.19.11") { capture in
            try capture.image.put(UInt32(70), at: capture.chunks()[0] + 8)
        },
        Sample(.mapOrder, "a block of 2 GiB before 7.2", readOf: "7.1.13") {
            try $0.preserve([(0x1_0000_0000, order: 19)])
        },
        Sample(.mapBitmapForm, "a bitmap starts a page late", in: "6.19.11") { capture in
            try capture.image.put(UInt64(0x1000), at: capture.chunks()[0] + 16)
        },
        Sample(.mapBitmapStart, "a bitmap starts within a page", in: "6.19.11") { capture in
            try capture.image.put(UInt64(0x800), at: capture.chunks()[0] + 16)
        },
        Sample(.mapBitmapMissing, "no bitmap", in: "6.19.11") { capture in
            try capture.image.put(UInt64(0), at: capture.chunks()[0] + 24)
        },
        Sample(
            .mapBitmapDuplicate, "a copy of a bitmap", sound: { try EditedCapture("6.19.11").subject() },
            broken: {
                var capture = try EditedCapture("6.19.11")
                let chunk = try capture.chunks()[0]
                let count = try capture.image.number(at: chunk + 8) >> 32
                let bitmap = try capture.image.number(at: chunk + 24)
                try capture.image.put(UInt32(count + 1), at: chunk + 12)
                try capture.image.put(capture.image.number(at: chunk + 16), at: chunk + 16 + count * 16)
                try capture.image.put(spare, at: chunk + 24 + count * 16)
                var pages = MemoryImage()
                try pages.write(capture.image.bytes(at: bitmap, count: 4096), at: PhysicalAddress(spare))
                return try capture.subject(adding: pages)
            }),
        Sample(.mapBlockImpossible, "a block past 52 bits", readOf: "7.3.4") {
            try $0.preserve([(1 << 60, order: 0)])
        },
        Sample(.mapBlocksOverlap, "a block around that of a subtree", readOf: "7.3.4") {
            try $0.preserve([(0x75_8000, order: 1)])
        },
        Sample(.mapOutsideMemory, "a block above all memory", readOf: "7.3.4") {
            $0.memory = [MemoryRange(from: 0, to: 0x1000_0000)]
            try $0.preserve([(0x4000_0000, order: 0)])
        },
        Sample(.mapInScratch, "a block in a scratch area", readOf: "7.3.4") {
            try $0.preserve([(0xe40_0000, order: 0)])
        },
        Sample(
            .mapEmptyNode, "an entry leads to an empty bitmap", sound: { try EditedCapture("7.3.4").subject() },
            broken: { try withLeaf(at: spare) }),
        Sample(
            .mapDepth, "a level more", sound: { try EditedCapture("7.3.4").subject() },
            broken: {
                var capture = try EditedCapture("7.3.4")
                let place = try capture.rootProperty(RootTreeNames.map)
                var pages = MemoryImage()
                try pages.clear(MemoryRange(from: PhysicalAddress(spare), to: PhysicalAddress(spare + 4096)))
                try pages.write(words: [capture.image.number(at: place)], at: PhysicalAddress(spare))
                try capture.image.put(spare, at: place)
                return try capture.subject(adding: pages)
            }),
        Sample(.mapPagePreserved, "a node is preserved", readOf: "7.3.4") {
            try $0.preserve([($0.first(.map).value, order: 0)])
        },
        Sample(.mapEmpty, "no block", readOf: "7.3.4") {
            var builder = PreservedMemory.Builder(pageShift: 12)
            $0.handover.state.memory = builder.build()
        },
        Sample(
            .mapChunkEmpty, "a chunk more, of nothing", sound: { try EditedCapture("6.19.11").subject() },
            broken: {
                var capture = try EditedCapture("6.19.11")
                let chunks = try capture.chunks()
                try capture.image.put(spare, at: chunks[chunks.count - 1])
                var pages = MemoryImage()
                try pages.clear(MemoryRange(from: PhysicalAddress(spare), to: PhysicalAddress(spare + 4096)))
                return try capture.subject(adding: pages)
            }),
    ]

    /// A capture with an empty bitmap more.
    static func withLeaf(at address: UInt64) throws -> Subject {
        var capture = try EditedCapture("7.3.4")
        try capture.image.put(address, at: capture.lowestTable().free)
        var pages = MemoryImage()
        try pages.clear(MemoryRange(from: PhysicalAddress(address), to: PhysicalAddress(address + 4096)))
        return try capture.subject(adding: pages)
    }
}
