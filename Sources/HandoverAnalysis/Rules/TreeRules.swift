import HandoverState

extension Rule {
    private static let core = "kernel/liveupdate/kexec_handover.c"
    private static let anew = "Capture the handover again, or encode it for the kernel that is to read it."
    private static let populate = KernelBehaviour(
        "kho_populate", in: core, "all", "warns that the tree is invalid and boots without the handover")
    private static let lookup = KernelBehaviour(
        "kho_retrieve_subtree", in: core, "all", "does not find it: to the owner there is no such subtree, or EINVAL")

    static let tree: [Rule] = [
        Rule(
            .treeBroken, .error, "the root tree's header, structure or strings are broken",
            why: "Everything else is found through the root tree.",
            kernel: [
                populate,
                KernelBehaviour(
                    "kho_populate", in: core, "all",
                    "checks the header alone; nodes in a broken structure block are not found"),
            ],
            remedy: anew),
        Rule(
            .treeCut, .warning, "the root tree is cut to the length that it had at boot",
            why: "The file in debugfs keeps the length of the first tree while subtrees are added to it.",
            kernel: [
                KernelBehaviour(
                    "kho_out_debugfs_init", in: "kernel/liveupdate/kexec_handover_debugfs.c", "6.19 and later",
                    "shows the bytes that the tree had at boot; what is handed over is whole")
            ],
            remedy: "Read the subtrees' files beside it, or take a dump of memory."),
        Rule(
            .rootAbsent, .warning, "there are subtrees but no root tree",
            why: "Without the root tree neither the map nor the version of the whole is known.",
            kernel: [
                KernelBehaviour(
                    "kho_in_debugfs_init", in: "kernel/liveupdate/kexec_handover_debugfs.c", "all",
                    "shows the root tree beside the subtrees")
            ],
            remedy: "Give the whole directory, or a dump of memory."),
        Rule(
            .rootTooLarge, .error, "the root tree is larger than the page that kernels give it",
            why: "The kernel that hands over always announces one page, whatever the tree says of itself.",
            kernel: [
                KernelBehaviour(
                    "kho_populate", in: core, "all",
                    "maps one page; what lies behind it is other memory, and reading it may fault in early boot"),
                KernelBehaviour(
                    "kho_add_subtree", in: core, "6.19 and later", "refuses a subtree for which the page has no room"),
            ],
            remedy: "Hand over fewer subtrees, or larger data in fewer of them."),
        Rule(
            .subtreeBroken, .error, "a subtree's tree is broken",
            why: "Its owner finds nothing in it.",
            kernel: [
                KernelBehaviour(
                    "reserve_mem_kho_retrieve_fdt", in: "mm/memblock.c", "all", "warns, and reserves every region anew"),
                KernelBehaviour(
                    "luo_early_startup", in: "kernel/liveupdate/luo_core.c", "6.19-7.1",
                    "panics where the orchestrator's tree cannot be read"),
            ],
            remedy: anew,
            explains: [.subtreeNotTree, .orchestratorUnreadable, .orchestratorSize]),
        Rule(
            .byteOrder, .error, "a number stands in the wrong byte order",
            why: "Device trees are big-endian, but what kernels hand over in properties is in their own order.",
            kernel: [
                KernelBehaviour(
                    "kho_get_mem_map_phys", in: core, "all",
                    "takes the number as it stands; a map or subtree at such an address faults the boot")
            ],
            remedy: "Write addresses, sizes and counts in the machine's own order.",
            explains: [
                .propertySize, .structureUnreadable, .structurePastEnd, .structureMisaligned, .mapUnreadable,
                .mapMisaligned, .mapBlockImpossible, .mapDepth, .subtreeTooLarge, .subtreeSizeMissing,
                .subtreeSizeTooSmall,
                .regionPastEnd, .regionMisaligned, .regionUnpreserved, .numberImpossible, .testMagic, .testList,
                .testCount, .testIncomplete,
            ]),
        Rule(
            .propertyUnknown, .note, "a property that no known kernel writes",
            why: "Kernels pass over it; it may be meant for one that is not known here.",
            kernel: [KernelBehaviour("fdt_getprop", in: "scripts/dtc/libfdt/fdt_ro.c", "all", "is never asked for it")],
            remedy: "Nothing needs to be done if another reader wants it."),
        Rule(
            .propertyMisspelt, .error, "a property whose name is almost that of one a kernel reads",
            why: "The right name is missing, and kernels find properties by name alone.",
            kernel: [
                lookup,
                KernelBehaviour(
                    "kho_get_mem_map_phys", in: core, "6.19 and later", "refuses a handover without the map's address"),
                KernelBehaviour(
                    "reserve_mem_kho_revive", in: "mm/memblock.c", "all",
                    "without a word reserves a region anew that lacks start or size"),
            ],
            remedy: "Write the name as the kernel spells it.",
            explains: [
                .propertyUnknown, .mapMissing, .subtreeAddressMissing, .subtreeSizeMissing, .compatibleMissing,
                .subtreeVersionUnknown, .regionIncomplete, .regionVersion, .testIncomplete, .numberMissing,
                .headMissing,
                .orchestratorVersion, .orchestratorUnreadable,
            ]),
        Rule(
            .propertyForeign, .error, "a property of another kernel's format",
            why:
                "The address of a subtree is `fdt` up to 7.0 and `preserved-data` since 7.1; each kernel reads its own.",
            kernel: [lookup],
            remedy: "Encode the handover for the kernel that is to read it.",
            explains: [.propertyUnknown, .subtreeAddressMissing]),
        Rule(
            .nodeUnknown, .note, "a node where kernels write none, or a subtree that no known kernel writes",
            why: "Known kernels pass over it; a module may look for it.",
            kernel: [
                KernelBehaviour("kho_retrieve_subtree", in: core, "all", "finds it for whoever asks by that name")
            ],
            remedy: "Nothing needs to be done if its owner is known."),
        Rule(
            .nodeMisspelt, .error, "a node whose name is almost that of one a kernel looks for",
            why: "The right name is missing, and kernels find subtrees and nodes by name alone.",
            kernel: [
                lookup,
                KernelBehaviour(
                    "luo_early_startup", in: "kernel/liveupdate/luo_core.c", "6.19-7.1",
                    "panics where a node of the orchestrator's tree is missing"),
            ],
            remedy: "Write the name as the kernel spells it.",
            explains: [.nodeUnknown, .orchestratorNodeMissing, .testIncomplete]),
        Rule(
            .propertySize, .error, "a property of the wrong size",
            why: "Addresses and sizes have 8 bytes; kernels compare the length before they read.",
            kernel: [
                KernelBehaviour("kho_get_mem_map_phys", in: core, "6.19 and later", "refuses the handover"),
                KernelBehaviour(
                    "kho_mem_deserialize", in: "kernel/kexec_handover.c", "6.16-6.18",
                    "goes on with nothing preserved, so that all of it is lost"),
                KernelBehaviour(
                    "kho_retrieve_subtree", in: core, "all", "gives EINVAL; for the orchestrator a panic follows"),
            ],
            remedy: anew,
            explains: [.mapMissing, .subtreeAddressMissing, .subtreeSizeMissing, .messageBufferIncomplete]),
        Rule(
            .reservationsPresent, .note, "entries in the memory reservation block, where kernels write none",
            why: "They have a meaning in the tree that a machine boots with, and none in a handover.",
            kernel: [KernelBehaviour("kho_populate", in: core, "all", "does not look at them")],
            remedy: "Leave them out; memory is preserved by the map."),
        Rule(
            .treeVersion, .note, "a header version that kernels do not write",
            why: "Kernels write version 17 of the format; another tool has written this tree.",
            kernel: [
                KernelBehaviour(
                    "fdt_check_header", in: "scripts/dtc/libfdt/fdt.c", "all", "accepts what readers of 17 can read")
            ],
            remedy: "Nothing needs to be done."),
        Rule(
            .treeTrailing, .note, "bytes behind the end of the tree",
            why: "The header says where the tree ends; what follows is not part of it.",
            kernel: [
                KernelBehaviour(
                    "fdt_check_header", in: "scripts/dtc/libfdt/fdt.c", "all", "reads as far as the header says")
            ],
            remedy: "Nothing needs to be done, unless the header is wrong about its size."),
        Rule(
            .propertyDuplicate, .warning, "a property twice in one node",
            why: "Only the first is read; the bytes do not tell which of the two was meant.",
            kernel: [
                KernelBehaviour(
                    "fdt_getprop", in: "scripts/dtc/libfdt/fdt_ro.c", "all", "finds the first and never the second")
            ],
            remedy: "Leave out the one that is wrong."),
    ]
}
