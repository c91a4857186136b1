extension ComponentFormat {
    /// The devices that the PCI core keeps running through a kexec (`include/linux/kho/abi/pci.h`).
    static let pci: [ComponentFormat] = [
        ComponentFormat(
            "pci", revision: "2025-10", compatible: "pci-v1", place: .flb, rank: 1,
            source: "PCI: liveupdate, the first postings of 2025, David Matlack", root: "pci_ser",
            structures: [
                ComponentStructure(
                    "pci_ser", size: 8,
                    [
                        ComponentMember("nr_devices", at: 0, .integer(8)),
                        ComponentMember("devices", at: 8, .tail("pci_dev_ser", count: "nr_devices")),
                    ]),
                ComponentStructure(
                    "pci_dev_ser", size: 4,
                    [
                        ComponentMember("domain", at: 0, .integer(2)), ComponentMember("bdf", at: 2, .integer(2)),
                    ]),
            ]),
        ComponentFormat(
            "pci", revision: "2026-04", compatible: "pci-v1", place: .flb, rank: 2,
            source: "PCI: liveupdate, the postings of spring 2026, David Matlack", root: "pci_ser",
            structures: [
                ComponentStructure(
                    "pci_ser", size: 8,
                    [
                        ComponentMember("max_nr_devices", at: 0, .integer(4)),
                        ComponentMember("nr_devices", at: 4, .integer(4), .liveCount(of: "devices")),
                        ComponentMember("devices", at: 8, .tail("pci_dev_ser", count: "max_nr_devices")),
                    ]),
                device,
            ],
            gaps: [
                "the string of this revision is inferred",
                "whether the last member of an entry was already a count of references, and not padding, is not known",
            ]),
        ComponentFormat(
            "pci", revision: "v2-tree", compatible: "pci-v2", place: .flb, rank: 3,
            source: "a development tree of David Matlack, 2026", root: "pci_ser",
            structures: [
                ComponentStructure(
                    "pci_ser", size: 16,
                    [
                        ComponentMember("max_nr_devices", at: 0, .integer(8)),
                        ComponentMember("nr_devices", at: 8, .integer(8), .liveCount(of: "devices")),
                        ComponentMember("devices", at: 16, .tail("pci_dev_ser", count: "max_nr_devices")),
                    ]),
                device,
            ],
            gaps: [
                "the series of 2026-07-10 (v7) has this string too once bridges are preserved; "
                    + "its structure is not modelled",
                "before its patch for bridges that series wrote pci-v1 with a structure that is not modelled",
            ]),
        ComponentFormat(
            "pci", revision: "v9", compatible: "pci", place: .flb, rank: 4,
            source: "PCI: liveupdate, v9 00/13, 2026-09-18, David Matlack", root: "pci_ser",
            structures: [
                ComponentStructure(
                    "pci_ser", size: 16,
                    [
                        ComponentMember("version", at: 0, .integer(4), .constant(1)),
                        ComponentMember("nr_devices", at: 4, .integer(4), .liveCount(of: "devices")),
                        ComponentMember("devices", at: 8, .blocks("pci_dev_ser")),
                    ]),
                device,
            ],
            gaps: ["whether preserving bridges raised the version to 2 is not known"]),
    ]

    /// An entry: a device or a bridge above one.
    private static let device = ComponentStructure(
        "pci_dev_ser", size: 8, hole: .zero("refcount"),
        [
            ComponentMember("domain", at: 0, .integer(4)), ComponentMember("bdf", at: 4, .integer(2)),
            ComponentMember("refcount", at: 6, .integer(2)),
        ])
}
