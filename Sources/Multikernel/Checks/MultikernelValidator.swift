public import HandoverAnalysis

/// Holds a device tree of the multikernel patches against every rule of what kernels and kerf accept.
///
/// The verdict depends on the tree alone, never on the machine on which it is asked for.
public struct MultikernelValidator: Sendable {
    /// A validator of all rules.
    public init() {}

    /// Everything that breaks a rule: the gravest first.
    ///
    /// - Parameters:
    ///   - reading: The tree as it was read; what its reader remarked is part of the result.
    ///   - size: How many bytes the blob has, where there is one.
    /// - Complexity: O(n log n) in the size of the tree.
    public func findings(in reading: MultikernelTree.Reading, size: Int? = nil) -> [Finding] {
        var log = FindingLog()
        let subject = CheckedTree(reading, size: size)
        for check in Self.checks { check(subject, &log) }
        return log.result
    }

    /// A check: it looks at a tree and adds what it finds.
    typealias Check = @Sendable (CheckedTree, inout FindingLog) -> Void

    private static let checks: [Check] =
        RemarkChecks.all + LeftoverChecks.all + ProcessorChecks.all + MemoryChecks.all + PlacementChecks.all
        + DeviceChecks.all + ClaimChecks.all + AliasChecks.all + HierarchyChecks.all + AddressSpaceChecks.all
        + InstanceChecks.all + TopologyChecks.all + AffinityChecks.all + CacheChecks.all + BootChecks.all
        + OverlayChecks.all + OverlayItemChecks.all
}
