extension ComponentFormat {
    /// Huge pages (`include/linux/kho/abi/hugetlb.h`): what each size has, and files in them.
    static let hugetlb: [ComponentFormat] = [
        ComponentFormat(
            "hugetlb", revision: "2025-12", compatible: "hugetlb-v1", place: .flb, rank: 1, source: hugetlbSeries,
            root: "hugetlb_ser",
            structures: [
                ComponentStructure(
                    "hugetlb_ser", size: 37,
                    [
                        ComponentMember("hstates", at: 0, .structures("hugetlb_hstate_ser", count: 4)),
                        ComponentMember("nr_hstates", at: 36, .integer(1), .atMost(4)),
                    ]),
                ComponentStructure(
                    "hugetlb_hstate_ser", size: 9,
                    [
                        ComponentMember("nr_pages", at: 0, .integer(8)),
                        ComponentMember("order", at: 8, .integer(1), .atMost(51)),
                    ]),
            ],
            gaps: hugetlbGaps),
        ComponentFormat(
            "huge-memfd", revision: "2025-12", compatible: "huge-memfd-v1", place: .file, rank: 1,
            source: hugetlbSeries, root: "hugemfd_ser",
            structures: [
                ComponentStructure(
                    "hugemfd_ser", size: 41,
                    [
                        ComponentMember("size", at: 0, .integer(8)), ComponentMember("pos", at: 8, .integer(8)),
                        ComponentMember("nr_folios", at: 16, .integer(8)),
                        ComponentMember("folios", at: 24, .folios(count: "nr_folios")),
                        ComponentMember("order", at: 40, .integer(1), .atMost(51)),
                    ])
            ],
            dependsOn: ["hugetlb"],
            gaps: hugetlbGaps + ["that the file's data leads to this structure is inferred"]),
    ]

    private static let hugetlbSeries = "hugetlb: live update, RFC of about December 2025, Pratyush Yadav"
    private static let hugetlbGaps = [
        "drafts in the same tree have integers of the machine's width and the string hugetlb; they are not modelled"
    ]

    /// Memory of a guest that the host cannot map at will (`include/linux/kho/abi/kvm.h`).
    static let guestMemfd: [ComponentFormat] = [
        ComponentFormat(
            "guest-memfd", revision: "2026-07", compatible: "guest_memfd_luo_v1", place: .file, rank: 1,
            source: "KVM: guest_memfd live update, v4 00/11, 2026-07-28, Tarun Sahu", root: "guest_memfd_luo_ser",
            structures: [
                ComponentStructure(
                    "guest_memfd_luo_ser", size: 48,
                    [
                        ComponentMember("size", at: 0, .integer(8)),
                        ComponentMember(
                            "flags", at: 8, .integer(8), bits: [.init(0, "MMAP"), .init(1, "INIT_SHARED")]),
                        ComponentMember("nr_folios", at: 16, .integer(8)),
                        ComponentMember("vm_token", at: 24, .integer(8)),
                        ComponentMember("folios", at: 32, .folios(count: "nr_folios")),
                    ])
            ],
            links: [ComponentLink(from: "guest_memfd_luo_ser", ["vm_token"], to: .file(component: "kvm-vm"))],
            gaps: [
                "that the file's data leads to this structure is inferred",
                "a flag of folios named PREPARED is spoken of, its bit is not known",
            ])
    ]
}
