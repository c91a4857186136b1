public import PhysicalMemory

/// `/resources/topology` of the host form: which processors and what memory belong together.
public struct Topology: Hashable, Sendable {
    /// The nodes of `numa-nodes`, in the order of the tree.
    public var nodes: [NUMANode]
    /// What else the node holds.
    public var other = Leftover()
    /// What else the node `numa-nodes` holds.
    public var otherNodes = Leftover()

    /// Nodes.
    public init(nodes: [NUMANode] = []) {
        self.nodes = nodes
    }
}

/// A NUMA node: `node@N`.
public struct NUMANode: Hashable, Sendable {
    /// The name of the tree's node.
    public var name: String
    /// `node-id`; `nil` where only the name tells it.
    public var id: UInt32?
    /// `memory-base`.
    public var memoryBase: UInt64?
    /// `memory-size`.
    public var memorySize: UInt64?
    /// `memory-type`: dram, hbm, cxl.
    public var memoryType: String?
    /// `cpus`.
    public var cpus: CPUList?
    /// `distance-matrix`, cell by cell.
    public var distances: [UInt32]?
    /// What else the node holds.
    public var other = Leftover()

    /// A node of a name.
    public init(name: String) {
        self.name = name
    }

    /// The number of the node: `node-id`, or the unit address of its name, which is written in hexadecimal.
    public var number: UInt32? {
        if let id { return id }
        guard let at = name.firstIndex(of: "@") else { return nil }
        return UInt32(name[name.index(after: at)...], radix: 16)
    }

    /// The memory of the node; `nil` where the tree does not give it all.
    public var memory: MemoryRange? {
        guard let memoryBase, let memorySize else { return nil }
        return MemoryRange(start: PhysicalAddress(memoryBase), size: memorySize)
    }
}
