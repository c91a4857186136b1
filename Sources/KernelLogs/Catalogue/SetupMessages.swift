import HandoverABI
import HandoverState

// What is said while the kernel takes over what it was given, before it reads the map.
extension Message {
    static let setup: [Message] = [
        Message(
            "KHO-LOG-001", .line("Passed KHO data, but CONFIG_KEXEC_HANDOVER not set. Ignoring.", []), .refused,
            in: "add_kho", SourceFile.setup, .all,
            cause: "the previous kernel handed over, and this one was built without KHO: everything is lost",
            check: "CONFIG_KEXEC_HANDOVER is set", next: "boot a kernel built with CONFIG_KEXEC_HANDOVER",
            decides: .ignored),
        Message(
            "KHO-LOG-002", .line("setup: failed to memremap kho data (0x%llx, 0x%llx)", [.address, .size]), .refused,
            in: "add_kho", SourceFile.setup, .all,
            cause: "the entry of setup_data that names the handover cannot be mapped: everything is lost",
            check: "the payload of the setup_data entry of type 10 can be mapped",
            next: "look at what loaded this kernel: kexec_file_load makes the entry, kexec_load does not",
            decides: .ignored),
        Message(
            "KHO-LOG-003", .line("KHO: setup: failed to memremap FDT (0x%llx)", [.address]), .refused,
            in: "kho_populate", SourceFile.handover, .all,
            cause: "the root tree cannot be mapped; the kernel boots without the handover",
            check: "the root tree has a size above 0 and fits the early mappings (256 KiB)",
            next: "look at the address and size in setup_data", rules: [.rootTooLarge], decides: .refused),
        Message(
            "KHO-LOG-004",
            .line("KHO: setup: handover FDT (0x%llx) is invalid: %d", [.address, .treeError]), .refused,
            in: "kho_populate", SourceFile.handover, .all,
            cause: "what lies at the root tree's address is no device tree; the kernel boots without the handover",
            check: "fdt_check_header: magic, version, sizes and offsets",
            next: "decode a dump of the memory taken before the kexec; if it is sound there, it was written over",
            rules: [.treeBroken, .treeCut, .treeVersion], decides: .refused),
        Message(
            "KHO-LOG-005",
            .line(
                "KHO: setup: handover FDT (0x%llx) is incompatible with '%s': %d",
                [.address, .expected, .treeError]), .refused,
            in: "kho_populate", SourceFile.handover, .all,
            cause:
                "the previous kernel wrote another version of KHO, or no version; this one boots without the handover",
            check: "the root tree's compatible holds the version that this kernel knows",
            next: "boot a kernel of the same version, or translate the state: khotool encode --profile",
            rules: [.compatibleUnknown, .compatibleMissing, .profileContradicted], decides: .refused),
        Message(
            "KHO-LOG-006", .line("KHO: failed to get preserved memory bitmaps", []), .lost,
            in: "kho_mem_deserialize", SourceFile.handover, .upTo(6, 18),
            cause: "the root tree does not say where the map lies. The kernel goes on as if it had the handover, but "
                + "reserves nothing: all preserved memory will be written over",
            check: "preserved-memory-map is there and has 8 bytes",
            next: "finalize before kexec_file_load: write 1 to /sys/kernel/debug/kho/out/finalize",
            rules: [.mapMissing, .mapNotWritten]),
        Message(
            "KHO-LOG-007", .line("KHO: failed to get preserved memory bitmaps", []), .refused,
            in: "kho_get_mem_map_phys", SourceFile.handover, .since(6, 19).upTo(7, 0),
            cause: "the root tree does not say where the map lies; the kernel boots without the handover",
            check: "preserved-memory-map is there and has 8 bytes",
            next: "decode what was handed over; the writer did not finish", rules: [.mapMissing], decides: .refused),
        Message(
            "KHO-LOG-008", .line("KHO: failed to get preserved memory map", []), .refused,
            in: "kho_get_mem_map_phys", SourceFile.handover, .since(7, 1),
            cause: "the root tree does not say where the map lies; the kernel boots without the handover",
            check: "preserved-memory-map is there and has 8 bytes",
            next: "decode what was handed over; the writer did not finish", rules: [.mapMissing], decides: .refused),
        Message(
            "KHO-LOG-009", .line("KHO: failed to get preserved KHO memory tree", []), .refused,
            in: "kho_mem_retrieve", SourceFile.handover, .since(7, 1).upTo(7, 2),
            cause:
                "the map is gone between early boot and the start of memory management: the handover is dropped, its "
                + "scratch areas stay in use",
            check: "preserved-memory-map is there and has 8 bytes, tested a second time",
            next: "something wrote over the root tree early in the boot; see whether it is preserved",
            rules: [.mapMissing, .rootUnpreserved], decides: .refused),
        Message(
            "KHO-LOG-010",
            .line("KHO: setup: failed to memremap scratch (phys=0x%llx, len=%lld)", [.address, .size]), .refused,
            in: "kho_populate", SourceFile.handover, .all,
            cause: "the array of scratch areas cannot be mapped; the kernel boots without the handover",
            check: "the scratch array of setup_data can be mapped",
            next: "look at the scratch address and size in setup_data", rules: [.scratchAbsent], decides: .refused),
        Message(
            "KHO-LOG-011",
            .line("KHO: failed to mark the scratch region 0x%pa+0x%pa: %d", [.address, .size, .error]), .refused,
            in: "kho_populate", SourceFile.handover, .upTo(6, 18),
            cause: "memblock cannot mark a scratch area; the kernel boots without the handover",
            check: "memblock's array of regions has room",
            next: "hand over fewer scratch areas, or ones that do not cut the memory map into more pieces",
            rules: [.scratchOverlap], decides: .refused),
        Message(
            "KHO-LOG-012",
            .line("KHO: failed to mark the scratch region 0x%pa+0x%pa: %pe", [.address, .size, .error]), .refused,
            in: "kho_populate", SourceFile.handover, .since(6, 19),
            cause: "memblock cannot mark a scratch area; the kernel boots without the handover",
            check: "memblock's array of regions has room",
            next: "hand over fewer scratch areas, or ones that do not cut the memory map into more pieces",
            rules: [.scratchOverlap], decides: .refused),
        Message(
            "KHO-LOG-013", .line("KHO: Marked 0x%pa+0x%pa as scratch", [.address, .size]), .harmless,
            in: "kho_populate", SourceFile.handover, .all,
            cause: "a scratch area of the previous kernel is used again"),
        Message(
            "KHO-LOG-014", .line("KHO: found kexec handover data. Will skip init for some devices", []), .harmless,
            in: "kho_populate", SourceFile.handover, .upTo(6, 18),
            cause: "the root tree is accepted; the map has not been read yet", decides: .accepted),
        Message(
            "KHO-LOG-015", .line("KHO: found kexec handover data.", []), .harmless,
            in: "kho_populate", SourceFile.handover, .since(6, 19),
            cause: "the root tree is accepted; the map has not been read yet", decides: .accepted),
        Message(
            "KHO-LOG-016", .line("KHO: disabling KHO revival: %d", [.error]), .refused,
            in: "kho_populate", SourceFile.handover, .upTo(7, 0),
            cause: "the kernel boots without the handover, and all preserved memory is free. -14: something cannot be "
                + "mapped; -22: no valid tree, or of another version; -2: no map, as 6.19 hands over when live update is "
                + "off and nothing was finalized",
            check: "any of those in kho_populate; the line before tells which",
            next: "see the line before; without one the map's address is 0", rules: [.mapNotWritten],
            decides: .refused),
        Message(
            "KHO-LOG-017", .line("KHO: disabling KHO revival", []), .refused,
            in: "kho_populate", SourceFile.handover, .since(7, 1),
            cause: "the kernel boots without the handover, and all preserved memory is free",
            check: "any of those in kho_populate; the line before tells which",
            next: "see the line before; without one the map's address is 0", rules: [.mapNotWritten],
            decides: .refused),
    ]
}
