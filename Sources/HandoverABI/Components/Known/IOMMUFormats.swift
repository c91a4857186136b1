extension ComponentFormat {
    /// Domains, devices and units of the IOMMU core (`include/linux/kho/abi/iommu.h`).
    static let iommu: [ComponentFormat] = [
        ComponentFormat(
            "iommu", revision: "v1-intel", compatible: "iommu-liveupdate-v1", place: .flb, rank: 1,
            source: "iommu: live update, a tree of 2026 with the parts for Intel, Samiullah Khawaja",
            root: "iommu_flb_ser",
            structures: [
                ComponentStructure("iommu_flb_ser", size: 24, arrays(at: 0)), header, domain, map,
                ComponentStructure(
                    "iommu_device_ser", size: 56, hole: .bit("hdr.flags", 0),
                    device + [ComponentMember("intel", at: 40, .structure("iommu_device_intel_ser"))]),
                ComponentStructure(
                    "iommu_device_intel_ser", size: 16,
                    [
                        ComponentMember("pasid_table", at: 0, .address),
                        ComponentMember("max_pasid", at: 8, .integer(8)),
                    ]),
                ComponentStructure(
                    "iommu_hw_ser", size: 112, hole: .bit("hdr.flags", 0),
                    unit.dropLast() + [
                        ComponentMember(
                            "type", at: 16, .integer(8), values: [.init(0, "INVALID"), .init(1, "INTEL")]),
                        ComponentMember(
                            "intel", at: 24, .structure("iommu_intel_ser"), when: .init("type", is: 1)),
                    ]),
                ComponentStructure(
                    "iommu_intel_ser", size: 88,
                    [
                        ComponentMember("restored", at: 0, .integer(1)), ComponentMember("pad", at: 1, .padding(7)),
                        ComponentMember("phys_addr", at: 8, .address), ComponentMember("root_table", at: 16, .address),
                        ComponentMember("context_tables_bitmap", at: 24, .integers(8, count: 8)),
                    ]),
            ],
            links: links, dependsOn: [], gaps: vendors + older),
        ComponentFormat(
            "iommu", revision: "2026-09", compatible: "iommu-liveupdate", place: .flb, rank: 2,
            source: "iommu: live update, the base patch of 2026, Samiullah Khawaja",
            root: "iommu_flb_ser",
            structures: [
                ComponentStructure(
                    "iommu_flb_ser", size: 32,
                    [ComponentMember("version", at: 0, .integer(8), .constant(1))] + arrays(at: 8)), header, domain,
                map, ComponentStructure("iommu_device_ser", size: 40, hole: .bit("hdr.flags", 0), device),
                ComponentStructure("iommu_hw_ser", size: 24, hole: .bit("hdr.flags", 0), unit),
            ],
            links: links, dependsOn: [],
            gaps: vendors + ["the posting of 2026-09-21 (v5 00/18) may differ from the tree that this describes"]),
    ]

    private static func arrays(at offset: Int) -> [ComponentMember] {
        [
            ComponentMember("iommu_array_phys", at: offset, .pages("iommu_hw_ser")),
            ComponentMember("iommu_domain_array_phys", at: offset + 8, .pages("iommu_domain_ser")),
            ComponentMember("device_array_phys", at: offset + 16, .pages("iommu_device_ser")),
        ]
    }

    private static let header = ComponentStructure(
        "iommu_hdr_ser", size: 8,
        [
            ComponentMember("ref_count", at: 0, .integer(4)),
            ComponentMember("flags", at: 4, .integer(4), bits: [.init(0, "DELETED"), .init(1, "INCOMING")]),
        ])
    private static let headerMember = ComponentMember("hdr", at: 0, .structure("iommu_hdr_ser"))
    private static let domain = ComponentStructure(
        "iommu_domain_ser", size: 37, hole: .bit("hdr.flags", 0),
        [
            headerMember, ComponentMember("top_table_phys", at: 8, .address),
            ComponentMember("top_level", at: 16, .integer(8)), ComponentMember("vasz", at: 24, .integer(4)),
            ComponentMember("sign_extend", at: 28, .bits(width: 1, first: 0, count: 1)),
            ComponentMember("restored_domain", at: 29, .runtime(8)),
        ])
    private static let map = ComponentStructure(
        "iommu_dev_map_ser", size: 24,
        [
            ComponentMember("attachment_id", at: 0, .integer(8)), ComponentMember("domain_phys", at: 8, .address),
            ComponentMember("iommu_phys", at: 16, .address),
        ])
    private static let device = [
        headerMember, ComponentMember("devid", at: 8, .integer(4)),
        ComponentMember("pci_domain_nr", at: 12, .integer(4)),
        ComponentMember("domain_iommu_ser", at: 16, .structure("iommu_dev_map_ser")),
    ]
    private static let unit = [
        headerMember, ComponentMember("token", at: 8, .integer(8)), ComponentMember("type", at: 16, .integer(8)),
    ]
    private static let links = [
        ComponentLink(
            from: "iommu_dev_map_ser", ["domain_phys"],
            to: .object(component: "iommu", structure: "iommu_domain_ser"), isOptional: true),
        ComponentLink(
            from: "iommu_dev_map_ser", ["iommu_phys"],
            to: .object(component: "iommu", structure: "iommu_hw_ser"), isOptional: true),
        ComponentLink(
            from: "iommu_device_ser", ["pci_domain_nr", "devid"],
            to: .key(component: "pci", structure: "pci_dev_ser", members: ["domain", "bdf"])),
    ]
    private static let vendors = ["the parts of AMD's and Arm's units are not known"]
    private static let older = [
        "an older iommu-v1 has another head of its objects (idx, ref_count, two flags); it is not modelled"
    ]
}

extension ComponentFormat {
    /// An iommufd with its hardware page tables (`include/linux/kho/abi/iommufd.h`).
    static let iommufd: [ComponentFormat] = [
        ComponentFormat(
            "iommufd", revision: "2026-09", compatible: "iommufd-v1", place: .file, rank: 1,
            source: "iommu: live update, 2026, Samiullah Khawaja", root: "iommufd_ser",
            structures: [
                ComponentStructure(
                    "iommufd_ser", size: 8,
                    [
                        ComponentMember("nr_hwpts", at: 0, .integer(8)),
                        ComponentMember("hwpt_array", at: 8, .tail("iommufd_hwpt_ser", count: "nr_hwpts")),
                    ]),
                ComponentStructure(
                    "iommufd_hwpt_ser", size: 24,
                    [
                        ComponentMember("domain_data", at: 0, .address), ComponentMember("token", at: 8, .integer(8)),
                        ComponentMember("reclaimed", at: 16, .integer(1)),
                        ComponentMember("padding", at: 17, .padding(7)),
                    ]),
            ],
            links: [
                ComponentLink(
                    from: "iommufd_hwpt_ser", ["domain_data"],
                    to: .object(component: "iommu", structure: "iommu_domain_ser"))
            ],
            dependsOn: ["iommu"],
            gaps: [
                "that the file's data leads to this structure, and that it keeps the IOMMU's object alive, is inferred",
                "the first posting kept only what the running kernel reads; it is not modelled",
                "the record of DMA allocations beside it (dma_alloc_ser) has no string of its own; "
                    + "who points to it is not known",
            ])
    ]
}
