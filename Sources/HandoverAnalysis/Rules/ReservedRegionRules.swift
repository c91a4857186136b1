import HandoverState

extension Rule {
    private static let source = "mm/memblock.c"
    private static let revive = "reserve_mem_kho_revive"
    private static let anew = "reserves new memory instead, and the contents are lost"

    static let reservedRegions: [Rule] = [
        Rule(
            .regionIncomplete, .error, "a region without start and size",
            why: "Both must be there, with 8 bytes each, for the region to be found again.",
            kernel: [KernelBehaviour(revive, in: source, "all", "without a word " + anew)],
            remedy: "Write the properties start and size with 8 bytes each."),
        Rule(
            .regionVersion, .error, "a region whose version string is not the known one",
            why: "The next kernel revives only what says reserve-mem-v1.",
            kernel: [KernelBehaviour(revive, in: source, "all", "warns, and " + anew)],
            remedy: "Capture the handover again, or encode it for the kernel that is to read it."),
        Rule(
            .regionPastEnd, .error, "a region runs past the end of the address space",
            why: "No machine has such memory.",
            kernel: [
                KernelBehaviour(revive, in: source, "all", "revives the region; whoever uses its memory faults")
            ],
            remedy: "Capture the handover again; start or size is damaged.", explains: [.regionUnpreserved]),
        Rule(
            .regionOverlap, .error, "two regions overlap",
            why: "Each region has an owner that thinks the memory its own.",
            kernel: [
                KernelBehaviour(revive, in: source, "all", "revives both; their owners overwrite each other's contents")
            ],
            remedy: "Capture the handover again; start or size of one of the two is damaged.",
            explains: [.twoOwners]),
        Rule(
            .regionMisaligned, .error, "a region that does not begin and end with a page",
            why: "Memory is preserved in whole pages, so a part of the region is not kept.",
            kernel: [
                KernelBehaviour(
                    "kho_preserve_phys", in: "kernel/kexec_handover.c", "6.17", "refuses the region (EINVAL)"),
                KernelBehaviour(
                    "reserved_mem_preserve", in: source, "6.18 and later",
                    "preserves as many pages as the size has whole ones, from the page in which the region begins"),
            ],
            remedy: "Give reserve_mem= a size and an alignment that are multiples of the page size.",
            explains: [.regionUnpreserved]),
        Rule(
            .regionDuplicate, .error, "two regions of one name",
            why: "A region is found by its name; the second one of a name is out of reach.",
            kernel: [
                KernelBehaviour(revive, in: source, "all", "takes the first; the contents of the second are lost"),
                KernelBehaviour("reserve_mem", in: source, "all", "refuses a name that is taken (EBUSY)"),
            ],
            remedy: "Give each region a name of its own."),
        Rule(
            .regionEmpty, .error, "a region of no bytes",
            why: "No kernel reserves one, and none revives a region of another size than it is asked for.",
            kernel: [KernelBehaviour(revive, in: source, "all", "warns of the wrong size, and " + anew)],
            remedy: "Capture the handover again; the size is damaged."),
        Rule(
            .regionName, .error, "a name that `reserve_mem=` cannot have",
            why: "A name has 1 to 15 bytes that are not all blanks; no command line can ask for another.",
            kernel: [
                KernelBehaviour(
                    "reserve_mem", in: source, "all",
                    "refuses the name on the command line (EINVAL), so the region is never asked for")
            ],
            remedy: "Capture the handover again; the name of the node is damaged."),
        Rule(
            .regionsTooMany, .error, "more regions than a kernel asks for",
            why: "A kernel has room for 8 regions, so it can neither have handed over more nor revive them all.",
            kernel: [
                KernelBehaviour(
                    "reserve_mem", in: source, "all",
                    "refuses a ninth region (EBUSY); the contents of those not asked for are lost")
            ],
            remedy: "Hand over at most 8 regions."),
    ]
}
