import MemoryDumps
import PhysicalMemory
import Testing

@Suite struct ELFCoreTests {
    let page = noise(4096)

    @Test func `Bytes are found at their physical address`() throws {
        let core = try openELF(ELFBuilder((0x1000, page), (0x8_0000_0000, noise(4096, seed: 2))).bytes)
        #expect(core.machine == .x86_64)
        #expect(try core.bytes(at: 0x1000, count: 4096) == page)
        #expect(try core.bytes(at: 0x8_0000_0010, count: 16) == Array(noise(4096, seed: 2)[16..<32]))
        #expect(core.damage.isEmpty)
    }

    @Test func `Presence is sorted and merged whatever the order of segments`() throws {
        let core = try openELF(ELFBuilder((0x3000, page), (0x1000, page), (0x2000, page), (0x9000, page)).bytes)
        #expect(core.present.map(\.description) == ["0x1000-0x3fff", "0x9000-0x9fff"])
    }

    @Test func `A read across segments is gathered`() throws {
        let other = noise(4096, seed: 3)
        let core = try openELF(ELFBuilder((0x2000, other), (0x1000, page)).bytes)
        #expect(try core.bytes(at: 0x1ff0, count: 32) == Array(page[4080...]) + Array(other[..<16]))
        let words = try core.withWords(at: 0x1ff8, count: 2) { [$0[0], $0[1]] }
        #expect(words == [word(page, 4088), word(other, 0)])
    }

    @Test(arguments: [1, 4, 7]) func `Words are right where the file does not align them`(padding: Int) throws {
        var builder = ELFBuilder((0x1000, page))
        builder.padding = padding
        let core = try openELF(builder.bytes)
        #expect(try core.withWords(at: 0x1008, count: 2) { [$0[0], $0[1]] } == [word(page, 8), word(page, 16)])
    }

    @Test func `Words at an odd address are refused`() throws {
        let core = try openELF(ELFBuilder((0x1000, page)).bytes)
        #expect(throws: MemoryError.misaligned(0x1004)) { try core.withWords(at: 0x1004, count: 1) { $0[0] } }
    }

    @Test func `The first absent address is told`() throws {
        let core = try openELF(ELFBuilder((0x1000, page), (0x3000, page)).bytes)
        #expect(throws: MemoryError.absent(0x2000)) { try core.bytes(at: 0x1ff0, count: 0x1020) }
        #expect(throws: MemoryError.absent(0x800)) { try core.bytes(at: 0x800, count: 1) }
        #expect(throws: MemoryError.wraps(PhysicalAddress(.max))) {
            try core.bytes(at: PhysicalAddress(.max), count: 2)
        }
        #expect(throws: MemoryError.wraps(0x1000)) { try core.withWords(at: 0x1000, count: .max) { $0.count } }
        #expect(throws: MemoryError.wraps(0x1000)) { try core.withBytes(at: 0x1000, count: -1) { $0.count } }
    }

    @Test func `Nothing is read of an empty range`() throws {
        let core = try openELF(ELFBuilder((0x1000, page)).bytes)
        #expect(try core.bytes(at: 0x1000, count: 0).isEmpty)
        #expect(try core.bytes(at: 0x10_0000, count: 0).isEmpty)
    }

    @Test func `Where segments overlap the first in the file counts`() throws {
        let second = [UInt8](repeating: 2, count: 8192)
        let core = try openELF(ELFBuilder((0x2000, page), (0x1000, second), (0x1800, page)).bytes)
        #expect(try core.bytes(at: 0x1000, count: 0x1000) == [UInt8](repeating: 2, count: 0x1000))
        #expect(try core.bytes(at: 0x2000, count: 0x1000) == page)
        #expect(core.present.map(\.description) == ["0x1000-0x2fff"])
        #expect(core.damage.contains { $0.reason.contains("overlap") })
    }

    @Test func `What a segment has only in memory is absent`() throws {
        var builder = ELFBuilder((0x1000, page))
        builder.segments[0].memorySize = 0x8000
        #expect(try openELF(builder.bytes).present.map(\.description) == ["0x1000-0x1fff"])
    }

    @Test func `Segments without bytes are passed over`() throws {
        let core = try openELF(ELFBuilder((0x1000, page), (0x5000, []), (0x1800, [])).bytes)
        #expect(core.present.map(\.description) == ["0x1000-0x1fff"])
        #expect(core.damage.isEmpty)
    }

    @Test func `A segment that the file does not hold whole is clipped and told of`() throws {
        let bytes = ELFBuilder((0x1000, page), (0x2000, page)).bytes
        let core = try openELF(Array(bytes.dropLast(96)))
        #expect(core.present.map(\.description) == ["0x1000-0x2f9f"])
        #expect(core.damage.map(\.offset) == [64 + 56])
    }

    @Test(arguments: [UInt64(1) << 63, .max, 0xffff_ffff_ffff_f000])
    func `Absurd offsets and sizes of a segment do no harm`(value: UInt64) throws {
        var builder = ELFBuilder((0x1000, page), (0x2000, page))
        builder.segments[1].offset = value
        #expect(try openELF(builder.bytes).present.map(\.description) == ["0x1000-0x1fff"])
        builder.segments[1].offset = nil
        builder.segments[1].fileSize = value
        #expect(try openELF(builder.bytes).present.map(\.description) == ["0x1000-0x2fff"])
        builder.segments[1].fileSize = nil
        builder.segments[1].address = value
        let core = try openELF(builder.bytes)
        #expect(core.present.first?.description == "0x1000-0x1fff")
    }

    @Test func `The number of segments can stand in section header 0`() throws {
        var builder = ELFBuilder()
        builder.isExtended = true
        builder.segments = (0..<70_000).map {
            ELFBuilder.Segment(address: UInt64($0) * 0x2000, bytes: [UInt8($0 & 255)])
        }
        let core = try openELF(builder.bytes)
        #expect(core.present.count == 70_000)
        #expect(try core.bytes(at: PhysicalAddress(69_999 * 0x2000), count: 1) == [UInt8(69_999 & 255)])
    }

    @Test func `Without a section header 65535 segments are refused`() throws {
        let bytes = ELFBuilder((0x1000, page)).bytes.patched((56, 2, 0xffff))
        #expect(try refusal(bytes).code == .damaged)
    }

    @Test func `Notes are read`() throws {
        var builder = ELFBuilder((0x1000, page))
        builder.notes =
            note("CORE", type: 1, noise(336))
            + note("VMCOREINFO", type: 0, Array("OSRELEASE=7.3.4\nPAGESIZE=4096\nSYMBOL(x)=ff\nnonsense\n".utf8))
        let core = try openELF(builder.bytes)
        #expect(core.notes.map(\.name) == ["CORE", "VMCOREINFO"])
        #expect(core.notes.first?.contents == noise(336))
        #expect(core.vmcoreinfo?.osRelease == "7.3.4")
        #expect(core.vmcoreinfo?.pageSize == 4096)
        #expect(core.vmcoreinfo?["SYMBOL(x)"] == "ff")
    }

    @Test(arguments: [UInt64(0xffff_ffff), 0x8000_0000, 337, 1000])
    func `A note that reaches past its segment ends the notes`(size: UInt64) throws {
        var builder = ELFBuilder((0x1000, page))
        builder.notes = note("CORE", type: 1, noise(16)) + note("CORE", type: 1, noise(336)).patched((4, 4, size))
        let core = try openELF(builder.bytes)
        #expect(core.notes.count == 1)
        #expect(core.damage.count == 1)
    }

    @Test func `A core of a process is told from a core of a machine`() throws {
        let error = try refusal(ELFBuilder((0, page), (0, page)).bytes)
        #expect(error.code == .unsupported)
        #expect(error.reason.contains("process"))
        let withoutAddresses = try refusal(ELFBuilder((.max, page), (.max, page)).bytes)
        #expect(withoutAddresses.reason.contains("process"))
    }

    @Test func `Memory at address 0 alone is memory`() throws {
        #expect(try openELF(ELFBuilder((0, page)).bytes).present.map(\.description) == ["0x0-0xfff"])
    }

    @Test(arguments: [
        (4, 1, UInt64(1), "32-bit"), (5, 1, 2, "big-endian"), (4, 1, 9, "class 9"), (16, 2, 2, "executable"),
        (16, 2, 3, "shared object"), (16, 2, 1, "object file"), (18, 2, 243, "riscv64"), (18, 2, 21, "ppc64"),
    ])
    func `Another ELF file is refused by what it is`(offset: Int, width: Int, value: UInt64, word: String) throws {
        let error = try refusal(ELFBuilder((0x1000, page)).bytes.patched((offset, width, value)))
        #expect(error.code == .unsupported)
        #expect(error.reason.contains(word))
        #expect(error.reason.contains("expected a 64-bit little-endian core"))
    }

    @Test(arguments: [
        (32, 8, UInt64.max), (32, 8, 1 << 63), (32, 8, 4_000_000), (54, 2, 0), (54, 2, 55), (56, 2, 0), (56, 2, 9999),
    ])
    func `Program headers outside the file are refused`(offset: Int, width: Int, value: UInt64) throws {
        let error = try refusal(ELFBuilder((0x1000, page)).bytes.patched((offset, width, value)))
        #expect(error.code == .damaged)
        #expect(error.offset != nil)
    }

    @Test func `A count of segments without end is refused`() throws {
        var builder = ELFBuilder((0x1000, page))
        builder.isExtended = true
        let error = try refusal(builder.bytes.patched((64 + 56 + 44, 4, 0xffff_ffff)))
        #expect(error.code == .tooLarge)
    }

    @Test func `Many overlapping segments are sorted out in good time`() throws {
        var builder = ELFBuilder()
        builder.isExtended = true
        builder.segments = (0..<100_000).map { index in
            ELFBuilder.Segment(address: 0x1000 + UInt64(index), bytes: [], offset: 64, fileSize: 4_000_000)
        }
        let clock = ContinuousClock()
        var ranges = 0
        let time = try clock.measure { ranges = try openELF(builder.bytes).present.count }
        #expect(ranges == 1)
        #expect(time < .seconds(20))
    }

    @Test func `Every truncation is refused or read as far as it goes`() throws {
        var builder = ELFBuilder((0x1000, page), (0x3000, noise(256)))
        builder.notes = note("CORE", type: 1, noise(32))
        let bytes = builder.bytes
        for count in stride(from: 0, to: bytes.count, by: 7) {
            guard let core = try? openELF(Array(bytes.prefix(count))) else { continue }
            #expect(readEverything(core).unreadable == 0)
            #expect(!core.damage.isEmpty)
        }
    }

    @Test func `No flipped bit of the headers does harm`() throws {
        var builder = ELFBuilder((0x1000, noise(64)), (0x3000, noise(256)))
        builder.notes = note("CORE", type: 1, noise(32))
        let bytes = builder.bytes
        for bit in 0..<(64 + 3 * 56 + 44) * 8 {
            var flipped = bytes
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            guard let core = try? openELF(flipped) else { continue }
            _ = core.present.prefix(4).map { try? core.bytes(at: $0.start, count: 16) }
        }
    }
}

/// The little-endian word at an offset.
func word(_ bytes: [UInt8], _ offset: Int) -> UInt64 {
    bytes[offset..<offset + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
}
