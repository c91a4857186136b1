import PhysicalMemory
import Testing

@Suite struct MemoryImageTests {
    @Test func `Bytes are read back where they were written`() throws {
        var image = MemoryImage()
        let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try image.write(bytes, at: 0x1ffd)
        #expect(try image.bytes(at: 0x1ffd, count: 10_000) == bytes)
        #expect(try image.bytes(at: 0x2000, count: 2) == [bytes[3], bytes[4]])
        #expect(image.present.map(\.description) == ["0x1000-0x4fff"])
    }

    @Test func `Words are little-endian`() throws {
        var image = MemoryImage()
        try image.write(words: [0x0807_0605_0403_0201, .max], at: 0x1ff8)
        #expect(try image.bytes(at: 0x1ff8, count: 9) == [1, 2, 3, 4, 5, 6, 7, 8, 0xff])
        #expect(try image.withWords(at: 0x1ff8, count: 2) { [$0[0], $0[1]] } == [0x0807_0605_0403_0201, .max])
    }

    @Test func `Bytes written over words change only themselves`() throws {
        var image = MemoryImage()
        try image.write(words: [.max], at: 0x1000)
        try image.write([0, 1], at: 0x1003)
        #expect(try image.withWords(at: 0x1000, count: 1) { $0[0] } == 0xffff_ff01_00ff_ffff)
    }

    @Test func `The first absent address is told`() throws {
        var image = MemoryImage()
        try image.write([1], at: 0x1000)
        #expect(throws: MemoryError.absent(0x2000)) { try image.bytes(at: 0x1ff0, count: 32) }
        #expect(throws: MemoryError.absent(0x800)) { try image.bytes(at: 0x800, count: 1) }
        #expect(image.firstAbsent(in: MemoryRange(from: 0x1800, to: 0x2800)) == 0x2000)
        #expect(image.contains(MemoryRange(from: 0x1000, to: 0x2000)))
        #expect(image.contains(MemoryRange(from: 0x9000, to: 0x9000)))
    }

    @Test func `Nothing is read or written past the end of the address space`() throws {
        var image = MemoryImage()
        #expect(throws: MemoryError.wraps(PhysicalAddress(.max))) { try image.write([1], at: PhysicalAddress(.max)) }
        #expect(throws: MemoryError.wraps(0xffff_ffff_ffff_f000)) {
            try image.write(words: [1], at: 0xffff_ffff_ffff_f000)
        }
        try image.write([1], at: 0xffff_ffff_ffff_efff)
        #expect(image.present.map(\.description) == ["0xffffffffffffe000-0xffffffffffffefff"])
        #expect(throws: MemoryError.self) { try image.bytes(at: 0x1000, count: .max) }
        #expect(throws: MemoryError.self) { try image.withWords(at: 0x1000, count: .max) { $0.count } }
    }

    @Test func `Words at an odd address are refused`() throws {
        var image = MemoryImage()
        #expect(throws: MemoryError.misaligned(0x1004)) { try image.write(words: [1], at: 0x1004) }
        #expect(throws: MemoryError.misaligned(0x1004)) { try image.withWords(at: 0x1004, count: 1) { $0[0] } }
    }

    @Test func `Nothing is read of an empty range`() throws {
        let image = MemoryImage()
        #expect(image.present.isEmpty)
        #expect(try image.bytes(at: 0x1000, count: 0).isEmpty)
        #expect(try image.bytes(at: 0x1001, count: 0).isEmpty)
        #expect(throws: MemoryError.self) { try image.withBytes(at: 0x1000, count: -1) { $0.count } }
    }

    @Test func `Errors name their address`() {
        let errors: [MemoryError] = [
            .absent(0x1000), .misaligned(0x1000), .wraps(0x1000), .unreadable(0x1000, reason: "x"),
        ]
        for error in errors {
            #expect(error.address == 0x1000)
            #expect(error.description.contains("0x1000"))
        }
    }
}
