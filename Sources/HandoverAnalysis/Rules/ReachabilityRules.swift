import HandoverState

extension Rule {
    private static let core = "kernel/liveupdate/kexec_handover.c"
    private static let anew = "Capture the handover again, or encode it for the kernel that is to read it."
    private static let sessions = "kernel/liveupdate/luo_session.c"
    private static let extend = KernelBehaviour(
        "kho_extend_scratch", in: core, "7.3",
        "makes scratch memory of every GiB without preserved blocks; early boot may allocate over it")
    private static let restoreList = KernelBehaviour(
        "kho_restore_vmalloc", in: core, "6.18 and later", "gives NULL without a word; the list and its file are lost")

    static let reachability: [Rule] = [
        Rule(
            .rootUnpreserved, .error, "the root tree is not preserved",
            why: "The next kernel goes on reading it after its memory has been given away.",
            kernel: [
                KernelBehaviour(
                    "kho_memory_init", in: "kernel/kexec_handover.c", "6.18", "warns that it cannot be restored"),
                KernelBehaviour(
                    "kho_retrieve_subtree", in: core, "6.19 and later", "reads the page whoever has it by then"),
                extend,
            ],
            remedy: anew),
        Rule(
            .subtreeUnpreserved, .error, "a subtree's data is not preserved",
            why: "Its memory is given away before its owner reads it.",
            kernel: [
                KernelBehaviour(
                    "kho_retrieve_subtree", in: core, "all", "does not notice; the owner reads what lies there"),
                KernelBehaviour(
                    "luo_early_startup", in: "kernel/liveupdate/luo_core.c", "7.2 and later",
                    "warns when it frees the orchestrator's structure"),
                extend,
            ],
            remedy: anew),
        Rule(
            .recordsUnpreserved, .error, "records of the orchestrator are not preserved",
            why: "Sessions are read when /dev/liveupdate is first opened, long after free memory was given away.",
            kernel: [
                KernelBehaviour(
                    "luo_session_deserialize", in: sessions, "6.19 and later", "warns when it frees the records"),
                extend,
            ],
            remedy: anew),
        Rule(
            .memfdUnpreserved, .error, "the structure of a memfd is not preserved",
            why: "It is read when the file is retrieved, long after free memory was given away.",
            kernel: [
                KernelBehaviour("memfd_luo_retrieve", in: "mm/memfd_luo.c", "6.19 and later", "reads what lies there"),
                extend,
            ],
            remedy: anew),
        Rule(
            .vmallocChunkUnpreserved, .error, "a chunk of a `kho_vmalloc` is not preserved",
            why: "The chunk names the pages of the list.", kernel: [restoreList], remedy: anew),
        Rule(
            .vmallocPageUnpreserved, .error, "a page of a `kho_vmalloc` is not preserved",
            why: "The pages hold the list itself.", kernel: [restoreList], remedy: anew),
        Rule(
            .folioUnpreserved, .error, "a folio of a file is not preserved",
            why: "The contents are overwritten, and one folio that is missing loses the whole file.",
            kernel: [
                KernelBehaviour(
                    "memfd_luo_retrieve_folios", in: "mm/memfd_luo.c", "6.19 and later",
                    "says that it is unable to restore the folio and refuses the file (EIO)")
            ],
            remedy: anew),
        Rule(
            .regionUnpreserved, .error, "a reserved region is not preserved, or not all of it",
            why: "Finding a region again does not reserve it: only the map keeps its memory.",
            kernel: [
                KernelBehaviour(
                    "reserve_mem_kho_revive", in: "mm/memblock.c", "all",
                    "says that it has revived the region, whose memory is free for others")
            ],
            remedy: "Capture the handover again; with 6.17 give the region a size of whole pages."),
        Rule(
            .testFolioUnpreserved, .error, "a folio of the kernel's own test is not preserved",
            why: "The test cannot find its contents again.",
            kernel: [
                KernelBehaviour(
                    "kho_test_restore_data", in: "lib/test_kho.c", "all", "stops at the folio and fails the test")
            ],
            remedy: anew),
        Rule(
            .orderMismatch, .error, "memory is preserved under another order than its owner restores",
            why: "What is restored must be the head of a block, of the order under which it was allocated.",
            kernel: [
                KernelBehaviour(
                    "kho_restore_page", in: core, "6.18 and later",
                    "refuses a page that is no head; restores as much as the block has"),
                KernelBehaviour(
                    "kho_restore_page", in: "kernel/kexec_handover.c", "6.16-7.0", "refuses orders above 10"),
                KernelBehaviour(
                    "kho_test_restore_data", in: "lib/test_kho.c", "all", "stops at another order and fails the test"),
            ],
            remedy: anew),
        Rule(
            .leaked, .warning, "preserved memory that nothing points to",
            why: "Either its owner's data is opaque here, or nobody will ever give the memory back.",
            kernel: [
                KernelBehaviour(
                    "kho_memory_init", in: core, "all", "keeps the memory reserved until somebody restores it")
            ],
            remedy: "Find out who preserved it: a driver, a module, or an object bound to files."),
        Rule(
            .twoOwners, .error, "a page with two owners",
            why: "Both take the memory for their own and write into it.",
            kernel: [
                KernelBehaviour(
                    "kho_restore_page", in: core, "6.18 and later", "gives a block to the first and refuses the second"),
                KernelBehaviour("kho_restore_page", in: "kernel/kexec_handover.c", "6.16, 6.17", "gives it to both"),
            ],
            remedy: anew),
        Rule(
            .structureShared, .error, "a structure lies in memory that another takes",
            why: "Each structure has memory of its own; an address that leads into another's is wrong.",
            kernel: [
                KernelBehaviour(
                    "kho_restore_free", in: core, "6.19 and later",
                    "frees the page for the first and warns at the second"),
                KernelBehaviour(
                    "kho_retrieve_subtree", in: core, "all", "does not notice; the owner reads another's data"),
            ],
            remedy: anew,
            explains: [.twoOwners, .subtreeUnpreserved, .recordsUnpreserved, .memfdUnpreserved, .orderMismatch]),
        Rule(
            .structureUnreadable, .error, "a structure is not in the dump",
            why: "What it says is not known. Where the machine has no such memory, the address is wrong.",
            kernel: [
                KernelBehaviour("kho_retrieve_subtree", in: core, "all", "gives any address to the owner, who faults")
            ],
            remedy: "Capture the handover again with all of the memory that it reaches.",
            explains: [.subtreeUnpreserved, .recordsUnpreserved, .memfdUnpreserved, .orderMismatch]),
        Rule(
            .structurePastEnd, .error, "a structure runs past the end of the address space",
            why: "No machine has such memory.",
            kernel: [
                KernelBehaviour("kho_retrieve_subtree", in: core, "all", "gives any address to the owner, who faults")
            ],
            remedy: anew, explains: [.subtreeUnpreserved, .recordsUnpreserved, .memfdUnpreserved]),
        Rule(
            .structureMisaligned, .error, "a structure is not aligned as kernels align it",
            why: "Pages are handed over as pages; another address is a wrong one.",
            kernel: [restoreList], remedy: anew,
            explains: [.vmallocChunkUnpreserved, .vmallocPageUnpreserved, .orderMismatch]),
        Rule(
            .structureInScratch, .error, "a structure lies in a scratch area",
            why: "The next kernel is loaded into the scratch areas and boots there, over whatever they hold.",
            kernel: [
                KernelBehaviour(
                    "kho_mem_serialize", in: "kernel/kexec_handover.c", "6.18-7.0",
                    "refuses a part of the map there where CONFIG_KEXEC_HANDOVER_DEBUG is set"),
                KernelBehaviour("kho_populate", in: core, "all", "does not notice; reads what is left of it"),
            ],
            remedy: anew,
            explains: [
                .rootUnpreserved, .subtreeUnpreserved, .recordsUnpreserved, .memfdUnpreserved, .vmallocChunkUnpreserved,
                .vmallocPageUnpreserved,
            ]),
    ]
}
