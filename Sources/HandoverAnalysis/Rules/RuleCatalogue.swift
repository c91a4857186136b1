public import HandoverState

extension Rule {
    /// Every rule, in the order of their names.
    public static let all: [Rule] =
        input + tree + root + map + reachability + scratch + liveUpdate + memfd + vmalloc + reservedRegions
        + metadata + test + component + componentLinks + multikernel

    /// The rules of what components refer to, and of the names of formats.
    private static let componentLinks: [Rule] =
        links + functions + vfio + translation + machines + preservedCPUs + hugePages + formatNames

    /// The rules of the device trees by which several kernels share a machine.
    private static let multikernel: [Rule] =
        multikernelTree + processors + multikernelMemory + devices + hierarchies + instances + numa + caches + bootTrees
        + overlays + apply

    private static let byID = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

    /// The rule of a name.
    public static subscript(id: RuleID) -> Rule {
        // The tests hold the catalogue to every name; a rule without an entry would still be reported, and gravely.
        byID[id] ?? Rule(id, .error, id.rawValue, why: "", kernel: [], remedy: "")
    }
}
