import HandoverState

extension Rule {
    private static let multikernel = "kernel/multikernel/kho.c"
    private static let core = "kernel/liveupdate/kexec_handover.c"
    private static let anew = "Capture the handover again, or encode it for the kernel that is to read it."
    private static let refuses = KernelBehaviour(
        "kho_populate", in: core, "all", "warns that the tree is incompatible and boots without the handover")

    static let root: [Rule] = [
        Rule(
            .compatibleMissing, .error, "the root tree has no version string",
            why: "Without it no kernel accepts the handover.", kernel: [refuses], remedy: anew),
        Rule(
            .compatibleUnknown, .error, "no known kernel writes the version string of the root tree",
            why: "Each kernel accepts one version: kho-v1 up to 7.0, kho-v3 in 7.1, kho-v4 since 7.2.",
            kernel: [refuses], remedy: "Encode the handover for the kernel that is to read it, or use a newer khotool."),
        Rule(
            .profileUncertain, .warning, "the data does not tell which kernel wrote it",
            why:
                "The string kho-v1 stands for bitmaps of 512 bytes and of a page; where no bitmap shows which, the reading is a guess.",
            kernel: [
                KernelBehaviour(
                    "kho_mem_deserialize", in: "kernel/kexec_handover.c", "6.16-7.0",
                    "reads bitmaps of its own size, whatever size they were written with")
            ],
            remedy: "Say which kernel wrote the handover with --profile."),
        Rule(
            .profileContradicted, .error, "what the caller or the kernel's own word says is not what the data shows",
            why: "Read by the wrong format, the map stands for other memory, or the kernel refuses the root.",
            kernel: [
                KernelBehaviour(
                    "kho_mem_deserialize", in: "kernel/kexec_handover.c", "6.16-7.0",
                    "reads bitmaps of 512 bytes as pages, or the other way round, without noticing: memory is lost"),
                refuses,
            ],
            remedy: "Leave out --profile, or boot the kernel whose format it is.",
            explains: [
                .mapMisaligned, .mapShared, .mapUnreadable, .mapChunkOverfull, .mapOrder, .mapBitmapForm,
                .mapBitmapStart,
                .mapBitmapMissing, .mapBitmapDuplicate, .mapBlockImpossible, .mapBlocksOverlap, .mapOutsideMemory,
                .mapInScratch, .mapDepth, .mapPagePreserved, .mapEmpty, .structurePastEnd,
            ]),
        Rule(
            .mapMissing, .error, "the root tree does not say where the map lies",
            why: "Without the map the next kernel takes all preserved memory for free.",
            kernel: [
                KernelBehaviour(
                    "kho_populate", in: core, "6.19 and later",
                    "boots without the handover; with an address of 0 silently"),
                KernelBehaviour(
                    "kho_mem_deserialize", in: "kernel/kexec_handover.c", "6.16-6.18",
                    "goes on with nothing preserved, so that all of it is lost"),
            ],
            remedy:
                "Finalize the handover before the kexec; with 6.19, reboot through liveupdate or write to finalize.",
            explains: [.mapNotWritten]),
        Rule(
            .mapNotWritten, .note, "the kernel has not written the map yet",
            why: "Up to 6.19 the map is written when the handover is finalized or in the reboot itself.",
            kernel: [
                KernelBehaviour(
                    "kho_finalize", in: core, "6.19, 7.0", "writes the map's address into the tree in the reboot")
            ],
            remedy: "Nothing needs to be done on a running kernel."),
        Rule(
            .subtreeAddressMissing, .error, "the root tree does not say where a subtree lies",
            why: "The subtree cannot be found.",
            kernel: [
                KernelBehaviour(
                    "kho_retrieve_subtree", in: core, "all",
                    "gives EINVAL; for the orchestrator (6.19 and later) a panic follows")
            ],
            remedy: anew),
        Rule(
            .subtreeAddressZero, .error, "a subtree lies at address 0",
            why: "No kernel hands over the first page.",
            kernel: [
                KernelBehaviour(
                    "kho_retrieve_subtree", in: core, "all", "gives the address to the owner, who reads what lies there"
                )
            ],
            remedy: anew),
        Rule(
            .subtreeSizeMissing, .error,
            "the root tree does not give a subtree's size, where kernels of its version read one",
            why: "Since 7.1 a subtree without blob-size cannot be looked up, even by those who do not need the size.",
            kernel: [
                KernelBehaviour(
                    "kho_retrieve_subtree", in: core, "7.1 and later",
                    "warns of a broken subnode and gives EINVAL; for the orchestrator a panic follows")
            ],
            remedy: anew),
        Rule(
            .subtreeSizeZero, .error, "the root tree gives a subtree no bytes",
            why: "There is nothing in it for its owner.",
            kernel: [
                KernelBehaviour(
                    "luo_early_startup", in: "kernel/liveupdate/luo_core.c", "7.2 and later",
                    "panics: the state is too small"),
                KernelBehaviour(
                    "kho_in_kexec_metadata", in: core, "7.1 and later", "warns that the structure is too small"),
            ],
            remedy: anew, explains: [.subtreeSizeTooSmall]),
        Rule(
            .subtreeSizeTooSmall, .error, "the root tree gives a subtree fewer bytes than its data has",
            why: "Whoever reads by the size loses the end of it.",
            kernel: [
                KernelBehaviour(
                    "kho_in_debugfs_init", in: "kernel/liveupdate/kexec_handover_debugfs.c", "7.1 and later",
                    "shows the data cut short")
            ],
            remedy: anew, explains: [.subtreeBroken]),
        Rule(
            .subtreeSizeTooLarge, .note, "the root tree gives a subtree more bytes than its data has",
            why: "A tree says itself where it ends, and structures have one size; what follows has no meaning.",
            kernel: [KernelBehaviour("kho_retrieve_subtree", in: core, "7.1 and later", "accepts any size")],
            remedy: "Nothing needs to be done."),
        Rule(
            .subtreeDuplicate, .error, "two subtrees of one name",
            why: "A subtree is found by its name; the second one of a name is out of reach.",
            kernel: [
                KernelBehaviour("kho_retrieve_subtree", in: core, "all", "finds the first; the second is lost"),
                KernelBehaviour("kho_add_subtree", in: core, "6.19 and later", "refuses a name that is taken (EEXIST)"),
            ],
            remedy: "Give each subtree a name of its own."),
        Rule(
            .subtreeTooLarge, .error, "a subtree's data is larger than anything a kernel hands over",
            why: "Kernels hand over a page or two; the size is damaged, and the data is not read.",
            kernel: [
                KernelBehaviour(
                    "kho_in_debugfs_init", in: "kernel/liveupdate/kexec_handover_debugfs.c", "7.1 and later",
                    "shows as much memory as it is told")
            ],
            remedy: anew),
        Rule(
            .subtreeNotTree, .error, "a subtree's data is not the device tree that it should be",
            why: "Its owner finds nothing in it.",
            kernel: [
                KernelBehaviour(
                    "reserve_mem_kho_retrieve_fdt", in: "mm/memblock.c", "all", "warns, and reserves every region anew"),
                KernelBehaviour("kho_test_restore", in: "lib/test_kho.c", "all", "fails the test"),
            ],
            remedy: anew),
        Rule(
            .subtreeVersionUnknown, .error, "a subtree's version string is not known",
            why: "Every known kernel asks for the one version of this subtree that there is.",
            kernel: [
                KernelBehaviour(
                    "reserve_mem_kho_retrieve_fdt", in: "mm/memblock.c", "all",
                    "warns that the tree is incompatible, and reserves every region anew"),
                KernelBehaviour("kho_test_restore", in: "lib/test_kho.c", "all", "fails the test"),
            ],
            remedy: anew),
        Rule(
            .subtreeForeign, .error, "a subtree that kernels of this version do not write",
            why: "Nobody in such a kernel looks for it, so what it stands for is lost.",
            kernel: [
                KernelBehaviour("kho_retrieve_subtree", in: core, "all", "is not asked for it"),
                KernelBehaviour(
                    "kho_in_debugfs_init", in: "kernel/liveupdate/kexec_handover_debugfs.c", "6.16-7.0",
                    "reads the data of every subtree as a device tree"),
            ],
            remedy: "Boot a kernel that knows the subtree, or leave it out."),
        Rule(
            .compatibleList, .note, "a version string is a list of several",
            why: "Kernels write one string, but accept a list in which theirs stands.",
            kernel: [
                KernelBehaviour(
                    "fdt_node_check_compatible", in: "scripts/dtc/libfdt/fdt_ro.c", "all",
                    "accepts the tree where any of the strings is the one asked for")
            ],
            remedy: "Nothing needs to be done."),
        Rule(
            .instanceTreeUnusable, .error, "the tree of an instance of the multikernel patches is none, or too large",
            why: "The kernel that is started does not learn what it owns.",
            kernel: [
                KernelBehaviour(
                    "mk_kho_restore_dtbs", in: multikernel, "first versions of the patches",
                    "gives EINVAL for a broken header and for more than 1 MiB, and goes on without an instance")
            ],
            remedy: "Encode the instance's tree anew (khotool encode), and hand that over."),
        Rule(
            .messageBufferIncomplete, .error, "a message buffer of the multikernel patches without address or length",
            why: "The kernel that is started cannot talk with its host.",
            kernel: [
                KernelBehaviour(
                    "mk_kho_restore_ipi", in: multikernel, "first versions of the patches",
                    "goes on without the buffer, and without a word")
            ],
            remedy: "Write both, an address of 64 bits and a number of pages of 32, big-endian."),
    ]
}
