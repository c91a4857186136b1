/// By what a format is known in an image: its version string, and what always stands beside it.
struct ComponentMark {
    let component: String
    /// The version string without its number.
    let prefix: String
    /// A message or name of the code that uses the string; `nil` for formats that are only proposed.
    let companion: String?

    /// The formats of released kernels, the root first.
    static let released = [
        ComponentMark(component: "kho", prefix: "kho-v", companion: "disabling KHO revival"),
        ComponentMark(component: "luo", prefix: "luo-v", companion: "Retrieved live update data"),
        ComponentMark(component: "luo-session", prefix: "luo-session-v", companion: "luo-session-header"),
        ComponentMark(component: "luo-flb", prefix: "luo-flb-v", companion: "luo-flb-header"),
        ComponentMark(component: "memfd", prefix: "memfd-v", companion: "memfd_luo: "),
        ComponentMark(component: "memblock", prefix: "memblock-v", companion: "Revived memory reservation"),
        ComponentMark(component: "reserve-mem", prefix: "reserve-mem-v", companion: "Revived memory reservation"),
        ComponentMark(component: "kho-test", prefix: "kho-test-v", companion: "test_kho: KHO restore succeeded"),
    ]

    /// Formats that were posted and are in no release: the same string has stood for more than one layout.
    static let proposed = [
        "pci-v", "vfio-pci-v", "iommu-v", "iommu-liveupdate-v", "iommufd-v", "hugetlb-v", "huge-memfd-v",
        "kvm_vm_luo_v", "kvm_vcpu_luo_v", "guest_memfd_luo_v", "cpu_flb_v", "cpu_fh_v", "dmabuf-v",
    ].map { ComponentMark(component: String($0.dropLast(2)), prefix: $0, companion: nil) }

    /// What the image holds of the format.
    func components(in strings: KernelStrings) -> [ComponentABI] {
        let versions = strings.versions(of: prefix)
        guard !versions.isEmpty else { return [] }
        guard let companion else {
            return versions.map {
                ComponentABI(component, $0, evidence: "string \"\($0)\"; in no released kernel", .assumed)
            }
        }
        let isAccompanied = strings.contains(companion)
        return versions.map {
            ComponentABI(
                component, $0,
                evidence: isAccompanied
                    ? "string \"\($0)\" beside \"\(companion.trimmed)\""
                    : "string \"\($0)\" without what stands beside it",
                isAccompanied ? .certain : .likely)
        }
    }
}

extension String {
    fileprivate var trimmed: String { hasSuffix(": ") ? String(dropLast(2)) : self }
}
