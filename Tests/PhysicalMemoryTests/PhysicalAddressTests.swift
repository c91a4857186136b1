import PhysicalMemory
import Testing

@Suite struct PhysicalAddressTests {
    @Test func `A page frame number that does not fit is no address`() {
        #expect(PhysicalAddress(pageFrame: 0x4cc, pageShift: 12) == 0x4cc000)
        #expect(PhysicalAddress(pageFrame: UInt64.max >> 12, pageShift: 12) == 0xffff_ffff_ffff_f000)
        #expect(PhysicalAddress(pageFrame: (UInt64.max >> 12) + 1, pageShift: 12) == nil)
        #expect(PhysicalAddress(pageFrame: 1, pageShift: 64) == nil)
    }

    @Test func `Addresses do not wrap`() {
        #expect(PhysicalAddress(.max).advanced(by: 0) == PhysicalAddress(.max))
        #expect(PhysicalAddress(.max).advanced(by: 1) == nil)
    }

    @Test func `Addresses are printed as the kernel prints them`() {
        #expect(PhysicalAddress(0x4cc000).description == "0x4cc000")
        #expect(MemoryRange(from: 0x1000, to: 0x2000).description == "0x1000-0x1fff")
        #expect(MemoryRange(from: 0x1000, to: 0x1000).description == "0x1000 (empty)")
    }

    @Test func `Alignment is told for powers of two`() {
        #expect(PhysicalAddress(0x1008).isAligned(to: 8))
        #expect(!PhysicalAddress(0x1004).isAligned(to: 8))
        #expect(PhysicalAddress(3).isAligned(to: 1))
    }
}

@Suite struct MemoryRangeTests {
    @Test func `A range that would wrap is none`() {
        #expect(MemoryRange(start: PhysicalAddress(.max), size: 1) == nil)
        #expect(MemoryRange(start: PhysicalAddress(.max), size: 0) != nil)
        #expect(MemoryRange(start: 1, size: .max) == nil)
    }

    @Test func `Ranges that overlap or touch are merged`() {
        let ranges = [
            MemoryRange(from: 0x3000, to: 0x4000), MemoryRange(from: 0x1000, to: 0x2000),
            MemoryRange(from: 0x1800, to: 0x1900), MemoryRange(from: 0x2000, to: 0x2800), MemoryRange(from: 9, to: 9),
        ]
        #expect(ranges.merged().map(\.description) == ["0x1000-0x27ff", "0x3000-0x3fff"])
    }

    @Test func `Intersections can be empty`() {
        let range = MemoryRange(from: 0x1000, to: 0x3000)
        #expect(range.intersection(MemoryRange(from: 0x2000, to: 0x9000)) == MemoryRange(from: 0x2000, to: 0x3000))
        #expect(range.intersection(MemoryRange(from: 0x8000, to: 0x9000)).isEmpty)
        #expect(!range.overlaps(MemoryRange(from: 0x3000, to: 0x4000)))
        #expect(range.overlaps(MemoryRange(from: 0x2fff, to: 0x4000)))
        #expect(!range.overlaps(MemoryRange(from: 0x2000, to: 0x2000)))
    }
}
