import MemoryDumps
import PhysicalMemory
import Testing

@Suite struct GzipTests {
    let core = ELFBuilder((0x1000, noise(100_000)), (0x10_0000, [UInt8](repeating: 0, count: 4 << 20))).bytes

    @Test func `What is inside is opened`() throws {
        let dump = try openELF(gzip(core))
        #expect(readEverything(dump).sum == readEverything(try openELF(core)).sum)
        guard case .deviceTree(let bytes) = try open(gzip([0xd0, 0x0d, 0xfe, 0xed] + noise(60))) else {
            throw TestFailure(text: "is no device tree")
        }
        #expect(bytes.count == 64)
        #expect(try openKdump(gzip(KdumpFileTests.sample.bytes)).present.count == 4)
        #expect(try openKdump(gzip(flattened([(0, KdumpFileTests.sample.bytes)]))).present.count == 4)
    }

    @Test func `Contents larger than the limit for memory go to a file`() throws {
        var limits = InputLimits()
        for inMemory in [0, 1, 65536, 65537, 1 << 20] as [UInt64] {
            limits.inMemory = inMemory
            let input = try open(gzip(core), limits: limits)
            #expect(readEverything(input.memory).sum == readEverything(try openELF(core)).sum)
        }
    }

    @Test func `Members follow one another`() throws {
        let half = core.count / 2
        let members = gzip(Array(core[..<half])) + gzip([]) + gzip(Array(core[half...]))
        #expect(readEverything(try openELF(members)).sum == readEverything(try openELF(core)).sum)
    }

    @Test func `Zeros after the end are padding`() throws {
        var notes: [InputNote] = []
        _ = try open(gzip(core) + [UInt8](repeating: 0, count: 512)) { notes.append($0) }
        #expect(notes.isEmpty)
    }

    @Test func `Garbage after the end is told`() throws {
        var notes: [InputNote] = []
        let packed = gzip(core)
        _ = try open(packed + [0, 0, 7]) { notes.append($0) }
        #expect(notes.map(\.offset) == [UInt64(packed.count + 2)])
    }

    @Test func `Truncated data is refused with the offset of its end`() throws {
        let packed = gzip(core)
        for count in [packed.count - 1, packed.count - 8, packed.count / 2] {
            let error = try refusal(Array(packed.prefix(count)))
            #expect(error.code == .damaged)
            #expect(error.offset == UInt64(count))
            #expect(error.reason.contains("cut short"))
        }
    }

    @Test func `A wrong checksum is refused`() throws {
        var packed = gzip(core)
        packed[packed.count - 6] ^= 1
        #expect(try refusal(packed).reason.contains("data check"))
    }

    @Test func `No flipped byte does harm`() throws {
        let packed = gzip(ELFBuilder((0x1000, noise(300))).bytes)
        for index in packed.indices {
            var flipped = packed
            flipped[index] ^= 0x10
            _ = try? open(flipped)
        }
    }

    @Test func `A picture inside is refused before the rest is inflated`() throws {
        // The end is missing, which would be found only by inflating everything.
        let packed = gzip([0xff, 0xd8, 0xff, 0xe0] + noise(1_000_000)).dropLast(20)
        let error = try refusal(Array(packed))
        #expect(error.code == .unrecognised)
        #expect(error.reason.contains("JPEG"))
    }

    @Test func `Gzip inside gzip is refused`() throws {
        #expect(try refusal(gzip(gzip(core))).reason.contains("gzip inside gzip"))
    }

    @Test func `An executable inside is refused by what it is`() throws {
        #expect(try refusal(gzip(core.patched((16, 2, 2)))).reason.contains("executable"))
    }

    @Test func `Contents past the limit are refused`() throws {
        var limits = InputLimits()
        limits.unfolded = 1 << 20
        #expect(try refusal(gzip(core), limits: limits).code == .tooLarge)
        limits.inMemory = 0
        #expect(try refusal(gzip(core), limits: limits).code == .tooLarge)
        limits = InputLimits()
        limits.blob = 1 << 20
        let tree: [UInt8] = [0xd0, 0x0d, 0xfe, 0xed] + [UInt8](repeating: 0, count: 2 << 20)
        #expect(try refusal(gzip(tree), limits: limits).code == .tooLarge)
        #expect(try refusal(tree, limits: limits).code == .tooLarge)
    }

    @Test func `Room on the disk is left free`() throws {
        var limits = InputLimits()
        limits.inMemory = 0
        limits.reserve = 1 << 60
        let error = try refusal(gzip(core), limits: limits)
        #expect(error.code == .noSpace)
        #expect(error.reason.contains("TMPDIR"))
    }

    @Test func `An empty member alone is an empty file`() throws {
        #expect(try refusal(gzip([])).code == .empty)
    }
}
