extension ComponentFormat {
    /// Every format that is known here, component by component, the oldest revision first.
    public static let known: [ComponentFormat] =
        pci + vfioPCI + iommu + iommufd + kvmVM + guestMemfd + kvmVCPU + preservedCPUs + hugetlb + experiments
        + features
}

extension Sequence where Element == ComponentFormat {
    /// The format of a name: `vfio-pci@2026-07`, or with the string that handovers have, `vfio-pci-v1@2026-07`.
    public func named(_ name: String) -> ComponentFormat? {
        first { $0.name == name } ?? first { $0.compatible + "@" + $0.revision == name }
    }

    /// The formats that go by a string, the newest first.
    public func candidates(for compatible: String, at place: ComponentFormat.Place) -> [ComponentFormat] {
        filter { $0.place == place && $0.compatible == compatible }.sorted { ($0.rank, $0.name) > ($1.rank, $1.name) }
    }
}
