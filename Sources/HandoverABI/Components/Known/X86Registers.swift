/// The state of a virtual processor of x86: `include/linux/kho/abi/kvm_x86.h` on top of `<asm/kvm.h>`.
enum X86Registers {
    /// Every structure but the state itself.
    static let all = [
        general, segment, table, special, special2, control, controls, interrupts, debug, clock, msr, msrs, cpuid,
        cpuids,
    ]

    /// The newest form.
    static let state = ComponentStructure(
        "kvm_vcpu_arch_ser", size: 6272,
        [
            ComponentMember("regs", at: 0, .structure("kvm_regs")),
            ComponentMember("sregs", at: 144, .structure("kvm_sregs2")),
            ComponentMember("mp_state", at: 464, .integer(4)), ComponentMember("pad", at: 468, .padding(4)),
            ComponentMember("xcrs", at: 472, .structure("kvm_xcrs")), ComponentMember("lapic", at: 864, .bytes(1024)),
            ComponentMember("pad_xsave", at: 1888, .padding(32)), ComponentMember("xsave", at: 1920, .bytes(4096)),
            ComponentMember("events", at: 6016, .structure("kvm_vcpu_events")),
            ComponentMember("debugregs", at: 6080, .structure("kvm_debugregs")),
            ComponentMember("clock", at: 6208, .structure("kvm_clock_data")),
            ComponentMember("msrs", at: 6256, .pointer("kvm_msrs")),
            ComponentMember("cpuid", at: 6264, .pointer("kvm_cpuid2")),
        ])

    /// The form before: the older special registers, no clock, and lists behind it.
    static let draft = ComponentStructure(
        "kvm_vcpu_arch_ser", size: 6216,
        [
            ComponentMember("regs", at: 0, .structure("kvm_regs")),
            ComponentMember("sregs", at: 144, .structure("kvm_sregs")),
            ComponentMember("mp_state", at: 456, .integer(4)), ComponentMember("pad", at: 460, .padding(4)),
            ComponentMember("xcrs", at: 464, .structure("kvm_xcrs")), ComponentMember("lapic", at: 856, .bytes(1024)),
            ComponentMember("pad_xsave", at: 1880, .padding(40)), ComponentMember("xsave", at: 1920, .bytes(4096)),
            ComponentMember("events", at: 6016, .structure("kvm_vcpu_events")),
            ComponentMember("debugregs", at: 6080, .structure("kvm_debugregs")),
            ComponentMember("num_msrs", at: 6208, .integer(4)), ComponentMember("cpuid_nent", at: 6212, .integer(4)),
            ComponentMember("msrs", at: 6216, .tail("kvm_msr_entry", count: "num_msrs")),
            ComponentMember("cpuid_entries", at: 6216, .tail("kvm_cpuid_entry2", count: "cpuid_nent")),
        ])

    private static let general = RegisterMembers()
        .integers(8, "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rsp", "rbp")
        .integers(8, "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "rip", "rflags")
        .structure("kvm_regs")
    private static let segment = RegisterMembers()
        .integers(8, "base").integers(4, "limit").integers(2, "selector")
        .integers(1, "type", "present", "dpl", "db", "s", "l", "g", "avl", "unusable").padding("padding", 1)
        .structure("kvm_segment")
    private static let table = RegisterMembers()
        .integers(8, "base").integers(2, "limit").padding("padding", 6)
        .structure("kvm_dtable")
    private static let specialHead = RegisterMembers()
        .structures(segment, "cs", "ds", "es", "fs", "gs", "ss", "tr", "ldt").structures(table, "gdt", "idt")
        .integers(8, "cr0", "cr2", "cr3", "cr4", "cr8", "efer", "apic_base")
    private static let special =
        specialHead
        .one("interrupt_bitmap", .integers(8, count: 4), size: 32)
        .structure("kvm_sregs")
    private static let special2 =
        specialHead
        .integers(8, "flags").one("pdptrs", .integers(8, count: 4), size: 32)
        .structure("kvm_sregs2")
    private static let control = RegisterMembers()
        .integers(4, "xcr").padding("reserved", 4).integers(8, "value")
        .structure("kvm_xcr")
    private static let controls = RegisterMembers()
        .integers(4, "nr_xcrs", "flags").one("xcrs", .structures("kvm_xcr", count: 16), size: 256)
        .padding("padding", 128)
        .structure("kvm_xcrs")
    private static let interrupts = RegisterMembers()
        .integers(1, "exception.injected", "exception.nr", "exception.has_error_code", "exception.pending")
        .integers(4, "exception.error_code")
        .integers(1, "interrupt.injected", "interrupt.nr", "interrupt.soft", "interrupt.shadow")
        .integers(1, "nmi.injected", "nmi.pending", "nmi.masked").padding("nmi.pad", 1)
        .integers(4, "sipi_vector", "flags")
        .integers(1, "smi.smm", "smi.pending", "smi.smm_inside_nmi", "smi.latched_init", "triple_fault.pending")
        .padding("reserved", 26).integers(1, "exception_has_payload").integers(8, "exception_payload")
        .structure("kvm_vcpu_events")
    private static let debug = RegisterMembers()
        .one("db", .integers(8, count: 4), size: 32).integers(8, "dr6", "dr7", "flags").padding("reserved", 72)
        .structure("kvm_debugregs")
    private static let clock = RegisterMembers()
        .integers(8, "clock").integers(4, "flags").padding("pad0", 4).integers(8, "realtime", "host_tsc")
        .padding("pad", 16)
        .structure("kvm_clock_data")
    private static let msr = RegisterMembers()
        .integers(4, "index").padding("reserved", 4).integers(8, "data")
        .structure("kvm_msr_entry")
    private static let msrs = ComponentStructure(
        "kvm_msrs", size: 8,
        [
            ComponentMember("nmsrs", at: 0, .integer(4), .atMost(512)), ComponentMember("pad", at: 4, .padding(4)),
            ComponentMember("entries", at: 8, .tail("kvm_msr_entry", count: "nmsrs")),
        ])
    private static let cpuid = RegisterMembers()
        .integers(4, "function", "index", "flags", "eax", "ebx", "ecx", "edx").padding("padding", 12)
        .structure("kvm_cpuid_entry2")
    private static let cpuids = ComponentStructure(
        "kvm_cpuid2", size: 8,
        [
            ComponentMember("nent", at: 0, .integer(4)), ComponentMember("padding", at: 4, .padding(4)),
            ComponentMember("entries", at: 8, .tail("kvm_cpuid_entry2", count: "nent")),
        ])
}
