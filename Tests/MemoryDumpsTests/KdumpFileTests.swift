import MemoryDumps
import PhysicalMemory
import Testing

@Suite struct KdumpFileTests {
    static let eight: [UInt8] = [1, 2, 3, 5, 8, 13, 21, 34]
    static let plain = noise(4096)
    static let packed = CompressedPage.repeating(Array("kho test".utf8))

    static var sample: KdumpBuilder {
        KdumpBuilder(pages: [
            (1, 0, plain), (2, 1, zlibCompressed(packed)), (3, 2, CompressedPage.lzo(eight)),
            (7, 4, CompressedPage.snappy(eight)), (20, 0x20, CompressedPage.zstd(0x5a)), (63, 0, plain),
        ])
    }

    @Test func `Pages of every compression are read`() throws {
        let dump = try openKdump(Self.sample.bytes)
        #expect(dump.machine == .x86_64)
        #expect(dump.release == "7.3.4-test")
        #expect(
            dump.present.map(\.description) == ["0x1000-0x3fff", "0x7000-0x7fff", "0x14000-0x14fff", "0x3f000-0x3ffff"])
        #expect(try dump.bytes(at: 0x1000, count: 4096) == Self.plain)
        #expect(try dump.bytes(at: 0x2000, count: 4096) == Self.packed)
        #expect(try dump.bytes(at: 0x3000, count: 4096) == CompressedPage.repeating(Self.eight))
        #expect(try dump.bytes(at: 0x7000, count: 4096) == CompressedPage.repeating(Self.eight))
        #expect(try dump.bytes(at: 0x14000, count: 4096) == [UInt8](repeating: 0x5a, count: 4096))
        #expect(dump.damage.isEmpty)
    }

    @Test func `Pages of 64 KiB are read`() throws {
        var builder = Self.sample
        builder.blockSize = 65536
        let plain = noise(65536)
        builder.pages = [(0, 0, plain), (1, 1, zlibCompressed(Self.packed + [UInt8](repeating: 0, count: 61440)))]
        builder.pages.append((3, 2, CompressedPage.lzo(Self.eight, size: 65536)))
        let dump = try openKdump(builder.bytes)
        #expect(dump.pageSize == 65536)
        #expect(try dump.bytes(at: 0x10, count: 16) == Array(plain[16..<32]))
        #expect(try dump.bytes(at: 0x10000, count: 4096) == Self.packed)
        #expect(try dump.bytes(at: 0x3fff8, count: 8) == Self.eight)
    }

    @Test func `A read across pages is gathered`() throws {
        let dump = try openKdump(Self.sample.bytes)
        #expect(try dump.bytes(at: 0x1ffd, count: 9) == Array(Self.plain[4093...]) + Array(Self.packed[..<6]))
        #expect(
            try dump.bytes(at: 0x1000, count: 0x3000) == Self.plain + Self.packed + CompressedPage.repeating(Self.eight)
        )
        #expect(
            try dump.withWords(at: 0x2ff8, count: 2) { [$0[0], $0[1]] } == [word(Self.packed, 0), word(Self.eight, 0)])
        #expect(try dump.bytes(at: 0x1003, count: 0).isEmpty)
    }

    @Test func `Pages that are left out are absent`() throws {
        let dump = try openKdump(Self.sample.bytes)
        #expect(throws: MemoryError.absent(0)) { try dump.bytes(at: 0, count: 1) }
        #expect(throws: MemoryError.absent(0x4000)) { try dump.bytes(at: 0x3ff0, count: 32) }
        #expect(throws: MemoryError.absent(0x40000)) { try dump.bytes(at: 0x3fff0, count: 17) }
        #expect(throws: MemoryError.misaligned(0x1004)) { try dump.withWords(at: 0x1004, count: 1) { $0[0] } }
        #expect(throws: MemoryError.wraps(0x1000)) { try dump.withWords(at: 0x1000, count: .max) { $0.count } }
    }

    @Test func `VMCOREINFO is read from its place in the header`() throws {
        var builder = Self.sample
        builder.vmcoreinfo = "OSRELEASE=7.2.13\nPAGESIZE=4096\n"
        builder.notes = note("CORE", type: 1, noise(336))
        let dump = try openKdump(builder.bytes)
        #expect(dump.vmcoreinfo?.osRelease == "7.2.13")
        #expect(dump.notes.map(\.name) == ["CORE"])
    }

    @Test func `VMCOREINFO is read from the notes`() throws {
        var builder = Self.sample
        builder.notes = note("VMCOREINFO", type: 0, Array("OSRELEASE=7.1.13\n".utf8))
        #expect(try openKdump(builder.bytes).vmcoreinfo?.osRelease == "7.1.13")
    }

    @Test func `One file of a split dump holds its part of the pages`() throws {
        var builder = Self.sample
        builder.split = 3..<20
        let dump = try openKdump(builder.bytes)
        #expect(dump.present.map(\.description) == ["0x3000-0x3fff", "0x7000-0x7fff"])
        #expect(try dump.bytes(at: 0x7000, count: 8) == Self.eight)
    }

    @Test(arguments: [2, 4, 0x20, 1] as [UInt64])
    func `A page that does not decompress is unreadable and others are not`(flags: UInt64) throws {
        var builder = Self.sample
        builder.pages[1] = (2, flags, noise(1000, seed: 9))
        let dump = try openKdump(builder.bytes)
        #expect(throws: MemoryError.self) { try dump.bytes(at: 0x2000, count: 1) }
        #expect(try dump.bytes(at: 0x3000, count: 8) == Self.eight)
        #expect(readEverything(dump).unreadable == 1)
    }

    @Test(arguments: [
        (8, 4, UInt64(0xffff_ffff)), (8, 4, 4097), (8, 4, 0), (8, 4, 4095), (0, 8, .max), (0, 8, 1 << 63),
        (12, 4, 0x40),
        (12, 4, 3),
    ])
    func `A page whose descriptor is absurd is unreadable`(field: Int, width: Int, value: UInt64) throws {
        let descriptors = 4 * 4096
        let dump = try openKdump(Self.sample.bytes.patched((descriptors + field, width, value)))
        let error = #expect(throws: MemoryError.self) { try dump.bytes(at: 0x1000, count: 1) }
        guard case .unreadable(0x1000, _)? = error else { throw TestFailure(text: "is not unreadable") }
    }

    @Test(arguments: [
        (428, UInt64(0)), (428, 4095), (428, 1 << 20), (428, 0x0010_0000), (432, 0xffff_ffff), (432, 1 << 31),
        (436, 0xffff_ffff), (436, 0), (8, 99), (8, 0xffff_ffff),
    ])
    func `Absurd headers are refused`(offset: Int, value: UInt64) throws {
        let error = try refusal(Self.sample.bytes.patched((offset, 4, value)))
        #expect(error.code == .damaged || error.code == .unsupported)
        #expect(error.offset == UInt64(offset) || offset == 436)
    }

    @Test(arguments: [UInt64.max, 1 << 63, 1 << 40, 0xffff_ffff])
    func `A number of frames beyond the bitmap is cut to it`(frames: UInt64) throws {
        let dump = try openKdump(Self.sample.bytes.patched((4096 + 96, 8, frames)))
        #expect(dump.present.first?.start == 0x1000)
    }

    @Test(arguments: [32, 40, 48, 56]) func `Notes outside the file are none`(field: Int) throws {
        var builder = Self.sample
        builder.notes = note("CORE", type: 1, noise(336))
        builder.vmcoreinfo = "OSRELEASE=7.2.13\n"
        for value in [UInt64.max, 1 << 63, 1 << 40] {
            let dump = try openKdump(builder.bytes.patched((4096 + field, 8, value)))
            #expect(try dump.bytes(at: 0x1000, count: 4096) == Self.plain)
        }
    }

    @Test func `A dump cut short is read as far as it goes`() throws {
        let bytes = Self.sample.bytes
        let descriptors = 4 * 4096
        let dump = try openKdump(Array(bytes.prefix(descriptors + 2 * 24 + 4)))
        #expect(dump.present.map(\.description) == ["0x1000-0x2fff"])
        #expect(dump.damage.count == 1)
        let longer = try openKdump(Array(bytes.dropLast(100)))
        #expect(readEverything(longer).unreadable == 1)
    }

    @Test func `Every truncation is refused or read as far as it goes`() throws {
        let bytes = Self.sample.bytes
        for count in stride(from: 8, to: bytes.count, by: 509) {
            guard let dump = try? openKdump(Array(bytes.prefix(count))) else { continue }
            _ = readEverything(dump)
        }
    }

    @Test func `No flipped bit of the headers does harm`() throws {
        let bytes = Self.sample.bytes
        let places = Array(0..<16) + Array(424..<464) + Array(4096..<4096 + 104) + Array(4 * 4096..<4 * 4096 + 6 * 24)
        for place in places {
            for bit in 0..<8 {
                var flipped = bytes
                flipped[place] ^= 1 << UInt8(bit)
                guard let input = try? open(flipped) else { continue }
                _ = readEverything(input.memory)
            }
        }
    }

    @Test func `Damaged compressed pages do no harm`() throws {
        for flags in [1, 2, 4, 0x20] as [UInt64] {
            for seed in 0..<40 as Range<UInt64> {
                var builder = Self.sample
                var page = [1: zlibCompressed(Self.packed), 2: CompressedPage.lzo(Self.eight)][flags]
                page = page ?? (flags == 4 ? CompressedPage.snappy(Self.eight) : CompressedPage.zstd(7))
                guard var page else { continue }
                let random = noise(4, seed: seed + 1)
                page[Int(random[0]) % page.count] = random[1]
                page[Int(random[2]) % min(page.count, 12)] = random[3]
                builder.pages = (0..<8).map { ($0, flags, page) }
                _ = readEverything(try openKdump(builder.bytes))
            }
        }
    }

    @Test func `Threads can read at the same time`() async throws {
        let dump = try openKdump(Self.sample.bytes)
        let sum = readEverything(dump).sum
        await withTaskGroup(of: UInt64.self) { group in
            for _ in 0..<8 { group.addTask { (0..<20).map { _ in readEverything(dump).sum }.max() ?? 0 } }
            for await other in group { #expect(other == sum) }
        }
    }
}
