import HandoverCoding
import HandoverState

/// What holds for IOMMUs, beside their references.
enum IOMMUChecks {
    static let all: [ComponentChecks.Check] = [domains]

    private static func domains(_ components: ComponentSubject, _ log: inout FindingLog) {
        for node in components.nodes(.entry, of: "iommu", "iommu_domain_ser")
        where components.graph.edges(to: node).isEmpty {
            components.tell(.domainUnused, [node], &log, "neither a device nor a page table refers to the domain")
        }
    }
}
