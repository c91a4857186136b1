public import PhysicalMemory

/// What there is to give away: `/resources` of baseline, pool and host trees.
public struct ResourcePool: Hashable, Sendable {
    /// `cpus`: the processors in the pool, lent or free; `nil` where there is no such property.
    public var cpus: CPUList?
    /// `cpus-available`: those that are not lent; only pools that a kernel tells of have it.
    public var freeCPUs: CPUList?
    /// The nodes `memory@N`, in the order of the tree.
    public var memory: [PoolMemory] = []
    /// `memory-base` and `memory-bytes` of the first versions: one region instead of nodes.
    public var singleMemory: SingleMemory?
    /// `llc-way-mask`: the ways of the last-level cache that may be given away.
    public var cacheWays: UInt32?
    /// `linux,resctrl-closid`, which a host generates.
    public var cacheClass: UInt32?
    /// The nodes of `devices`.
    public var devices: [Device] = []
    /// `topology`.
    public var topology: Topology?
    /// What else the node holds.
    public var other = Leftover()
    /// What else the node `devices` holds.
    public var otherDevices = Leftover()

    /// Nothing to give away.
    public init() {}
}

/// Memory of the pool: a chunk that is there, or bytes that are asked for.
public struct PoolMemory: Hashable, Sendable {
    /// The name of the node: `memory@100000000`.
    public var name: String
    /// Where it is, or how much of it there shall be.
    public var extent: Extent
    /// `numa-node-id`; any node where it is missing.
    public var numaNode: UInt32?
    /// What else the node holds.
    public var other = Leftover()

    /// Memory of a node.
    public init(name: String, extent: Extent, numaNode: UInt32? = nil) {
        self.name = name
        self.extent = extent
        self.numaNode = numaNode
    }

    /// How memory is described.
    public enum Extent: Hashable, Sendable {
        /// `reg`: a chunk, from an address on.
        case chunk(base: UInt64, size: UInt64)
        /// `size`: so many bytes, wherever the kernel finds them.
        case request(size: UInt64)
        /// Both, neither, or of a length that no kernel reads; what there is is left over.
        case unknown
    }
}

/// `memory-base` and `memory-bytes`: one region, as instances have it.
public struct SingleMemory: Hashable, Sendable {
    /// `memory-base`; `nil` where the kernel is to choose.
    public var base: UInt64?
    /// `memory-bytes`.
    public var size: UInt64?
    /// How wide `memory-base` is.
    public var baseWidth: CPUList.CellWidth
    /// How wide `memory-bytes` is.
    public var sizeWidth: CPUList.CellWidth

    /// A region, in cells of a width.
    public init(
        base: UInt64?, size: UInt64?, baseWidth: CPUList.CellWidth = .bits64, sizeWidth: CPUList.CellWidth = .bits64
    ) {
        self.base = base
        self.size = size
        self.baseWidth = baseWidth
        self.sizeWidth = sizeWidth
    }

    /// The bytes of the region; `nil` where it has no base or no size, or runs past the end of the address space.
    public var range: MemoryRange? {
        guard let base, let size else { return nil }
        return MemoryRange(start: PhysicalAddress(base), size: size)
    }
}
