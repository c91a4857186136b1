import HandoverState

/// A part of a handover as messages name it, and the rules that it breaks when it lies where it cannot.
struct StructurePart {
    /// As in "the chunk lies in memory that another structure takes".
    let name: String
    /// Where it belongs.
    let area: Area

    /// The structures that kernels chain, align and give pages of their own to in one way.
    enum Area {
        /// Trees, subtrees' data, arrays and single structures.
        case structure
        /// The preserved-memory map.
        case map
        /// Blocks of records in a chain.
        case block
        /// The chunks and pages of a `kho_vmalloc`.
        case vmalloc
        /// What handlers and objects of the orchestrator store.
        case component
    }

    static func structure(_ name: String) -> StructurePart { StructurePart(name: name, area: .structure) }
    static func map(_ name: String) -> StructurePart { StructurePart(name: name, area: .map) }
    static func block(_ name: String) -> StructurePart { StructurePart(name: name, area: .block) }
    static func component(_ name: String) -> StructurePart { StructurePart(name: name, area: .component) }
    static func vmalloc(_ name: String) -> StructurePart { StructurePart(name: name, area: .vmalloc) }

    /// It is met a second time, or within another structure.
    var shared: RuleID {
        switch area {
        case .structure: .structureShared
        case .map: .mapShared
        case .block: .blockLoop
        case .vmalloc: .vmallocLoop
        case .component: .componentShared
        }
    }

    /// Its address is not a multiple of its size.
    var misaligned: RuleID {
        switch area {
        case .structure, .vmalloc: .structureMisaligned
        case .map: .mapMisaligned
        case .block: .blockMisaligned
        case .component: .componentMisaligned
        }
    }

    /// A dump that ought to hold it does not.
    var unreadable: RuleID {
        switch area {
        case .map: .mapUnreadable
        case .component: .componentUnreadable
        case .structure, .block, .vmalloc: .structureUnreadable
        }
    }
}
