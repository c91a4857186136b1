extension ComponentFormat {
    /// Processors that run on through a kexec (`include/linux/kho/abi/cpu.h`): what they share, and each as a file.
    static let preservedCPUs: [ComponentFormat] = [
        ComponentFormat(
            "cpus", revision: "arm64-2026-09", compatible: "cpu_flb_v1", place: .flb, rank: 1,
            source: "OrphanVM for arm64, a branch after RFC v1 of 2026-09-20, Pasha Tatashin",
            root: "cpu_preserved_global_ser",
            structures: [
                global([
                    ComponentMember("page_shift", at: 40, .bits(width: 8, first: 0, count: 8)),
                    ComponentMember("va_bits", at: 40, .bits(width: 8, first: 8, count: 8)),
                    ComponentMember("levels", at: 40, .bits(width: 8, first: 16, count: 4)),
                    ComponentMember("lpa2", at: 40, .bits(width: 8, first: 20, count: 1)),
                    ComponentMember("vhe", at: 40, .bits(width: 8, first: 21, count: 1)),
                    ComponentMember("big_endian", at: 40, .bits(width: 8, first: 22, count: 1)),
                    ComponentMember("arch_mode_rest", at: 40, .bits(width: 8, first: 23, count: 41), .constant(0)),
                ])
            ] + parts,
            gaps: inferred + draft),
        ComponentFormat(
            "cpus", revision: "x86-2026-09", compatible: "cpu_flb_v1", place: .flb, rank: 2,
            source: "OrphanVM for x86, a branch after RFC v1 of 2026-09-20, Pasha Tatashin",
            root: "cpu_preserved_global_ser",
            structures: [
                global([
                    ComponentMember("arch_mode", at: 40, .integer(8), bits: [.init(0, "x2APIC"), .init(1, "LA57")])
                ])
            ] + parts,
            gaps: inferred + draft),
        ComponentFormat(
            "cpu", revision: "2026-09", compatible: "cpu_fh_v1", place: .file, rank: 1,
            source: "OrphanVM, a branch after RFC v1 of 2026-09-20, Pasha Tatashin",
            root: "cpu_preserved_ser", structures: parts,
            links: [
                ComponentLink(
                    from: "cpu_preserved_ser", ["next"],
                    to: .object(component: "cpus", structure: "cpu_preserved_ser"), isOptional: true)
            ],
            dependsOn: ["cpus"], gaps: draft),
    ]

    private static func global(_ mode: [ComponentMember]) -> ComponentStructure {
        ComponentStructure(
            "cpu_preserved_global_ser", size: 48,
            [
                ComponentMember("text_runtime_pa", at: 0, .address), ComponentMember("text_size", at: 8, .integer(8)),
                ComponentMember("data_runtime_pa", at: 16, .address),
                ComponentMember("data_size", at: 24, .integer(8)),
                ComponentMember("cpus", at: 32, .list("cpu_preserved_ser", next: "next")),
            ] + mode)
    }

    private static let parts = [
        ComponentStructure(
            "cpu_preserved_ser", size: 40,
            [
                ComponentMember("cpu", at: 0, .integer(4)),
                ComponentMember(
                    "state", at: 4, .integer(4),
                    values: [
                        .init(0, "parking"), .init(1, "parked"), .init(2, "exiting"), .init(3, "dead"),
                        .init(4, "faulted"), .init(5, "workload"), .init(6, "detaching"),
                    ]),
                ComponentMember("stack_pa", at: 8, .address),
                ComponentMember("session", at: 16, .pointer("cpu_preserved_session_ser")),
                ComponentMember("hwid", at: 24, .integer(8)), ComponentMember("next", at: 32, .address),
            ]),
        ComponentStructure(
            "cpu_preserved_session_ser", size: 8,
            [ComponentMember("as", at: 0, .pointer("cpu_preserved_as_ser"))]),
        ComponentStructure(
            "cpu_preserved_as_ser", size: 32,
            [
                ComponentMember("pgd_pa", at: 0, .address),
                ComponentMember("nr_pgtable_pages", at: 8, .integer(8), .count(of: "pg_tables")),
                ComponentMember("pg_tables", at: 16, .blocks("page_pa")),
                ComponentMember("direct_map_offset", at: 24, .integer(8)),
            ]),
        ComponentStructure("page_pa", size: 8, [ComponentMember("pa", at: 0, .address)]),
    ]
    private static let inferred = ["that the object's data leads to this structure is inferred"]
    private static let draft = [
        "an earlier draft had other structures, one with a magic number, under the same strings; it is not modelled"
    ]
}
