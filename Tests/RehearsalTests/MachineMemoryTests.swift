import PhysicalMemory
import Testing

@testable import Rehearsal

struct MachineMemoryTests {
    @Test(arguments: [
        (256 << 20 as UInt64, 256 << 20 as UInt64, 0 as UInt64),
        (0xdfff_f000, 0xdfff_f000, 0),
        (0xe000_0000, 3 << 30, 512 << 20),
        (8 << 30, 3 << 30, 5 << 30),
    ])
    func `Memory that does not fit below the devices goes on at 4 GiB`(size: UInt64, low: UInt64, high: UInt64) {
        let machine = MachineMemory(size: size)
        #expect(machine.low.size == low)
        #expect(machine.high.size == high)
        #expect(machine.high.isEmpty || machine.high.start == 0x1_0000_0000)
    }

    @Test func `The file behind the memory has no hole for the devices`() {
        let machine = MachineMemory(size: 8 << 30)
        #expect(machine.offset(of: 0x1234_5000) == 0x1234_5000)
        #expect(machine.offset(of: 0x1_0000_1000) == (3 << 30) + 0x1000)
    }

    @Test func `The smallest machine leaves the firmware its part at the top`() throws {
        let range = MemoryRange(from: 0x4c_4000, to: 0xfb0_0000)
        let machine = try #require(MachineMemory.smallest(holding: [range]))
        #expect(machine.size == 320 << 20)
        #expect(machine.holds(range))
        #expect(!MachineMemory(size: 256 << 20).holds(range))
    }

    @Test func `State above 4 GiB takes a machine that has memory there`() throws {
        let range = MemoryRange(from: 0x1_8000_0000, to: 0x1_8000_1000)
        let machine = try #require(MachineMemory.smallest(holding: [range]))
        #expect(machine.size == (3 << 30) + (2 << 30) + (64 << 20))
        let low = MemoryRange(from: 0x1_0000_0000, to: 0x1_0000_1000)
        #expect(MachineMemory.smallest(holding: [low])?.size == 0xe000_0000)
    }

    @Test func `State where machines have devices fits no machine`() {
        let range = MemoryRange(from: 0xf000_0000, to: 0xf000_1000)
        #expect(MachineMemory.smallest(holding: [range]) == nil)
    }

    @Test func `The page tables map every address to itself`() {
        for gibibytes in [4, 513] as [UInt64] {
            let map = IdentityMap(upTo: gibibytes << 30)
            let base: UInt64 = 0xb00_0000
            let bytes = map.bytes(at: base)
            #expect(bytes.count == map.size)
            for address in [0, 0x20_0000, 0xffff_ffff, (gibibytes << 30) - 1] as [UInt64] {
                let pointers = bytes.integer(at: Int(address >> 39) * 8, as: UInt64.self)
                #expect(pointers & 0xfff == 3)
                let directory = bytes.integer(
                    at: Int((pointers & ~0xfff) - base) + Int(address >> 30 & 511) * 8, as: UInt64.self)
                #expect(directory & 0xfff == 3)
                let page = bytes.integer(
                    at: Int((directory & ~0xfff) - base) + Int(address >> 21 & 511) * 8, as: UInt64.self)
                #expect(page == address & ~0x1f_ffff | 0x83)
            }
        }
    }
}
