import MemoryDumps
import PhysicalMemory
import Testing

@Suite struct FlattenedDumpTests {
    let dump = KdumpFileTests.sample.bytes

    /// The dump in pieces, the last first.
    var pieces: [(offset: Int64, bytes: [UInt8])] {
        stride(from: 0, to: dump.count, by: 5000).reversed().map { start in
            (Int64(start), Array(dump[start..<min(start + 5000, dump.count)]))
        }
    }

    @Test func `The pieces are put where they belong`() throws {
        let rearranged = try openKdump(flattened(pieces))
        let whole = try openKdump(dump)
        #expect(rearranged.present == whole.present)
        #expect(readEverything(rearranged).sum == readEverything(whole).sum)
    }

    @Test func `Of pieces that overlap the later one counts`() throws {
        let first = [(offset: Int64(0), bytes: noise(dump.count))]
        let rearranged = try openKdump(flattened(first + pieces))
        #expect(readEverything(rearranged).sum == readEverything(try openKdump(dump)).sum)
    }

    @Test func `A missing end is told`() throws {
        var notes: [InputNote] = []
        _ = try open(flattened(pieces.reversed(), hasEnd: false)) { notes.append($0) }
        #expect(notes.contains { $0.reason.contains("end marker is missing") })
        notes = []
        _ = try open(Array(flattened(pieces.reversed()).dropLast(30))) { notes.append($0) }
        #expect(notes.contains { $0.reason.contains("cut short") })
    }

    @Test(arguments: [Int64(-2), .min, -4096]) func `A negative offset is refused`(offset: Int64) throws {
        let error = try refusal(flattened([(0, Array(dump.prefix(5000))), (offset, [1])]))
        #expect(error.code == .damaged)
        #expect(error.offset == 4096 + 16 + 5000)
    }

    @Test(arguments: [Int64.max, 1 << 62, 17 << 40]) func `A huge offset is refused`(offset: Int64) throws {
        let error = try refusal(flattened([(0, dump), (offset, [1])]))
        #expect(error.code == .tooLarge || error.code == .unreadable)
    }

    @Test func `A negative size is refused`() throws {
        let bytes = flattened([(0, dump)])
        var builder = ByteBuilder()
        builder.put(bytes, at: 0)
        builder.putBigEndian(1 << 63, width: 8, at: 4096 + 8)
        #expect(try refusal(builder.bytes).code == .damaged)
    }

    @Test func `Another type or version is refused`() throws {
        for offset in [16, 24] {
            var builder = ByteBuilder()
            builder.put(flattened(pieces), at: 0)
            builder.putBigEndian(2, width: 8, at: offset)
            #expect(try refusal(builder.bytes).code == .unsupported)
        }
    }

    @Test func `Every truncation is refused or read as far as it goes`() throws {
        let bytes = flattened(pieces.reversed())
        for count in stride(from: 12, to: bytes.count, by: 1021) {
            guard let input = try? open(Array(bytes.prefix(count))) else { continue }
            _ = readEverything(input.memory)
        }
    }

    @Test func `What unfolds to another kind is refused`() throws {
        #expect(try refusal(flattened([(0, noise(10_000))])).code == .damaged)
    }
}
