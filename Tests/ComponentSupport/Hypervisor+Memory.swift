public import HandoverState
public import PhysicalMemory

extension Hypervisor {
    /// A run of guest memory: naturally aligned blocks of one order.
    public struct GuestMemory: Sendable {
        /// The frame of the first block.
        public let frame: UInt64
        /// The order of the blocks.
        public let order: Int
        /// How many.
        public let count: UInt64
        /// Whether the contents are kept in a fixture: pages of a gigabyte are not.
        public let isKept: Bool

        /// Where it lies.
        public var range: MemoryRange {
            let start = frame << 12
            return MemoryRange(
                from: PhysicalAddress(start), to: PhysicalAddress(start + count << UInt64(12 + order)))
        }
    }

    /// The memory of the guests: a memfd, guest_memfd and a page of a gigabyte.
    public static let guestMemory = [
        GuestMemory(frame: 0x4_0000, order: 9, count: 2, isKept: true),
        GuestMemory(frame: 0x5_0000, order: 9, count: 1, isKept: true),
        GuestMemory(frame: 0x8_0000, order: 18, count: 1, isKept: false),
    ]

    /// Pages that structures name and that belong to nothing described: page tables, stacks, code.
    public static let namedPages: [UInt64] = [
        0x6_0000, 0x6_0001, 0x6_0002, 0x6_0100, 0x6_2000, 0x6_3000, 0x6_4000, 0x6_4001, 0x6_4010,
    ]

    /// The machine's whole handover, to be encoded.
    public var handover: HandoverState {
        var preserved = PreservedMemory.Builder(pageShift: 12)
        for memory in Self.guestMemory {
            for block in 0..<memory.count {
                _ = preserved.add(block: memory.frame >> UInt64(memory.order) + block, order: memory.order)
            }
        }
        for page in Self.namedPages { _ = preserved.add(block: page, order: 0) }
        var state = HandoverState(root: nil)
        state.memory = preserved.build()
        state.scratch = [MemoryRange(from: 0x800_0000, to: 0xc00_0000)]
        state.kernel = PreviousKernel(version: 1, release: "7.3.4", kexecCount: 1)
        state.liveUpdate = liveUpdate
        return state
    }

    /// What a page of guest memory holds: text that says where it lies.
    public static func page(_ frame: UInt64) -> [UInt8] {
        let line = Array("guest page 0x\(String(frame, radix: 16))\n".utf8)
        return line + [UInt8](repeating: 0, count: 4096 - line.count)
    }
}
