import HandoverABI
import HandoverState

// What other parts of the kernel say that has to do with a handover.
extension Message {
    static let kernel: [Message] = [
        Message(
            "BOOT-LOG-001", .line("Malformed early option '%s'", [.option]), .notable,
            in: "do_early_param", "init/main.c", .all,
            cause:
                "a value on the command line is not understood; of kho=, kho_scratch= or liveupdate= the default stays",
            check: "kho=on or off; kho_scratch=N% or LOW,GLOBAL,NODE; liveupdate=on or off",
            next: "correct the option"),
        Message(
            "BOOT-LOG-002",
            .line(
                "Unknown kernel command line parameters \"%s\", will be passed to user space.", [.parameters]),
            .notable,
            in: "print_unknown_bootoptions", "init/main.c", .all,
            cause: "this kernel does not know an option of handovers: it is older than the option or built without it "
                + "(liveupdate= is known from 6.19 on, with CONFIG_LIVEUPDATE)",
            check: "an option by that name is built in",
            next: "if this boot should hand over or take over, see the kernel's configuration"),
        Message(
            "BOOT-LOG-003", .line("kexec_core: Starting new kernel", []), .harmless,
            in: "kernel_kexec", "kernel/kexec_core.c", .all,
            cause: "this kernel ends here and starts the next one", decides: .handsOver),
        Message(
            "BOOT-LOG-004",
            .lineAfterHandover("Kernel panic - not syncing: %s: Failed to allocate %pap bytes", [.function, .size]),
            .fatal,
            in: "__memblock_alloc_or_panic", SourceFile.memblock, .all,
            cause:
                "early memory has run out. On a boot with a handover it comes from the scratch areas alone (from 7.3 also "
                + "from blocks of 1 GiB that hold nothing preserved)",
            check: "memblock has memory in scratch",
            next: "hand over larger scratch areas: kho_scratch= of the previous kernel, after a cold boot",
            rules: [.scratchTooSmall, .scratchAbsent]),
        Message(
            "BOOT-LOG-005",
            .lineAfterHandover("Kernel panic - not syncing: memblock: cannot resize %s array", [.found]), .fatal,
            in: "memblock_double_array", SourceFile.memblock, .all,
            cause:
                "the list of reserved ranges cannot grow: the preserved-memory map has more pieces than early memory can "
                + "hold",
            check: "memblock has memory in scratch for a larger array",
            next: "hand over larger scratch areas, or preserve fewer and larger blocks", rules: [.scratchTooSmall]),
        Message(
            "BOOT-LOG-006",
            .lineAfterHandover(
                "memblock: Failed to double %s array from %ld to %ld entries !", [.found, .count, .requested]), .lost,
            in: "memblock_double_array", SourceFile.memblock, .all,
            cause:
                "the list of reserved ranges cannot grow: part of the preserved memory is not reserved and will be written "
                + "over",
            check: "memblock has memory in scratch for a larger array",
            next: "hand over larger scratch areas, or preserve fewer and larger blocks", rules: [.scratchTooSmall]),
        Message(
            "BOOT-LOG-007", .panic, .fatal,
            in: "panic", "kernel/panic.c", .all,
            cause:
                "the kernel stopped in a boot that had taken a handover. The reason is not one of KHO's own; it may be a "
                + "consequence: memory that was given to two owners, or scratch areas too small for the boot",
            next: "see whether the same kernel comes up without the handover"),
    ]
}
