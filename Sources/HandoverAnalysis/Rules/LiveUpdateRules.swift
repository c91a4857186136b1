import HandoverState

extension Rule {
    static let liveUpdate: [Rule] = orchestrator + sessions + flbs

    private static let core = "kernel/liveupdate/luo_core.c"
    private static let session = "kernel/liveupdate/luo_session.c"
    private static let block = "kernel/liveupdate/kho_block.c"
    private static let panics = "panics early in the boot, with or without liveupdate=on"

    /// The root of the orchestrator's state, and the blocks that hold its records.
    private static let orchestrator: [Rule] = [
        Rule(
            .orchestratorUnreadable, .error, "the orchestrator's data is neither of its forms",
            why: "A kernel that finds the subtree LUO must understand it: all sessions hang from these bytes.",
            kernel: [
                KernelBehaviour("luo_early_startup", in: core, "6.19, 7.1", "finds no luo-v1 tree and " + panics),
                KernelBehaviour("luo_early_startup", in: core, "7.2 and later", "finds no luo-v5 and " + panics),
            ],
            remedy: "Capture the handover again; if the bytes are the same, do not boot a kernel with it."),
        Rule(
            .orchestratorVersion, .error,
            "a version string of the orchestrator that kernels of the handover's version do not read",
            why: "Each kernel reads exactly one version of each part of the orchestrator's state.",
            kernel: [
                KernelBehaviour(
                    "luo_session_setup_incoming", in: session, "6.19, 7.1",
                    "refuses a root other than luo-v1 or sessions other than luo-session-v2 and " + panics),
                KernelBehaviour(
                    "luo_early_startup", in: core, "7.2 and later",
                    "refuses a structure other than luo-v5 and " + panics
                ),
            ],
            remedy: "Encode the state for the kernel that is to read it."),
        Rule(
            .numberMissing, .error, "the number of the live update is missing",
            why: "A tree of the orchestrator without its number of 8 bytes is refused as a whole.",
            kernel: [KernelBehaviour("luo_early_startup", in: core, "6.19, 7.1", panics)],
            remedy: "Write the property liveupdate-number with 8 bytes."),
        Rule(
            .numberImpossible, .note, "the number of the live update is one that no kernel hands over",
            why: "The first kernel writes 1 and each one after it one more, no more often than it counts a kexec.",
            kernel: [
                KernelBehaviour(
                    "luo_early_startup", in: core, "6.19 and later", "takes any number, prints it and counts on")
            ],
            remedy: "Look for other damage in the orchestrator's root; the number itself harms nothing."),
        Rule(
            .orchestratorNodeMissing, .error, "a node of the orchestrator's tree is missing",
            why: "Kernels that write the orchestrator's state as a tree look for every node that they write.",
            kernel: [
                KernelBehaviour(
                    "luo_session_setup_incoming", in: session, "6.19, 7.1", "misses luo-session and " + panics),
                KernelBehaviour(
                    "luo_flb_setup_incoming", in: "kernel/liveupdate/luo_flb.c", "7.1",
                    "misses luo-flb, which 6.19 has no use for, and " + panics),
            ],
            remedy: "Encode the state for the kernel that is to read it."),
        Rule(
            .headMissing, .error, "the address of a head is missing or zero",
            why:
                "The address of the sessions or objects is the only way to them; up to 7.1 zero is no way to say none.",
            kernel: [
                KernelBehaviour(
                    "luo_session_setup_incoming", in: session, "6.19, 7.1",
                    "without the property of 8 bytes " + panics + "; with a zero reads the first page of memory")
            ],
            remedy: "Write the address of the head, of an empty array where there is nothing."),
        Rule(
            .orchestratorSize, .error, "the orchestrator's structure has the wrong size",
            why: "The structure has 32 bytes and the root tree must give it as many.",
            kernel: [KernelBehaviour("luo_early_startup", in: core, "7.2 and later", "refuses less and " + panics)],
            remedy: "Write a blob-size of 32 for the subtree LUO."),
        Rule(
            .sessionsOverfull, .error, "more sessions than the head's pages hold",
            why: "Up to 7.1 all sessions lie in 16 pages, 819 of them, and kernels trust the count at their head.",
            kernel: [
                KernelBehaviour(
                    "luo_session_deserialize", in: session, "6.19, 7.1",
                    "reads past the pages and takes what is there for sessions")
            ],
            remedy: "Hand over at most 819 sessions, or use a kernel of 7.2 or later."),
        Rule(
            .blockMisaligned, .error, "a block is not aligned to a page",
            why: "A block is a page that is preserved as such; from another address its last records run out of it.",
            kernel: [
                KernelBehaviour(
                    "kho_block_set_restore", in: block, "7.2 and later",
                    "does not check, reads what is there and gives up the page around it")
            ],
            remedy: "Capture the handover again; the address is damaged.", explains: [.fileCountMismatch]),
        Rule(
            .blockCount, .error, "a block announces no records, or more than it holds",
            why: "A block holds 51 sessions or 63 files in 4 KiB, and no kernel hands over an empty one.",
            kernel: [
                KernelBehaviour(
                    "kho_block_set_restore", in: block, "7.2 and later",
                    "refuses the chain: of sessions the boot panics, of files /dev/liveupdate cannot be opened")
            ],
            remedy: "Capture the handover again; the head of the block is damaged.", explains: [.fileCountMismatch]),
        Rule(
            .blockChainLimit, .error, "a chain of more blocks than kernels follow",
            why: "Kernels follow 10000 blocks, and write no more.",
            kernel: [
                KernelBehaviour(
                    "kho_block_set_restore", in: block, "7.2 and later",
                    "refuses the chain: of sessions the boot panics, of files /dev/liveupdate cannot be opened")
            ],
            remedy: "Spread the files over more sessions, or hand over fewer.", explains: [.fileCountMismatch]),
        Rule(
            .blockLoop, .error, "a chain of blocks that comes back to itself",
            why: "A chain that meets a page twice has no end, or shares the page with another structure.",
            kernel: [
                KernelBehaviour(
                    "kho_block_set_is_cyclic", in: block, "7.2 and later",
                    "refuses a loop: of sessions the boot panics, of files /dev/liveupdate cannot be opened")
            ],
            remedy: "Capture the handover again; the address of the next block is damaged.",
            explains: [.fileCountMismatch]),
    ]
}
