import HandoverABI
import HandoverState

// Faults of the processor in the code of handovers: what was handed over was not checked, and was wrong.
extension Message {
    static let faults: [Message] = [
        Message(
            "FAULT-LOG-001",
            .fault(["kho_mem_deserialize", "deserialize_bitmap", "kho_memory_init*"]), .fatal,
            in: "kho_mem_deserialize", SourceFile.handover, .upTo(7, 0),
            cause:
                "the kernel stumbled over the list of bitmaps, of which it checks nothing: an address of 0 or outside memory, "
                + "more elements than a page holds, or bitmaps of the other size (6.17 and 6.18 both say kho-v1)",
            next: "boot with the kernel that the state is for; decode says which",
            rules: [
                .mapBitmapMissing, .mapChunkOverfull, .mapUnreadable, .mapBitmapForm, .mapOutsideMemory, .mapShared,
            ]),
        Message(
            "FAULT-LOG-002",
            .fault(["kho_radix_*", "__kho_radix_*", "kho_mem_retrieve", "kho_memory_init*", "kho_preserved_memory_*"]),
            .fatal,
            in: "kho_radix_walk_tree", SourceFile.handover, .since(7, 1),
            cause:
                "the kernel stumbled over the radix tree, of which it checks nothing: a table outside memory or not aligned, "
                + "or a preserved block where the machine has no memory",
            next: "decode the state, which follows the tree with every check",
            rules: [.mapUnreadable, .mapMisaligned, .mapOutsideMemory, .mapDepth, .mapBlockImpossible]),
        Message(
            "FAULT-LOG-003", .fault(["kho_populate", "early_init_dt_check_kho"]), .fatal,
            in: "kho_populate", SourceFile.handover, .all,
            cause:
                "the kernel stumbled over the root tree or the scratch areas before it could say that there is a handover",
            next: "decode the state", rules: [.treeBroken, .scratchOutsideMemory, .scratchOverlap]),
        Message(
            "FAULT-LOG-004",
            .fault(["kho_restore_*", "kho_in_*", "kho_retrieve_subtree", "kho_init", "kho_*", "__kho_*"]), .fatal,
            in: "kho_restore_page", SourceFile.handover, .all,
            cause:
                "the kernel stumbled over a subtree or a page that it was handed: an address of 0, or outside memory",
            next: "decode the state", rules: [.subtreeAddressZero, .structureUnreadable, .mapOutsideMemory]),
        Message(
            "FAULT-LOG-005", .fault(["reserve_mem_*", "reserved_mem_add"]), .fatal,
            in: "reserve_mem_kho_revive", SourceFile.memblock, .all,
            cause: "the kernel stumbled over the subtree of reserved regions: it lies outside memory or is no tree",
            next: "decode the state", rules: [.subtreeAddressZero, .subtreeNotTree, .structureUnreadable]),
        Message(
            "FAULT-LOG-006", .fault(["luo_*", "liveupdate_*"]), .fatal,
            in: "luo_file_deserialize", SourceFile.file, .since(6, 19),
            cause:
                "the kernel stumbled over the orchestrator's records: an address outside memory, or a count beyond the pages "
                + "that hold them (6.19 to 7.1 check none)",
            next: "decode the state",
            rules: [.sessionsOverfull, .filesOverfull, .flbsOverfull, .blockMisaligned, .structureUnreadable]),
        Message(
            "FAULT-LOG-007", .fault(["memfd_luo_*"]), .fatal,
            in: "memfd_luo_retrieve", SourceFile.memfd, .since(6, 19),
            cause:
                "the kernel stumbled over a file's record: its address is 0 or outside memory, or it announces more folios "
                + "than its list holds",
            next: "decode the state", rules: [.memfdMissing, .folioListShort, .structureUnreadable]),
        Message(
            "FAULT-LOG-008", .fault(["kho_test_*"]), .fatal,
            in: "kho_test_restore_data", SourceFile.test, .all,
            cause: "the kernel's test stumbled over its record or its folios", next: "decode the state",
            rules: [.testIncomplete, .testFolioUnpreserved]),
        Message(
            "FAULT-LOG-009", .earlyFault, .fatal,
            in: "kho_mem_deserialize", SourceFile.handover, .all,
            cause:
                "the kernel found a handover and stumbled before anything shows that its map was read. It checks nothing "
                + "there, and kernels without symbols (CONFIG_KALLSYMS) do not say where they were: most likely a preserved "
                + "block where the machine has no memory, or bitmaps of the other size (6.17 and 6.18 both say kho-v1). A "
                + "register that begins with 4b484f50 (KHOP) is the mark that is put on preserved pages",
            next: "decode the state, which follows the map with every check; boot with the kernel that it is for",
            rules: [.mapBitmapForm, .mapOutsideMemory, .mapBlockImpossible, .mapUnreadable, .mapShared]),
    ]
}
