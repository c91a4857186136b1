public import PhysicalMemory

/// CPUs that stay in code of their own while one kernel replaces another.
public struct PreservedCPUs: Hashable, Sendable {
    /// The code that they run.
    public var text: MemoryRange?
    /// Its data.
    public var data: MemoryRange?
    /// The mode of the processors that the next kernel has to run in, in the architecture's parts.
    public var mode: [NamedNumber]
    /// The CPUs.
    public var cpus: [PreservedCPU]

    /// Preserved CPUs.
    public init(text: MemoryRange?, data: MemoryRange?, mode: [NamedNumber], cpus: [PreservedCPU]) {
        self.text = text
        self.data = data
        self.mode = mode
        self.cpus = cpus
    }
}

/// A CPU that stays in code of its own.
public struct PreservedCPU: Hashable, Sendable {
    /// Where it stands in the state.
    public var place: ComponentPlace
    /// The number that the kernel gave it.
    public var number: UInt64
    /// The number that the hardware gave it.
    public var hardwareID: UInt64
    /// What it does, as the format numbers it: 1 parked, 5 at work.
    public var state: UInt64
    /// The page tables that it runs on; `nil` where there are none of its own.
    public var addressSpace: AddressSpace?

    /// A CPU.
    public init(
        at place: ComponentPlace, number: UInt64, hardwareID: UInt64, state: UInt64, addressSpace: AddressSpace?
    ) {
        self.place = place
        self.number = number
        self.hardwareID = hardwareID
        self.state = state
        self.addressSpace = addressSpace
    }

    /// Page tables that the kernels leave alone.
    public struct AddressSpace: Hashable, Sendable {
        /// The topmost table.
        public var topTable: PhysicalAddress?
        /// How many pages of tables there are.
        public var pageCount: UInt64
        /// Where physical address 0 is mapped.
        public var directMapOffset: UInt64

        /// An address space.
        public init(topTable: PhysicalAddress?, pageCount: UInt64, directMapOffset: UInt64) {
            self.topTable = topTable
            self.pageCount = pageCount
            self.directMapOffset = directMapOffset
        }
    }
}
