import HandoverABI
import Testing

@Suite("Layouts as the kernels' compilers see them")
struct LayoutTests {
    /// A structure as the kernel's type information describes it: members as name, offset and size in bytes.
    struct Expected: Sendable, CustomStringConvertible {
        let layout: Layout
        let size: Int
        let members: [(name: String, offset: Int, size: Int)]
        var description: String { layout.name }

        init(_ layout: Layout, _ size: Int, _ members: (String, Int, Int)...) {
            self.layout = layout
            self.size = size
            self.members = members
        }
    }

    static let structures = [
        Expected(MapChunk.layout, 16, ("hdr.next", 0, 8), ("hdr.order", 8, 4), ("hdr.num_elms", 12, 4)),
        Expected(MapChunk.Element.layout, 16, ("phys_start", 0, 8), ("bitmap", 8, 8)),
        Expected(Vmalloc.layout, 16, ("first", 0, 8), ("total_pages", 8, 4), ("flags", 12, 2), ("order", 14, 2)),
        Expected(Vmalloc.Chunk.layout, 8, ("hdr.next", 0, 8)),
        Expected(ScratchEntry.layout, 16, ("addr", 0, 8), ("size", 8, 8)),
        Expected(
            SetupData.layout, 48, ("next", 0, 8), ("type", 8, 4), ("len", 12, 4), ("data.fdt_addr", 16, 8),
            ("data.fdt_size", 24, 8), ("data.scratch_addr", 32, 8), ("data.scratch_size", 40, 8)),
        Expected(KexecMetadata.layout, 73, ("version", 0, 4), ("previous_release", 4, 65), ("kexec_count", 69, 4)),
        Expected(SessionHeader.layout, 8, ("count", 0, 8)),
        Expected(
            SessionRecord.layout, 80, ("name", 0, 64), ("file_set_ser.files", 64, 8), ("file_set_ser.count", 72, 8)),
        Expected(FileRecord.layout, 64, ("compatible", 0, 48), ("data", 48, 8), ("token", 56, 8)),
        Expected(FLBHeader.layout, 16, ("pgcnt", 0, 8), ("count", 8, 8)),
        Expected(FLBRecord.layout, 64, ("name", 0, 48), ("data", 48, 8), ("count", 56, 8)),
        Expected(
            LiveUpdateRoot.layout, 32, ("compatible", 0, 8), ("liveupdate_num", 8, 8), ("sessions_pa", 16, 8),
            ("flbs_pa", 24, 8)),
        Expected(Block.layout, 16, ("next", 0, 8), ("count", 8, 8)),
        Expected(MemfdV1.layout, 40, ("pos", 0, 8), ("size", 8, 8), ("nr_folios", 16, 8), ("folios", 24, 16)),
        Expected(
            MemfdV2.layout, 48, ("pos", 0, 8), ("size", 8, 8), ("seals", 16, 4), ("flags", 20, 4),
            ("nr_folios", 24, 8), ("folios", 32, 16)),
        Expected(FolioRecord.layout, 16, ("pfn:52, flags:12", 0, 8), ("index", 8, 8)),
    ]

    @Test("Sizes, offsets and widths", arguments: structures)
    func members(expected: Expected) {
        #expect(expected.layout.size == expected.size)
        #expect(expected.layout.fields.map(\.name) == expected.members.map(\.name))
        #expect(expected.layout.fields.map(\.offset) == expected.members.map(\.offset))
        #expect(expected.layout.fields.map(\.size) == expected.members.map(\.size))
    }

    @Test("Members cover their structure, one after the other", arguments: structures)
    func coverage(expected: Expected) {
        var end = 0
        for field in expected.layout.fields {
            #expect(field.offset == end, "\(field.name)")
            end += field.size
        }
        #expect(end == expected.layout.size)
    }

    @Test("Every structure of every profile is in the table, and has a source")
    func completeness() {
        let known = Set(Self.structures.map(\.layout))
        for profile in Profile.all {
            for layout in profile.layouts {
                #expect(known.contains(layout), "\(layout.name)")
                for release in profile.releases {
                    #expect(layout.source(in: release) != nil, "\(layout.name) in \(release)")
                }
            }
        }
    }

    @Test("Every member is read back as it was written, and nothing else changes", arguments: structures)
    func roundTrip(expected: Expected) {
        var generator = SeededGenerator(seed: 0xf1e1d)
        for field in expected.layout.fields {
            var record = Record(expected.layout)
            for index in 0..<field.count {
                let mask = field.width == 8 ? UInt64.max : 1 << UInt64(field.width * 8) - 1
                let value = generator.next()
                record[field, index] = value
                #expect(record[field, index] == value & mask)
                // Little-endian: the lowest byte first.
                #expect(record.bytes[field.offset + index * field.width] == UInt8(truncatingIfNeeded: value))
            }
            let outside = record.bytes.indices.filter { $0 < field.offset || $0 >= field.offset + field.size }
            #expect(outside.allSatisfy { record.bytes[$0] == 0 }, "\(field.name)")
            let bytes = record.bytes
            let copy = Record(expected.layout, in: bytes.span)
            #expect(copy?.bytes == bytes)
        }
    }

    @Test("A view that ends too early gives no structure", arguments: structures)
    func tooShort(expected: Expected) {
        let bytes = [UInt8](repeating: 7, count: expected.size + 3)
        for offset in 0...3 {
            let record = Record(expected.layout, in: bytes.span, at: offset)
            #expect(record != nil, "\(offset)")
        }
        for offset in [4, bytes.count, bytes.count + 1, -1, .max, .min] {
            let record = Record(expected.layout, in: bytes.span, at: offset)
            #expect(record == nil, "\(offset)")
        }
        let nothing: [UInt8] = []
        let none = Record(expected.layout, in: nothing.span)
        #expect(none == nil)
    }

    @Test("Texts fit with their closing NUL or not at all", arguments: structures)
    func texts(expected: Expected) {
        for field in expected.layout.fields where field.kind == .text {
            var record = Record(expected.layout)
            let tooLong = record.setText([UInt8](repeating: 0x61, count: field.size), in: field)
            #expect(!tooLong)
            #expect(record.bytes.allSatisfy { $0 == 0 })
            let longest = [UInt8](repeating: 0x62, count: field.size - 1)
            let fits = record.setText(longest, in: field)
            #expect(fits)
            #expect(record.text(field).bytes == longest && record.text(field).isTerminated)
            let isShorter = record.setText([0x63], in: field)
            #expect(isShorter)
            #expect(record.text(field).bytes == [0x63] && record.text(field).isPadded)
        }
    }

    @Test("Capacities at each page size")
    func capacities() {
        #expect(Profile.pageShifts.map { MapChunk.capacity(pageShift: $0) } == [255, 1023, 4095])
        #expect(Profile.pageShifts.map { Vmalloc.Chunk.capacity(pageShift: $0) } == [511, 2047, 8191])
        #expect(Profile.pageShifts.map { SessionHeader.capacity(pageShift: $0) } == [819, 3276, 13107])
        #expect(Profile.pageShifts.map { FileRecord.capacity(pageShift: $0) } == [128, 512, 2048])
        #expect(Profile.pageShifts.map { FLBHeader.capacity(pageShift: $0) } == [63, 255, 1023])
        #expect(Profile.pageShifts.map { Block.capacity(recordSize: 80, pageShift: $0) } == [51, 204, 819])
        #expect(Profile.pageShifts.map { Block.capacity(recordSize: 64, pageShift: $0) } == [63, 255, 1023])
    }

    @Test("Constants")
    func constants() {
        #expect(Block.chainLimit == 10_000)
        #expect(FolioRecord.frameBits == 52)
        #expect(MemfdV2.knownSeals == 0x3f)
        #expect(SetupData.kexecHandover == 10 && SetupData.handoverLength == 32)
        #expect(TestTreeNames.magicValue == 0x4b48_4f21)
        #expect(MapABI.BitmapSize.fixed512.bytes(pageShift: 16) == 512)
        #expect(Profile.pageShifts.map { MapABI.BitmapSize.page.bytes(pageShift: $0) } == [4096, 16384, 65536])
    }
}
