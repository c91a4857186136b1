import HandoverState

extension Rule {
    private static let core = "kernel/liveupdate/kexec_handover.c"
    private static let old = "kernel/kexec_handover.c"
    private static let anew = "Capture the handover again, or encode it for the kernel that is to read it."
    private static func list(_ reaction: String) -> KernelBehaviour {
        KernelBehaviour("kho_mem_deserialize", in: old, "6.16-7.0", reaction)
    }
    private static func radix(_ reaction: String) -> KernelBehaviour {
        KernelBehaviour("kho_radix_walk_tree", in: core, "7.1 and later", reaction)
    }

    static let map: [Rule] = [
        Rule(
            .mapMisaligned, .error, "a part of the map is not aligned as kernels align it",
            why: "Every part is an object of a power of two, aligned to itself; another address is a wrong one.",
            kernel: [list("reads what lies there"), radix("reads what lies there as addresses; the boot may fault")],
            remedy: anew),
        Rule(
            .mapShared, .error, "a part of the map is met twice: a loop, or a node with two parents",
            why: "Each part belongs in one place; a loop has no end.",
            kernel: [
                list("goes round a loop of chunks for ever: the boot hangs without a word"),
                radix("walks a shared node again for each parent, up to 512^5 times: the boot hangs"),
            ],
            remedy: anew),
        Rule(
            .mapUnreadable, .error, "a part of the map is not in the dump",
            why: "What it says is preserved is not known. Where the machine has no such memory, the address is wrong.",
            kernel: [list("faults in early boot"), radix("faults in early boot")],
            remedy: "Capture the handover again with all of the memory that the map reaches."),
        Rule(
            .mapChunkOverfull, .error, "a chunk announces more bitmaps than its page holds",
            why: "What follows the page is other memory.",
            kernel: [list("reads on behind the page: reserves at random, or faults")], remedy: anew,
            explains: [.mapBitmapMissing, .mapBitmapStart, .mapBitmapForm, .mapBitmapDuplicate]),
        Rule(
            .mapOrder, .error, "an order that no kernel makes, or that its readers cannot reckon with",
            why:
                "Up to 7.1 the size of a block is a 32-bit number: one of 2 GiB, which a large reserve_mem= makes, overflows.",
            kernel: [
                list("reserves all memory above a block of 2 GiB; larger orders are undefined"),
                KernelBehaviour("kho_radix_walk_tree", in: core, "7.1", "the same"),
                KernelBehaviour("kho_radix_walk_tree", in: core, "7.2 and later", "reckons with 64 bits"),
            ],
            remedy: "Reserve less than 2 GiB in one piece, or hand over between kernels since 7.2."),
        Rule(
            .mapBitmapForm, .error,
            "a bitmap stands where one of this size cannot: the other of the two forms of `kho-v1`",
            why: "A bitmap has 512 bytes up to 6.17 and a page since 6.18, under one version string.",
            kernel: [
                list(
                    "reads bitmaps of its own size: 6.18 takes what lies behind 512 bytes for bits, 6.17 loses seven eighths"
                )
            ],
            remedy: "Boot a kernel of the series that wrote the handover."),
        Rule(
            .mapBitmapStart, .error, "a bitmap starts at an address that is not aligned to its order",
            why: "A block lies at a multiple of its size.",
            kernel: [list("reserves memory that nobody preserved, and restores it under a wrong order")], remedy: anew),
        Rule(
            .mapBitmapMissing, .error, "an element of a chunk has no bitmap",
            why: "An element is made for the sake of its bitmap.",
            kernel: [list("follows the null pointer: the boot panics")], remedy: anew),
        Rule(
            .mapBitmapDuplicate, .error, "two bitmaps of one order stand for the same blocks",
            why: "A kernel has one bitmap for each stretch; of two, one belongs to other memory, which is then lost.",
            kernel: [list("reserves what either says")], remedy: anew),
        Rule(
            .mapBlockImpossible, .error, "blocks past the end of the address space, or keys that no block has",
            why: "No machine has such memory.",
            kernel: [
                list("writes into page structures that do not exist: the boot faults"),
                radix("takes the key as it is; without the bit that marks the order the shift is undefined"),
            ],
            remedy: anew),
        Rule(
            .mapBlocksOverlap, .error, "a block lies within another of a different order",
            why: "Each can be restored, and then a page is given out twice.",
            kernel: [
                list("keeps the larger of two blocks with one start; of others it gives out both"),
                radix("keeps the smaller of two blocks with one start; of others it gives out both"),
            ],
            remedy: anew),
        Rule(
            .mapOutsideMemory, .error, "a block lies where the machine has no memory",
            why: "There is nothing to preserve.",
            kernel: [
                list("writes into page structures that do not exist: the boot faults"),
                radix("writes into page structures that do not exist: the boot faults"),
            ],
            remedy: anew),
        Rule(
            .mapInScratch, .error, "a block lies in a scratch area",
            why: "The next kernel is loaded into the scratch areas and boots there, over whatever they hold.",
            kernel: [
                KernelBehaviour(
                    "kho_preserve_pages", in: core, "6.18 and later",
                    "refuses it where CONFIG_KEXEC_HANDOVER_DEBUG is set"),
                KernelBehaviour(
                    "kho_populate", in: core, "all", "does not notice; the contents may have been overwritten"),
            ],
            remedy: "Give reserve_mem= in every boot, so that no region is allocated in scratch memory."),
        Rule(
            .mapEmptyNode, .note, "a bitmap or table that holds nothing",
            why: "Kernels keep the node when the last block in it is no longer preserved.",
            kernel: [list("passes over it"), radix("passes over it")], remedy: "Nothing needs to be done."),
        Rule(
            .mapDepth, .error, "the depth of the tree is not that of its version at this page size",
            why: "The depth is not written anywhere; kernels reckon it from the page size.",
            kernel: [radix("walks as many levels as it reckons, and takes bitmaps for tables or tables for bitmaps")],
            remedy:
                "Boot a kernel with the page size of the one that wrote the handover, of a release and not before it.",
            explains: [
                .mapMisaligned, .mapShared, .mapUnreadable, .mapBlockImpossible, .mapBlocksOverlap, .mapOrder,
                .mapEmpty,
                .structurePastEnd,
            ]),
        Rule(
            .mapPagePreserved, .error, "a page of the map is itself preserved",
            why: "Kernels do not preserve the map's pages; one that is preserved is at the same time someone else's.",
            kernel: [
                list("reads the map in early boot and never frees the page"),
                radix("reads the map in early boot and never frees the page"),
            ],
            remedy: anew),
        Rule(
            .mapEmpty, .error, "the map holds nothing at all",
            why: "The root tree at least is always preserved.",
            kernel: [list("takes all memory for free"), radix("takes all memory for free")],
            remedy: anew),
        Rule(
            .mapChunkEmpty, .note, "a chunk without bitmaps",
            why: "It stands for nothing.", kernel: [list("passes over it")], remedy: "Nothing needs to be done."),
    ]
}
