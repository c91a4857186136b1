import HandoverABI
import HandoverState

// What KHO says once memory is managed: scratch areas, subtrees, the word of the previous kernel.
extension Message {
    static let handover: [Message] = [
        Message(
            "KHO-LOG-018", .line("KHO: failed to restore folio for KHO fdt", []), .notable,
            in: "kho_memory_init", SourceFile.handover, .upTo(6, 18),
            cause:
                "the root tree's page is not preserved, or the map is missing; the handover stays in use, and its root "
                + "may be written over",
            check: "kho_restore_folio finds the root tree's page preserved",
            next: "see whether the map was read; if it was, the writer did not preserve its root tree",
            rules: [.rootUnpreserved, .mapMissing]),
        Message(
            "KHO-LOG-019", .line("KHO: Failed to extend scratch: %pe", [.error]), .notable,
            in: "kho_extend_scratch", SourceFile.handover, .since(7, 3),
            cause:
                "free memory beside the scratch areas is not used in early boot; nothing is lost, large machines may "
                + "run out of early memory",
            check: "blocks of 1 GiB without preserved memory can be marked as scratch"),
        Message(
            "KHO-LOG-020", .line("KHO: disabled in the kdump kernel", []), .harmless,
            in: "kho_memory_init", SourceFile.handover, .since(7, 3),
            cause: "this is a crash kernel, which takes no handover", decides: .past),
        Message(
            "KHO-LOG-021", .line("KHO: scratch scale is %d%%", [.percent]), .harmless,
            in: "kho_parse_scratch_size", SourceFile.handover, .all,
            cause: "kho_scratch= was understood as a share; after a handover it has no effect, the old areas are used "
                + "again"),
        Message(
            "KHO-LOG-022",
            .line(
                "KHO: scratch areas: lowmem: %lluMiB global: %lluMiB pernode: %lldMiB",
                [.lowSize, .globalSize, .nodeSize]), .harmless,
            in: "kho_parse_scratch_size", SourceFile.handover, .all,
            cause:
                "kho_scratch= was understood as sizes; after a handover it has no effect, the old areas are used again"
        ),
        Message(
            "KHO-LOG-023", .line("KHO: Failed to reserve scratch array", []), .refused,
            in: "kho_reserve_scratch", SourceFile.handover, .since(7, 1),
            cause: "there is no memory for the list of scratch areas: this kernel cannot hand over",
            check: "memblock has memory for the array", next: "give the machine more memory, or free some early on"),
        Message(
            "KHO-LOG-024", .line("KHO: Failed to reserve lowmem scratch buffer", []), .refused,
            in: "kho_reserve_scratch", SourceFile.handover, .since(7, 1),
            cause: "the scratch area below 4 GiB does not fit: this kernel cannot hand over",
            check: "memblock has a free range of that size below 4 GiB",
            next: "ask for less: the first size of kho_scratch=LOW,GLOBAL,NODE", rules: [.scratchTooSmall]),
        Message(
            "KHO-LOG-025", .line("KHO: Failed to reserve global scratch buffer", []), .refused,
            in: "kho_reserve_scratch", SourceFile.handover, .since(7, 1),
            cause: "the global scratch area does not fit: this kernel cannot hand over",
            check: "memblock has a free range of that size",
            next: "ask for less: the second size of kho_scratch=LOW,GLOBAL,NODE", rules: [.scratchTooSmall]),
        Message(
            "KHO-LOG-026", .line("KHO: Failed to reserve nid %d scratch buffer", [.node]), .refused,
            in: "kho_reserve_scratch", SourceFile.handover, .since(7, 1),
            cause: "the scratch area of a memory node does not fit: this kernel cannot hand over",
            check: "memblock has a free range of that size on the node",
            next: "ask for less: the third size of kho_scratch=LOW,GLOBAL,NODE", rules: [.scratchTooSmall]),
        Message(
            "KHO-LOG-027", .line("KHO: Failed to reserve scratch area, disabling kexec handover", []), .refused,
            in: "kho_reserve_scratch", SourceFile.handover, .all,
            cause: "KHO is off for this boot: nothing can be preserved, and live update is off with it",
            check: "all scratch areas could be reserved", next: "give smaller sizes with kho_scratch=LOW,GLOBAL,NODE",
            rules: [.scratchAbsent]),
        Message(
            "KHO-LOG-028", .line("KHO: Failed to abort KHO finalization: %d", [.error]), .notable,
            in: "kho_abort", SourceFile.handover, .upTo(6, 18),
            cause: "a subsystem refused to take back what it had preserved; the handover stays final",
            check: "every notifier agreed to the abort"),
        Message(
            "KHO-LOG-029", .line("KHO: Failed to convert KHO state tree: %d", [.error]), .refused,
            in: "kho_finalize", SourceFile.handover, .upTo(6, 18),
            cause: "the handover could not be written down and was dropped: a kexec now hands over nothing. -3 is the "
                + "tree's own error, no room in its page",
            check: "the tree, the notifiers and the map's pages all came out right",
            next: "preserve less, or find the subsystem that refused"),
        Message(
            "KHO-LOG-030",
            .line("KHO: node `%s`'s prop `fdt` has invalid length: %d", [.subtree, .found]), .notable,
            in: "kho_in_debugfs_init", SourceFile.debugfs, .upTo(6, 18),
            cause: "a subtree's address has the wrong size; it is not shown in debugfs, and looking it up fails",
            check: "the property fdt has 8 bytes", rules: [.propertySize, .subtreeAddressMissing]),
        Message(
            "KHO-LOG-031", .line("KHO: node %s prop fdt has invalid length: %d", [.subtree, .found]), .notable,
            in: "kho_in_debugfs_init", SourceFile.debugfs, .since(6, 19).upTo(7, 0),
            cause: "a subtree's address has the wrong size; it is not shown in debugfs, and looking it up fails",
            check: "the property fdt has 8 bytes", rules: [.propertySize, .subtreeAddressMissing]),
        Message(
            "KHO-LOG-032",
            .line("KHO: node %s prop %s has invalid length: %d", [.subtree, .property, .found]), .notable,
            in: "kho_in_debugfs_init", SourceFile.debugfs, .since(7, 1),
            cause: "a subtree's address has the wrong size; it is not shown in debugfs, and looking it up fails",
            check: "preserved-data has 8 bytes", rules: [.propertySize, .subtreeAddressMissing]),
        Message(
            "KHO-LOG-033",
            .line("KHO: node %s missing or invalid %s property", [.subtree, .property]), .notable,
            in: "kho_in_debugfs_init", SourceFile.debugfs, .since(7, 1),
            cause: "a subtree has no size; it is not shown in debugfs, and looking it up fails",
            check: "blob-size is there and has 8 bytes", rules: [.subtreeSizeMissing, .propertySize]),
        Message(
            "KHO-LOG-034", .line("KHO: failed to add fdt `%s` to debugfs: %d", [.subtree, .error]), .notable,
            in: "kho_in_debugfs_init", SourceFile.debugfs, .upTo(6, 18),
            cause: "a subtree is not shown in debugfs; the handover itself is not touched",
            check: "debugfs made the file", rules: [.subtreeDuplicate]),
        Message(
            "KHO-LOG-035", .line("KHO: failed to add fdt %s to debugfs: %pe", [.subtree, .error]), .notable,
            in: "kho_in_debugfs_init", SourceFile.debugfs, .since(6, 19).upTo(7, 0),
            cause:
                "a subtree is not shown in debugfs, with EEXIST because two have its name; the handover itself is not "
                + "touched",
            check: "debugfs made the file", rules: [.subtreeDuplicate]),
        Message(
            "KHO-LOG-036", .line("KHO: failed to add blob %s to debugfs: %pe", [.subtree, .error]), .notable,
            in: "kho_in_debugfs_init", SourceFile.debugfs, .since(7, 1),
            cause:
                "a subtree is not shown in debugfs, with EEXIST because two have its name; the handover itself is not "
                + "touched",
            check: "debugfs made the file", rules: [.subtreeDuplicate]),
        Message(
            "KHO-LOG-037", .line("KHO: failed exposing handover FDT in debugfs: %d", [.error]), .notable,
            in: "kho_init", SourceFile.debugfs, .upTo(6, 18),
            cause: "the incoming handover is not shown in debugfs; the handover itself is not touched",
            check: "debugfs made the files"),
        Message(
            "KHO-LOG-038", .line("KHO: failed exposing handover FDT in debugfs: %pe", [.error]), .notable,
            in: "kho_in_debugfs_init", SourceFile.debugfs, .since(6, 19),
            cause: "the incoming handover is not shown in debugfs; the handover itself is not touched",
            check: "debugfs made the files"),
        Message(
            "KHO-LOG-039",
            .line("KHO: broken KHO subnode '%s': missing or invalid blob-size property", [.subtree]), .lost,
            in: "kho_retrieve_subtree", SourceFile.handover, .since(7, 1),
            cause: "the subtree cannot be used, even by owners that need no size; of LUO's a panic follows",
            check: "blob-size is there and has 8 bytes",
            next: "the state is of an older kernel or damaged; translate it: khotool encode --profile",
            rules: [.subtreeSizeMissing, .propertySize]),
        Message(
            "KHO-LOG-040", .line("KHO: kexec-metadata blob too small (%zu bytes)", [.found]), .notable,
            in: "kho_in_kexec_metadata", SourceFile.handover, .since(7, 1),
            cause: "the word of the previous kernel is passed over; the count of kexecs starts again at 1",
            check: "the blob has at least 4 bytes", rules: [.metadataSize]),
        Message(
            "KHO-LOG-041",
            .line("KHO: kexec-metadata version %u not supported (expected %u)", [.found, .expected]), .notable,
            in: "kho_in_kexec_metadata", SourceFile.handover, .since(7, 1),
            cause: "the word of the previous kernel is passed over; the count of kexecs starts again at 1",
            check: "its version is 1", rules: [.metadataVersion]),
        Message(
            "KHO-LOG-042",
            .line("KHO: kexec-metadata blob too small for v%u (%zu < %zu)", [.version, .found, .expected]), .notable,
            in: "kho_in_kexec_metadata", SourceFile.handover, .since(7, 1),
            cause: "the word of the previous kernel is passed over; the count of kexecs starts again at 1",
            check: "the blob has at least the 73 bytes of version 1", rules: [.metadataSize]),
        Message(
            "KHO-LOG-043", .line("KHO: exec from: %s (count %u)", [.release, .count]), .harmless,
            in: "kho_in_kexec_metadata", SourceFile.handover, .since(7, 1),
            cause: "the previous kernel's release, and how many kexecs there have been since the cold boot",
            decides: .past),
        Message(
            "KHO-LOG-044", .line("KHO: failed to initialize kexec-metadata subtree: %d", [.error]), .refused,
            in: "kho_kexec_metadata_init", SourceFile.handover, .since(7, 1),
            cause: "KHO is switched off and its scratch areas are freed: this kernel cannot hand over",
            check: "the structure could be allocated and added to the root tree"),
        Message(
            "KHO-LOG-045", .line("Adding kho metadata to DT", []), .harmless,
            in: "kho_add_chosen", "drivers/of/kexec.c", .all,
            cause: "kexec_file_load on arm64 gives the next kernel the handover's addresses"),
    ]
}
