import HandoverABI
import HandoverState

// Warnings with a call trace: the line says where, not what.
extension Message {
    static let warnings: [Message] = [
        Message(
            "WARN-LOG-001", .warning(["kho_populate"]), .refused,
            in: "kho_populate", SourceFile.handover, .upTo(7, 0),
            cause: "memblock cannot mark a scratch area; the kernel boots without the handover",
            check: "memblock's array of regions has room", next: "see the line that follows", decides: .refused),
        Message(
            "WARN-LOG-002", .warning(["kho_restore_page", "kho_restore_folio", "kho_restore_pages"]), .lost,
            in: "kho_restore_page", SourceFile.handover, .since(6, 18),
            cause:
                "a page is asked for that is not the head of a preserved block, or for a second time, or (6.18, 6.19) in a "
                + "block above order 10: its owner gets nothing. It is said once in a boot; later ones are silent",
            check: "the page carries the mark that reading the map gave every head",
            next: "the call trace names the owner; decode the state, and see what of it is not preserved",
            rules: [
                .folioUnpreserved, .rootUnpreserved, .recordsUnpreserved, .memfdUnpreserved, .vmallocChunkUnpreserved,
                .vmallocPageUnpreserved, .orderMismatch, .twoOwners,
            ]),
        Message(
            "WARN-LOG-003", .warning(["kho_preserve_folio", "kho_preserve_pages"]), .refused,
            in: "kho_preserve_folio", SourceFile.handover, .since(6, 18),
            cause:
                "memory inside a scratch area was to be preserved, where the next kernel boots (CONFIG_KEXEC_HANDOVER_DEBUG "
                + "alone tells): EINVAL",
            check: "the range overlaps no scratch area", next: "the call trace names who asked", rules: [.mapInScratch]),
        Message(
            "WARN-LOG-004", .warning(["xa_load_or_alloc", "new_chunk"]), .refused,
            in: "xa_load_or_alloc", SourceFile.handover, .since(6, 18).upTo(7, 0),
            cause: "a page of the map itself lies in a scratch area, where the next kernel boots: EINVAL",
            check: "the page overlaps no scratch area", rules: [.mapInScratch, .structureInScratch]),
        Message(
            "WARN-LOG-005", .warning(["__kho_unpreserve", "__kho_unpreserve_order"]), .notable,
            in: "__kho_unpreserve_order", SourceFile.handover, .since(6, 18).upTo(7, 0),
            cause: "memory was given up that was not preserved: a fault of its owner", check: "the map has its block"),
        Message(
            "WARN-LOG-006", .warning(["kho_radix_del_page", "kho_radix_del_key"]), .notable,
            in: "kho_radix_del_key", SourceFile.handover, .since(7, 1),
            cause: "memory was given up that was not preserved: a fault of its owner",
            check: "the map has a table for the block"),
        Message(
            "WARN-LOG-007",
            .warning(["kho_radix_add_page", "kho_radix_add_key", "kho_radix_walk_tree", "__kho_radix_walk_tree"]),
            .refused,
            in: "kho_radix_add_key", SourceFile.handover, .since(7, 1),
            cause: "the map has no root: KHO is not set up, and nothing can be preserved",
            check: "the tree has a root", next: "see why KHO gave up earlier in the log"),
        Message(
            "WARN-LOG-008", .warning(["kho_memory_init_early"]), .refused,
            in: "kho_memory_init_early", SourceFile.handover, .since(7, 3),
            cause: "the map is gone after the handover was found; it is dropped",
            check: "the map's address is not 0", rules: [.mapNotWritten], decides: .refused),
        Message(
            "WARN-LOG-009", .warning(["kho_restore_free"]), .notable,
            in: "kho_restore_free", SourceFile.handover, .since(6, 19),
            cause:
                "a page of the orchestrator's own records is not a preserved head: it is leaked, and may have been written "
                + "over before it was read",
            check: "the page could be restored, to be freed", next: "decode the state, and see whether it is preserved",
            rules: [.recordsUnpreserved, .subtreeUnpreserved, .orderMismatch]),
        Message(
            "WARN-LOG-010", .warning(["kho_add_subtree", "kho_init"]), .notable,
            in: "kho_add_subtree", SourceFile.handover, .since(6, 19),
            cause: "a subtree is not shown in debugfs; the handover itself is not touched",
            check: "debugfs made the file"),
        Message(
            "WARN-LOG-011", .warning(["luo_file_deserialize"]), .lost,
            in: "luo_file_deserialize", SourceFile.file, .since(6, 19),
            cause: "a session announces files and has none anywhere: it is empty",
            check: "files is 0 only where count is 0",
            next: "decode the state, which says which session", rules: [.filesMissing]),
        Message(
            "WARN-LOG-012", .warning(["luo_alloc_files_mem"]), .notable,
            in: "luo_alloc_files_mem", SourceFile.file, .since(6, 19).upTo(7, 1),
            cause: "a fault of the kernel: a session counts files without memory for them", check: "count is 0"),
        Message(
            "WARN-LOG-013", .warning(["luo_file_freeze", "luo_session_serialize"]), .refused,
            in: "luo_file_freeze", SourceFile.file, .since(6, 19),
            cause: "a fault of the kernel: there is no place for a record; the kexec is called off",
            check: "there is a place for every record"),
        Message(
            "WARN-LOG-014", .warning(["luo_retrieve_file"]), .notable,
            in: "luo_retrieve_file", SourceFile.file, .since(7, 1),
            cause: "a file was retrieved that is preserved for the next kernel at the same time",
            check: "the file is in no other session"),
        Message(
            "WARN-LOG-015", .warning(["luo_file_set_destroy"]), .notable,
            in: "luo_file_set_destroy", SourceFile.file, .since(6, 19),
            cause: "a fault of the kernel: a session goes away that still has files", check: "the session has no files"),
        Message(
            "WARN-LOG-016", .warning(["kho_block_set_init", "kho_block_alloc_ser", "kho_block_set_grow"]), .notable,
            in: "kho_block_set_grow", SourceFile.block, .since(7, 2),
            cause:
                "a fault of the kernel: a chain of blocks that was handed over was to grow, or its records fit no block",
            check: "the chain is one of this boot's own"),
        Message(
            "WARN-LOG-017", .warning(["liveupdate_register_flb"]), .notable,
            in: "liveupdate_register_flb", SourceFile.flb, .since(7, 0),
            cause: "a fault of a driver: its object lacks an operation, or its handler is not registered: EINVAL",
            check: "all operations are there and the handler is registered"),
        Message(
            "WARN-LOG-018", .warning(["liveupdate_flb_put_incoming"]), .lost,
            in: "liveupdate_flb_put_incoming", SourceFile.flb, .since(7, 0),
            cause: "an object could not be retrieved when its last file was finished: it is lost and never finished",
            check: "its handler's retrieve succeeds", rules: [.flbCount]),
        Message(
            "WARN-LOG-019", .warning(["memfd_luo_freeze", "memfd_luo_unpreserve"]), .notable,
            in: "memfd_luo_freeze", SourceFile.memfd, .since(6, 19),
            cause: "a fault of the kernel: a preserved file has no record", check: "the file has a record"),
        Message(
            "WARN-LOG-020",
            .warning(["refcount_warn_saturate"]), .lost,
            in: "luo_flb_file_finish_one", SourceFile.flb, .since(7, 0),
            cause:
                "the count of an object bound to files is 0, too large, or goes below 0: the object is never finished",
            check: "the count is that of the files that depend on it", next: "decode the state, which counts them",
            rules: [.flbCount]),
    ]
}
