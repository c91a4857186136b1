public import PhysicalMemory

/// A host bridge, `pci@N` at the root of pool and instance trees: the way to the devices that are below it.
public struct PCIHostBridge: Hashable, Sendable {
    /// The name of the node.
    public var name: String
    /// `linux,pci-domain`, the segment; kernels take 0 where there is none.
    public var domain: UInt32?
    /// `bus-range`: the first and last bus, as they stand.
    public var buses: BusRange?
    /// `reg`: where the configuration space of the segment's buses lies (ECAM).
    public var configuration: MemoryRange?
    /// `ranges`: the windows through which devices are reached.
    public var windows: [Window] = []
    /// The devices and bridges below.
    public var children: [PCINode] = []
    /// What else its node holds.
    public var other = Leftover()

    /// A host bridge of a name.
    public init(name: String) {
        self.name = name
    }

    /// A window into PCI address space: seven cells of `ranges`.
    public struct Window: Hashable, Sendable {
        /// The first cell: kind of space and flags, as in the binding of PCI buses (IEEE 1275).
        public var flags: UInt32
        /// The address on the bus.
        public var busAddress: UInt64
        /// The address in memory.
        public var address: UInt64
        /// How many bytes.
        public var size: UInt64

        /// A window.
        public init(flags: UInt32, busAddress: UInt64, address: UInt64, size: UInt64) {
            self.flags = flags
            self.busAddress = busAddress
            self.address = address
            self.size = size
        }
    }
}

/// The two cells of `bus-range`.
public struct BusRange: Hashable, Sendable {
    /// The first bus.
    public var first: UInt32
    /// The last bus.
    public var last: UInt32

    /// Buses from the first to the last.
    public init(first: UInt32, last: UInt32) {
        self.first = first
        self.last = last
    }

    /// Whether a bus is among them.
    public func contains(_ bus: UInt8) -> Bool { first <= last && (first...last).contains(UInt32(bus)) }
}

/// A node below a host bridge: a device, or a bridge with nodes of its own.
public struct PCINode: Hashable, Sendable {
    /// The name of the node, unit address included: `pci@1f,2`.
    public var name: String
    /// `reg`, cell by cell; the first holds bus, device and function.
    public var reg: [UInt32] = []
    /// `bus-range` of a bridge.
    public var buses: BusRange?
    /// What a device says of itself; `nil` for a bridge.
    public var device: Device?
    /// What lies below a bridge.
    public var children: [PCINode] = []
    /// What else the node of a bridge holds; a device has its own.
    public var other = Leftover()

    /// A node of a name.
    public init(name: String) {
        self.name = name
    }

    /// Bus, device and function of the first cell of `reg`.
    public var function: UInt16? { reg.first.map { UInt16(truncatingIfNeeded: $0 >> 8) } }
}
