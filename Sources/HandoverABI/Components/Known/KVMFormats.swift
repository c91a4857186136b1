extension ComponentFormat {
    /// A virtual machine (`include/linux/kho/abi/kvm.h`): one string in every revision.
    static let kvmVM: [ComponentFormat] = [
        ComponentFormat(
            "kvm-vm", revision: "rfc-v1", compatible: "kvm_vm_luo_v1", place: .file, rank: 1,
            source: "KVM: guest_memfd live update, RFC v1, 2026, Tarun Sahu", root: "kvm_luo_ser",
            structures: [
                ComponentStructure(
                    "kvm_luo_ser", size: 32,
                    [
                        type, ComponentMember("nr_mem_attrs", at: 8, .integer(8)),
                        ComponentMember("mem_attrs", at: 16, .vmalloc("kvm_mem_attr_ser", count: "nr_mem_attrs")),
                    ]),
                ComponentStructure(
                    "kvm_mem_attr_ser", size: 16,
                    [
                        ComponentMember("gfn", at: 0, .integer(8)),
                        ComponentMember("attributes", at: 8, .integer(8)),
                    ]),
            ],
            gaps: inferred + ["the name of the structure of one attribute is not known"]),
        ComponentFormat(
            "kvm-vm", revision: "2026-07", compatible: "kvm_vm_luo_v1", place: .file, rank: 2,
            source: "KVM: guest_memfd live update, RFC v2 of 2026-06-05 to v4 of 2026-07-28, Tarun Sahu",
            root: "kvm_luo_ser", structures: [ComponentStructure("kvm_luo_ser", size: 8, [type])], gaps: inferred),
        ComponentFormat(
            "kvm-vm", revision: "orphanvm", compatible: "kvm_vm_luo_v1", place: .file, rank: 3,
            source: "OrphanVM, a branch after RFC v1 of 2026-09-20, Pasha Tatashin", root: "kvm_luo_ser",
            structures: [
                ComponentStructure(
                    "kvm_luo_ser", size: 16,
                    [type, ComponentMember("kho_folios", at: 8, .pointer("kvm_kho_folios_ser"))]),
                ComponentStructure(
                    "kvm_kho_folios_ser", size: 8,
                    [
                        ComponentMember("nr_folios", at: 0, .integer(8)),
                        ComponentMember("folios_pa", at: 8, .tail("folio_pa", count: "nr_folios")),
                    ]),
                ComponentStructure("folio_pa", size: 8, [ComponentMember("pa", at: 0, .address)]),
            ],
            gaps: inferred),
    ]

    private static let type = ComponentMember("type", at: 0, .integer(8))
    private static let inferred = ["that the file's data leads to this structure is inferred"]
}
