import HandoverAnalysis
import HandoverCoding
import HandoverState
import PhysicalMemory

extension Sample {
    static let scratch = [
        Sample(.scratchAbsent, "no areas", readOf: "7.3.4") { $0.handover.state.scratch = [] },
        Sample(.scratchEmpty, "an area more, of nothing", readOf: "7.3.4") {
            $0.handover.state.scratch?.append(MemoryRange(from: 0, to: 0))
        },
        Sample(.scratchMisaligned, "half of the alignment of 7.2", readOf: "7.3.4") {
            $0.handover.state.scratch?.append(MemoryRange(from: 0x820_0000, to: 0x860_0000))
        },
        Sample(.scratchMisaligned, "a page off", readOf: "6.17.8") {
            $0.handover.state.scratch?.append(MemoryRange(from: 0x800_1000, to: 0x820_1000))
        },
        Sample(.scratchOverlap, "an area more, within another", readOf: "7.3.4") {
            $0.handover.state.scratch?.append(MemoryRange(from: 0xe80_0000, to: 0xec0_0000))
        },
        Sample(.scratchTooSmall, "a gigabyte to come", readOf: "7.3.4") { $0.bootSize = 1 << 30 },
        Sample(.scratchOutsideMemory, "an area above all memory", readOf: "7.3.4") {
            $0.memory = [MemoryRange(from: 0, to: 0x1000_0000)]
            $0.handover.state.scratch?.append(MemoryRange(from: 0x1_0000_0000, to: 0x1_0100_0000))
        },
        Sample(.scratchSmall, "one area of 4 MiB", readOf: "7.3.4") {
            $0.handover.state.scratch = [MemoryRange(from: 0xe40_0000, to: 0xe80_0000)]
        },
    ]
}
