extension ComponentFormat {
    /// Experiments in a private tree: prototypes that were not posted.
    static let experiments: [ComponentFormat] = [
        ComponentFormat(
            "dmabuf", revision: "tree", compatible: "dmabuf-v1", place: .file, rank: 1, source: tree,
            root: "dmabuf_ser",
            structures: [
                ComponentStructure(
                    "dmabuf_ser", size: 6,
                    [ComponentMember("domain", at: 0, .integer(4)), ComponentMember("bdf", at: 4, .integer(2))])
            ],
            links: [
                ComponentLink(
                    from: "dmabuf_ser", ["domain", "bdf"],
                    to: .key(component: "pci", structure: "pci_dev_ser", members: ["domain", "bdf"]))
            ],
            gaps: unposted),
        ComponentFormat(
            "netkit", revision: "tree", compatible: "netkit-v1", place: .file, rank: 1, source: tree,
            root: "netkit_ser",
            structures: [
                ComponentStructure(
                    "netkit_ser", size: 520,
                    [
                        ComponentMember("cnt", at: 0, .integer(8), .atMost(16)),
                        ComponentMember("netkit_name", at: 8, .texts(16, count: 16)),
                        ComponentMember("net_mode", at: 264, .texts(16, count: 16)),
                    ])
            ],
            gaps: unposted + ["the name of the structure is not known"]),
        ComponentFormat(
            "rxe", revision: "tree", compatible: "rxe-v1", place: .file, rank: 1, source: tree, root: "eventfd_luo_ser",
            structures: [rxe], gaps: unposted),
        ComponentFormat(
            "rxe", revision: "tree-liveupdate", compatible: "rxe-liveupdate-v1", place: .file, rank: 2, source: tree,
            root: "eventfd_luo_ser", structures: [rxe], gaps: unposted),
    ]

    private static let tree = "a private tree of Zhu Yanjun"
    private static let unposted = [
        "no posting is known", "whether it keeps an object alive is not known",
        "that the file's data leads to this structure is inferred",
    ]
    private static let rxe = ComponentStructure(
        "eventfd_luo_ser", size: 40,
        [
            ComponentMember("cnt", at: 0, .integer(8)), ComponentMember("rxe_name", at: 8, .text(16)),
            ComponentMember("base_dev", at: 24, .text(16)),
        ])
}
