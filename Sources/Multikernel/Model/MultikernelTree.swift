/// A device tree of the multikernel patches, as what it tells.
///
/// One machine runs several kernels side by side, each on its own processors, memory and devices, and device trees say
/// what is whose: `Documentation/multikernel` of the patches, and the trees that the tool kerf reads and writes. Their
/// values are big-endian cells, as in any device tree.
public enum MultikernelTree: Hashable, Sendable {
    /// What a kernel has and gives away.
    case machine(Machine)
    /// What one kernel owns.
    case instance(InstanceTree)
    /// A change of both.
    case overlay(Overlay)

    /// The kind of tree.
    public var kind: Kind {
        switch self {
        case .overlay: .overlay
        case .instance(let tree): tree.chosen?.isFromHost == true ? .boot : .instance
        case .machine(let machine): machine.kind
        }
    }

    /// The kinds of tree, each under the name that people know it by.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// What a kernel gives to the pool, by size: written once.
        case baseline
        /// What the pool holds now, by address: read back.
        case pool
        /// Pool and instances in one, as kerf describes a host.
        case host
        /// Instances alone, as the first versions took them.
        case instanceList
        /// What one kernel owns.
        case instance
        /// An instance with what its host tells it.
        case boot
        /// A change, applied as a transaction.
        case overlay
    }
}

extension Machine {
    /// What kind of tree the machine is told by.
    public var kind: MultikernelTree.Kind {
        guard let pool else { return .instanceList }
        if instances != nil || !references.isEmpty || pool.topology != nil { return .host }
        let isReadBack =
            id != nil || pool.freeCPUs != nil
            || pool.memory.contains { if case .chunk = $0.extent { true } else { false } }
        return isReadBack ? .pool : .baseline
    }
}
