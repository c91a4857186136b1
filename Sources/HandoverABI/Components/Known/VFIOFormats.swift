extension ComponentFormat {
    /// A device that a process has open through VFIO (`include/linux/kho/abi/vfio_pci.h`): one string in every revision.
    static let vfioPCI: [ComponentFormat] = [
        ComponentFormat(
            "vfio-pci", revision: "2025-10", compatible: "vfio-pci-v1", place: .file, rank: 1,
            source: "vfio/pci: live update, the early postings, Vipin Sharma",
            root: "vfio_pci_core_device_ser",
            structures: [ComponentStructure("vfio_pci_core_device_ser", size: 4, place)], links: [device],
            dependsOn: ["pci"], gaps: savedState),
        ComponentFormat(
            "vfio-pci", revision: "2026-01", compatible: "vfio-pci-v1", place: .file, rank: 2,
            source: "vfio/pci: live update, with the patch for resets, Vipin Sharma",
            root: "vfio_pci_core_device_ser",
            structures: [ComponentStructure("vfio_pci_core_device_ser", size: 5, place + [reset])], links: [device],
            dependsOn: ["pci"], gaps: ["the date of this revision is not known"] + savedState),
        ComponentFormat(
            "vfio-pci", revision: "2026-02", compatible: "vfio-pci-v1", place: .file, rank: 3,
            source: "iommu: live update, early 2026, Samiullah Khawaja, on top of the patch for resets",
            root: "vfio_pci_core_device_ser",
            structures: [
                ComponentStructure(
                    "vfio_pci_core_device_ser", size: 9,
                    place + [reset, ComponentMember("iommufd_ser", at: 5, .structure("vfio_iommufd_ser"))]),
                ComponentStructure("vfio_iommufd_ser", size: 4, [ComponentMember("token", at: 0, .integer(4))]),
            ],
            links: [
                device,
                ComponentLink(
                    from: "vfio_iommufd_ser", ["token"], to: .file(component: "iommufd"), isOptional: true),
            ],
            dependsOn: ["pci"],
            gaps: ["the date of this revision is inferred", "a token above 2^32 is cut by its member of 4 bytes"]),
        ComponentFormat(
            "vfio-pci", revision: "2026-07", compatible: "vfio-pci-v1", place: .file, rank: 4,
            source: "vfio/pci: live update, v5 06/20, 2026-07-14, Vipin Sharma and David Matlack",
            root: "vfio_pci_core_device_ser",
            structures: [
                ComponentStructure(
                    "vfio_pci_core_device_ser", size: 6,
                    [ComponentMember("domain", at: 0, .integer(4)), ComponentMember("bdf", at: 4, .integer(2))])
            ],
            links: [device], dependsOn: ["pci"],
            gaps: [
                "whether later patches, or the IOMMU series of September 2026, add the token of the iommufd again "
                    + "is not known"
            ]),
    ]

    private static let place = [
        ComponentMember("bdf", at: 0, .integer(2)), ComponentMember("domain", at: 2, .integer(2)),
    ]
    private static let reset = ComponentMember("reset_works", at: 4, .integer(1))
    private static let device = ComponentLink(
        from: "vfio_pci_core_device_ser", ["domain", "bdf"],
        to: .key(component: "pci", structure: "pci_dev_ser", members: ["domain", "bdf"]))
    private static let savedState = [
        "the first posting of October 2025 also kept the state that PCI had saved, in a folio of its own; "
            + "it is not modelled"
    ]
}
