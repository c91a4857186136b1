/// The state of a virtual processor of arm64: `include/linux/kho/abi/kvm_arm64.h` on top of `<asm/kvm.h>`.
enum Arm64Registers {
    static let all = [state, general, interrupts, initial, system]

    private static let state = ComponentStructure(
        "kvm_vcpu_arch_ser", size: 976,
        [
            ComponentMember("regs", at: 0, .structure("kvm_regs")), ComponentMember("mp_state", at: 864, .integer(4)),
            ComponentMember("pad", at: 868, .padding(4)),
            ComponentMember("events", at: 872, .structure("kvm_vcpu_events")),
            ComponentMember("init", at: 936, .structure("kvm_vcpu_init")),
            ComponentMember("num_sysregs", at: 968, .integer(4)), ComponentMember("reserved", at: 972, .padding(4)),
            ComponentMember("sysregs", at: 976, .tail("sysreg", count: "num_sysregs")),
        ])
    private static let general = RegisterMembers()
        .one("regs.regs", .integers(8, count: 31), size: 248).integers(8, "regs.sp", "regs.pc", "regs.pstate")
        .integers(8, "sp_el1", "elr_el1").one("spsr", .integers(8, count: 5), size: 40)
        // The vectors are aligned to their 16 bytes.
        .padding("padding", 8).one("fp_regs.vregs", .bytes(512), size: 512)
        .integers(4, "fp_regs.fpsr", "fp_regs.fpcr").padding("fp_regs.reserved", 8)
        .structure("kvm_regs")
    private static let interrupts = RegisterMembers()
        .integers(1, "exception.serror_pending", "exception.serror_has_esr", "exception.ext_dabt_pending")
        .padding("exception.pad", 5).integers(8, "exception.serror_esr").padding("reserved", 48)
        .structure("kvm_vcpu_events")
    private static let initial = RegisterMembers()
        .integers(4, "target").one("features", .integers(4, count: 7), size: 28)
        .structure("kvm_vcpu_init")
    private static let system = RegisterMembers().integers(8, "id", "value").structure("sysreg")
}
