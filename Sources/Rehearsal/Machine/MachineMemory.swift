internal import PhysicalMemory

/// The memory of QEMU's machine `pc`: where in the address space it lies, and where in the file behind it.
struct MachineMemory: Hashable, Sendable {
    /// How many bytes the machine has.
    let size: UInt64
    /// What lies below the devices, from address 0.
    let low: MemoryRange
    /// What lies from 4 GiB on.
    let high: MemoryRange

    /// SeaBIOS and the tables that it makes take memory from the top of the low part down.
    static let firmwareReserve: UInt64 = 32 << 20
    private static let highStart = PhysicalAddress(4 << 30)
    /// From this size on, the machine keeps its low part at 3 GiB.
    private static let splitSize: UInt64 = 0xe000_0000
    private static let splitLow: UInt64 = 3 << 30

    /// A machine of a size, a multiple of a page.
    init(size: UInt64) {
        self.size = size
        let low = size >= Self.splitSize ? Self.splitLow : size
        self.low = MemoryRange(from: 0, to: PhysicalAddress(low))
        high = MemoryRange(from: Self.highStart, to: PhysicalAddress(Self.highStart.value + (size - low)))
    }

    /// The memory that the firmware leaves alone.
    var usable: [MemoryRange] {
        let kept = low.size > Self.firmwareReserve ? low.size - Self.firmwareReserve : 0
        return [MemoryRange(from: 0, to: PhysicalAddress(kept)), high].filter { !$0.isEmpty }
    }

    /// Whether the firmware leaves all of a range alone.
    func holds(_ range: MemoryRange) -> Bool {
        usable.contains { $0.contains(range) }
    }

    /// The first byte past the machine's memory.
    var end: PhysicalAddress { high.isEmpty ? low.end : high.end }

    /// Where an address is in the file behind the memory.
    func offset(of address: PhysicalAddress) -> UInt64 {
        address < Self.highStart ? address.value : address.value - Self.highStart.value + low.size
    }

    /// The smallest machine that holds all of some ranges; `nil` where no machine does, because devices lie there.
    static func smallest(holding ranges: [MemoryRange]) -> MachineMemory? {
        let grain: UInt64 = 64 << 20
        let lowEnd = ranges.filter { $0.start < Self.highStart }.map(\.end.value).max() ?? 0
        let highEnd = ranges.map(\.end.value).max() ?? 0
        let low = (lowEnd + firmwareReserve + grain - 1) & ~(grain - 1)
        let candidates =
            highEnd > highStart.value
            ? [max(splitSize, splitLow + (highEnd - highStart.value + grain - 1) & ~(grain - 1))]
            : [low, splitSize]
        return candidates.map { MachineMemory(size: $0) }.first { machine in
            ranges.allSatisfy { machine.holds($0) }
        }
    }
}
