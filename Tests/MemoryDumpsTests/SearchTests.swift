import MemoryDumps
import PhysicalMemory
import Testing

@Suite struct SearchTests {
    static let magic: [UInt8] = [0xd0, 0x0d, 0xfe, 0xed]

    func page(_ start: [UInt8]) -> [UInt8] { start + [UInt8](repeating: 0, count: 4096 - start.count) }

    @Test func `Pages are found by their first bytes`() throws {
        let core = try openELF(
            ELFBuilder(
                (0x5000, page(Self.magic)), (0x1000, page(Self.magic) + page([1]) + page(Self.magic)),
                (0x8_0000_0000, page([0, 0, 0, 0] + Self.magic)), (0x9000, Self.magic), (0xb000, [0xd0, 0x0d])
            ).bytes)
        #expect(core.pages(startingWith: 0xedfe_0dd0, pageSize: 4096) == [0x1000, 0x3000, 0x5000, 0x9000])
        #expect(core.pages(startingWith: 0xedfe_0dd0, pageSize: 4096, limit: 2) == [0x1000, 0x3000])
        #expect(core.pages(startingWith: 0xedfe_0dd0, pageSize: 4096, limit: 0).isEmpty)
        #expect(core.pages(startingWith: 0xedfe_0dd0, pageSize: 0).isEmpty)
    }

    @Test func `Only addresses that are multiples of the page size are looked at`() throws {
        let core = try openELF(ELFBuilder((0x1800, page(Self.magic) + page(Self.magic))).bytes)
        #expect(core.pages(startingWith: 0xedfe_0dd0, pageSize: 4096).isEmpty)
        #expect(core.pages(startingWith: 0xedfe_0dd0, pageSize: 2048) == [0x1800, 0x2800])
    }

    @Test func `Pages that cannot be read are counted and passed over`() throws {
        var builder = KdumpBuilder(pages: [(0, 0, page(Self.magic)), (1, 1, noise(900)), (2, 0, page(Self.magic))])
        builder.frames = 8
        let dump = try openKdump(builder.bytes)
        var found: [PhysicalAddress] = []
        let unreadable = dump.searchPages(startingWith: 0xedfe_0dd0, pageSize: 4096) { address in
            found.append(address)
            return true
        }
        #expect(found == [0, 0x2000])
        #expect(unreadable == 1)
    }

    @Test func `Words are found wherever they lie`() throws {
        let pattern: [UInt64] = [0x1122_3344_5566_7788, 0x99aa_bbcc_ddee_ff00]
        let bytes = pattern.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } }
        var memory = [UInt8](repeating: 0, count: 3 << 20)
        // The seams of the pieces in which memory is scanned lie at multiples of 1 MiB.
        let places = [0, 8, 4096 - 8, (1 << 20) - 8, (1 << 20) + 8, (2 << 20) - 16, (3 << 20) - 16]
        for place in places { memory.replaceSubrange(place..<place + 16, with: bytes) }
        let core = try openELF(ELFBuilder((0x10_0000, memory)).bytes)
        // The second place overwrites half of the first.
        let expected = places.dropFirst().map { PhysicalAddress(0x10_0000 + UInt64($0)) }
        let found = core.firstOccurrences(of: pattern, limit: 100)
        #expect(found == expected)
        #expect(core.firstOccurrences(of: pattern, limit: 1) == [expected[0]])
        #expect(core.firstOccurrences(of: [], limit: 1).isEmpty)
        #expect(core.firstOccurrences(of: pattern, limit: 0).isEmpty)
    }

    @Test func `Words in the middle of words are found where that is asked for`() throws {
        let pattern: [UInt64] = [0x1122_3344_5566_7788, 0x99aa_bbcc_ddee_ff00]
        let bytes = pattern.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } }
        var memory = [UInt8](repeating: 0, count: 2 << 20)
        let places = [4, 64, 4092, (1 << 20) - 12, (2 << 20) - 20]
        for place in places { memory.replaceSubrange(place..<place + 16, with: bytes) }
        let core = try openELF(ELFBuilder((0, memory)).bytes)
        #expect(core.firstOccurrences(of: pattern, alignment: 8, limit: 9) == [64])
        #expect(
            core.firstOccurrences(of: pattern, alignment: 4, limit: 9) == places.map { PhysicalAddress(UInt64($0)) })
    }

    @Test func `A pattern does not reach over a gap`() throws {
        let core = try openELF(
            ELFBuilder((0x1000, page([])), (0x3000, [1, 0, 0, 0, 0, 0, 0, 0])).bytes)
        #expect(core.firstOccurrences(of: [0, 1], limit: 9).isEmpty)
        #expect(core.firstOccurrences(of: [1], limit: 9) == [0x3000])
    }

    @Test func `Damaged pages are passed over and what lies around them is scanned`() throws {
        let mark = page([7, 0, 0, 0, 0, 0, 0, 0])
        var builder = KdumpBuilder(pages: [
            (0, 0, mark), (1, 1, noise(900)), (2, 0, mark), (3, 1, noise(800)), (4, 1, noise(800)), (5, 0, mark),
        ])
        builder.frames = 8
        let dump = try openKdump(builder.bytes)
        #expect(dump.firstOccurrences(of: [7], limit: 9) == [0, 0x2000, 0x5000])
        #expect(dump.firstOccurrences(of: [7, 0], alignment: 4, limit: 9) == [0, 0x2000, 0x5000])
    }
}
