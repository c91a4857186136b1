/// How a kernel writes down the state of the Live Update Orchestrator.
public enum LiveUpdateABI: Hashable, Sendable {
    /// A device tree `luo-v1` with contiguous arrays behind it, 6.19: sessions only.
    case tree
    /// The same with file-lifecycle-bound objects, 7.0 and 7.1.
    case treeWithFLBs
    /// A structure `luo-v5` with block sets behind it, 7.2 and later.
    case structure

    /// The version string of its root.
    public var compatible: String {
        switch self {
        case .tree, .treeWithFLBs: LiveUpdateTreeNames.compatible
        case .structure: "luo-v5"
        }
    }

    /// Whether it has file-lifecycle-bound objects.
    public var hasFLBs: Bool { self != .tree }
}

/// A version of the memfd file handler's format.
public enum MemfdABI: String, Hashable, Sendable, CaseIterable {
    /// Without seals, 6.19 and 7.0.
    case v1 = "memfd-v1"
    /// With seals, 7.1 and later.
    case v2 = "memfd-v2"

    /// The structure that a file record's `data` points to.
    public var layout: Layout {
        switch self {
        case .v1: MemfdV1.layout
        case .v2: MemfdV2.layout
        }
    }
}
