extension ComponentFormat {
    /// A virtual processor (`include/linux/kho/abi/kvm.h`); what it holds is the architecture's.
    static let kvmVCPU: [ComponentFormat] = [
        ComponentFormat(
            "kvm-vcpu", revision: "x86-draft", compatible: "kvm_vcpu_luo_v1", place: .file, rank: 1,
            source: "OrphanVM for x86, a draft before September 2026, Pasha Tatashin", root: "kvm_vcpu_ser",
            structures: [vcpu, control, telemetry, X86Registers.draft] + X86Registers.all, links: [machine, runner],
            gaps: gaps + ["the date of this revision is not known"]),
        ComponentFormat(
            "kvm-vcpu", revision: "x86-2026-09", compatible: "kvm_vcpu_luo_v1", place: .file, rank: 3,
            source: "OrphanVM for x86, a branch after RFC v1 of 2026-09-20, Pasha Tatashin", root: "kvm_vcpu_ser",
            structures: [vcpu, control, telemetry, X86Registers.state] + X86Registers.all, links: [machine, runner],
            gaps: gaps),
        ComponentFormat(
            "kvm-vcpu", revision: "arm64-2026-09", compatible: "kvm_vcpu_luo_v1", place: .file, rank: 2,
            source: "OrphanVM for arm64, a branch after RFC v1 of 2026-09-20, Pasha Tatashin", root: "kvm_vcpu_ser",
            structures: [
                vcpu,
                ComponentStructure(
                    "kvm_caretaker_cb_ser", size: 232,
                    control.members + [ComponentMember("arch", at: 24, .bytes(208))]), telemetry,
            ] + Arm64Registers.all,
            links: [machine, runner],
            gaps: gaps + [
                "the registers of vGICv3 and EL2 behind the control block are kept as bytes",
                "the design's text has the system registers behind a pointer instead",
            ]),
    ]

    private static let vcpu = ComponentStructure(
        "kvm_vcpu_ser", size: 32,
        [
            ComponentMember("vcpu_id", at: 0, .integer(4)),
            ComponentMember("flags", at: 4, .integer(4), bits: [.init(0, "CARETAKER")]),
            ComponentMember("vm_token", at: 8, .integer(8)),
            ComponentMember("arch_state", at: 16, .pointer("kvm_vcpu_arch_ser")),
            ComponentMember("cb", at: 24, .pointer("kvm_caretaker_cb_ser")),
        ])
    private static let control = ComponentStructure(
        "kvm_caretaker_cb_ser", size: 24,
        [
            ComponentMember(
                "state", at: 0, .integer(4),
                values: [.init(0, "paused"), .init(1, "running"), .init(2, "stopping"), .init(3, "stopped")]),
            ComponentMember("pcpu_id", at: 4, .integer(4)), ComponentMember("vcpu_id", at: 8, .integer(4)),
            ComponentMember("reserved", at: 12, .padding(4)),
            ComponentMember("telemetry", at: 16, .pointer("kvm_caretaker_telemetry_ser")),
        ])
    private static let telemetry = ComponentStructure(
        "kvm_caretaker_telemetry_ser", size: 56,
        [
            ComponentMember("total_runs", at: 0, .integer(8)), ComponentMember("total_exits", at: 8, .integer(8)),
            ComponentMember("stall_count", at: 16, .integer(8)),
            ComponentMember("last_exit_reason", at: 24, .integer(8)),
            ComponentMember("last_exit_rip", at: 32, .integer(8)),
            ComponentMember("stall_exit_reason", at: 40, .integer(8)),
            ComponentMember("stall_exit_rip", at: 48, .integer(8)),
        ])
    private static let machine = ComponentLink(
        from: "kvm_vcpu_ser", ["vm_token"], to: .file(component: "kvm-vm"))
    private static let runner = ComponentLink(
        from: "kvm_caretaker_cb_ser", ["pcpu_id"],
        to: .key(component: "cpus", structure: "cpu_preserved_ser", members: ["cpu"]), isOptional: true,
        nothing: [0xffff_ffff])
    private static let gaps = [
        "that the file's data leads to this structure is inferred",
        "while a caretaker runs the processor, the state behind arch_state is stale",
    ]
}
