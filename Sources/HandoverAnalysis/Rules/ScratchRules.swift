import HandoverState

extension Rule {
    private static let core = "kernel/liveupdate/kexec_handover.c"
    private static let size = "Give larger areas with kho_scratch= on the command line of the first boot."

    static let scratch: [Rule] = [
        Rule(
            .scratchAbsent, .error, "there is no scratch area with any memory",
            why: "The next kernel boots in scratch memory alone until it has read the map.",
            kernel: [
                KernelBehaviour(
                    "kho_populate", in: core, "all", "accepts it; the first allocation of early boot panics")
            ],
            remedy: size),
        Rule(
            .scratchEmpty, .note, "a scratch area of no bytes",
            why: "Kernels make an area for each node, and a node may have nothing reserved.",
            kernel: [KernelBehaviour("kho_populate", in: core, "all", "passes over it")],
            remedy: "Nothing needs to be done."),
        Rule(
            .scratchMisaligned, .error, "a scratch area is not aligned as the kernel needs it",
            why: "The areas become pageblocks for movable memory, and since 7.2 whole blocks of the largest order.",
            kernel: [
                KernelBehaviour(
                    "kho_reserve_scratch", in: core, "7.2 and later", "aligns start and size to the largest order"),
                KernelBehaviour(
                    "kho_release_scratch", in: core, "6.16-7.1",
                    "does not look; marks whole pageblocks, of which a part is not scratch memory"),
                KernelBehaviour(
                    "kho_init", in: core, "7.2 and later",
                    "does not look; every pageblock of which a part is scratch memory becomes movable memory"),
            ],
            remedy: "Capture the handover again; the scratch array is damaged."),
        Rule(
            .scratchOverlap, .error, "two scratch areas overlap",
            why: "Each is reserved by itself.",
            kernel: [
                KernelBehaviour("kho_populate", in: core, "all", "adds both; the shared pages are initialized twice")
            ],
            remedy: "Capture the handover again; the scratch array is damaged."),
        Rule(
            .scratchTooSmall, .error, "the scratch areas do not hold the kernel and initrd to come",
            why: "Every part of the image to boot is loaded into a scratch area.",
            kernel: [
                KernelBehaviour(
                    "kho_locate_mem_hole", in: core, "all", "finds no room: kexec_file_load fails (EADDRNOTAVAIL)")
            ],
            remedy: size),
        Rule(
            .scratchOutsideMemory, .error, "a scratch area lies where the machine has no memory",
            why: "The next kernel takes the areas for memory without asking.",
            kernel: [
                KernelBehaviour("kho_populate", in: core, "all", "adds the area as memory, and faults when it uses it")
            ],
            remedy: "Capture the handover again; the scratch array is damaged."),
        Rule(
            .scratchSmall, .warning, "no scratch area is large enough for a kernel as they are built today",
            why: "How much the next kernel takes is not known here; those of distributions take more.",
            kernel: [
                KernelBehaviour(
                    "kho_locate_mem_hole", in: core, "all",
                    "finds no room for a larger kernel: kexec_file_load fails (EADDRNOTAVAIL)")
            ],
            remedy: size),
    ]
}
