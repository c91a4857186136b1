import HandoverABI
import HandoverState

// What memblock says of the regions of `reserve_mem=`.
extension Message {
    static let reservedMemory: [Message] = [
        Message(
            "RMEM-LOG-001", .line("failed to retrieve FDT '%s' from KHO: %d", [.subtree, .error]), .lost,
            in: "reserve_mem_kho_retrieve_fdt", SourceFile.memblock, .all,
            cause: "the subtree of reserved regions is broken: every region is allocated anew, without its contents",
            check: "the subtree's address, and from 7.1 its size, are in the root tree with 8 bytes each",
            next: "decode the handover, and see what is wrong with the subtree",
            rules: [.subtreeAddressMissing, .subtreeSizeMissing, .propertySize]),
        Message(
            "RMEM-LOG-002",
            .line("FDT '%s' is incompatible with '%s': %d", [.subtree, .expected, .treeError]), .lost,
            in: "reserve_mem_kho_retrieve_fdt", SourceFile.memblock, .all,
            cause: "the subtree of reserved regions is of another version or no tree: regions are allocated anew; said "
                + "once for each reserve_mem= of the command line",
            check: "its compatible holds the version that this kernel knows",
            next: "decode the handover, and see what the subtree is",
            rules: [.subtreeVersionUnknown, .subtreeNotTree, .subtreeBroken]),
        Message(
            "RMEM-LOG-003",
            .line("FDT '%s' has no child '%s': %d", [.subtree, .region, .treeError]), .lost,
            in: "reserve_mem_kho_revive", SourceFile.memblock, .all,
            cause: "the previous kernel handed over no region of this name: it is allocated anew and empty",
            check: "the subtree has a node of the region's name",
            next: "give the region the same name on both command lines; on its first boot this is to be expected",
            rules: [.nodeMisspelt]),
        Message(
            "RMEM-LOG-004",
            .line("Node '%s' is incompatible with '%s': %d", [.region, .expected, .treeError]), .lost,
            in: "reserve_mem_kho_revive", SourceFile.memblock, .all,
            cause: "the region's node is of another version: it is allocated anew, without its contents",
            check: "its compatible holds the version that this kernel knows",
            next: "the writer is of another version or wrote it wrong; decode the handover", rules: [.regionVersion]),
        Message(
            "RMEM-LOG-005",
            .line(
                "KHO reserve-mem '%s' has wrong alignment (0x%lx, 0x%lx)", [.region, .requested, .address]), .lost,
            in: "reserve_mem_kho_revive", SourceFile.memblock, .all,
            cause: "the region that was handed over does not start at a multiple of the alignment now asked for: it is "
                + "allocated anew, without its contents",
            check: "start & (align - 1) is 0, of the larger of the asked alignment and 64",
            next: "ask for the same alignment as before on the command line", rules: [.regionMisaligned]),
        Message(
            "RMEM-LOG-006",
            .line("KHO reserve-mem '%s' has wrong size (0x%lx != 0x%lx)", [.region, .found, .requested]), .lost,
            in: "reserve_mem_kho_revive", SourceFile.memblock, .all,
            cause: "the region that was handed over (the first size) is not as large as the one now asked for (the "
                + "second): it is allocated anew, without its contents",
            check: "both sizes are equal", next: "ask for the size that was handed over: reserve_mem=SIZE:ALIGN:NAME"),
        Message(
            "RMEM-LOG-007", .line("Revived memory reservation '%s' from KHO", [.region]), .harmless,
            in: "reserve_mem_kho_revive", SourceFile.memblock, .all,
            cause:
                "the region is where it was. That its pages were kept is not said: the preserved-memory map decides it"
        ),
        Message(
            "RMEM-LOG-008", .line("failed to prepare memblock FDT for KHO: %d", [.error]), .lost,
            in: "prepare_kho_fdt", SourceFile.memblock, .all,
            cause: "the regions of this boot will not be handed over: the next kernel will not find any of them",
            check: "all regions could be preserved and written into the subtree",
            next: "on a boot with a handover a region that was not revived is allocated inside scratch; fix that first"),
        Message(
            "RMEM-LOG-009", .line("reserve_mem: no more room for reserved memory", []), .lost,
            in: "reserve_mem", SourceFile.memblock, .since(7, 1),
            cause: "the command line asks for more than 8 regions; this one is not made",
            check: "at most 8 regions", next: "ask for fewer regions"),
        Message(
            "RMEM-LOG-010", .line("reserve_mem: name \"%s\" was already used", [.region]), .lost,
            in: "reserve_mem", SourceFile.memblock, .since(7, 1),
            cause: "two regions of the command line have one name; the second is not made", check: "the name is new",
            next: "give every region a name of its own", rules: [.regionDuplicate]),
        Message(
            "RMEM-LOG-011", .line("reserve_mem: memblock allocation failed", []), .lost,
            in: "reserve_mem", SourceFile.memblock, .since(7, 1),
            cause: "the region does not fit; up to 7.2 a boot with a handover allocates from the scratch areas alone",
            check: "memblock has a free range of that size and alignment",
            next: "revive the region rather than ask for a new one, or hand over larger scratch areas",
            rules: [.scratchTooSmall]),
        Message(
            "RMEM-LOG-012", .line("reserve_mem: empty or malformed parameter", []), .lost,
            in: "reserve_mem", SourceFile.memblock, .since(7, 1),
            cause: "reserve_mem= is not understood; the region is not made",
            check: "SIZE:ALIGN:NAME, a size above 0, a name of 1 to 15 characters",
            next: "write reserve_mem=1M:4096:name", rules: [.regionName, .regionEmpty]),
    ]
}
