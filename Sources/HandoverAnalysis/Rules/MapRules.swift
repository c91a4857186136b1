import HandoverState

extension Rule {
    static let map: [Rule] = [
        Rule(
            .mapMisaligned, .error, "a part of the map is not aligned as kernels align it",
            why: "", kernel: [], remedy: ""),
        Rule(
            .mapShared, .error, "a part of the map is met twice: a loop, or a node with two parents",
            why: "", kernel: [], remedy: ""),
        Rule(
            .mapUnreadable, .error, "a part of the map is not in the dump",
            why: "", kernel: [], remedy: ""),
        Rule(
            .mapChunkOverfull, .error, "a chunk announces more bitmaps than its page holds",
            why: "", kernel: [], remedy: ""),
        Rule(
            .mapOrder, .error, "an order that no kernel makes",
            why: "", kernel: [], remedy: ""),
        Rule(
            .mapBitmapForm, .error,
            "a bitmap stands where one of this size cannot: the other of the two forms of `kho-v1`",
            why: "", kernel: [], remedy: ""),
        Rule(
            .mapBitmapStart, .error, "a bitmap starts at an address that is not aligned to its order",
            why: "", kernel: [], remedy: ""),
        Rule(
            .mapBitmapMissing, .error, "an element of a chunk has no bitmap",
            why: "", kernel: [], remedy: ""),
        Rule(
            .mapBitmapDuplicate, .error, "two bitmaps of one order stand for the same blocks",
            why: "", kernel: [], remedy: ""),
        Rule(
            .mapBlockImpossible, .error, "blocks past the end of the address space, or keys that no block has",
            why: "", kernel: [], remedy: ""),
        Rule(
            .mapBlocksOverlap, .error, "a block lies within another of a different order",
            why: "", kernel: [], remedy: ""),
        Rule(
            .mapOutsideMemory, .error, "a block lies where the machine has no memory",
            why: "", kernel: [], remedy: ""),
        Rule(
            .mapInScratch, .error, "a block lies in a scratch area",
            why: "", kernel: [], remedy: ""),
        Rule(
            .mapEmptyNode, .error, "a bitmap or table that holds nothing",
            why: "", kernel: [], remedy: ""),
        Rule(
            .mapDepth, .error, "the depth of the tree is not that of its version at this page size",
            why: "", kernel: [], remedy: ""),
        Rule(
            .mapPagePreserved, .error, "a page of the map is itself preserved",
            why: "", kernel: [], remedy: ""),
        Rule(
            .mapEmpty, .error, "the map holds nothing at all",
            why: "", kernel: [], remedy: ""),
        Rule(
            .mapChunkEmpty, .error, "a chunk without bitmaps",
            why: "", kernel: [], remedy: ""),
    ]
}
