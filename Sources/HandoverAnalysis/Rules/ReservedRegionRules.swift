import HandoverState

extension Rule {
    static let reservedRegions: [Rule] = [
        Rule(
            .regionIncomplete, .error, "a region without start and size",
            why: "", kernel: [], remedy: ""),
        Rule(
            .regionVersion, .error, "a region whose version string is not the known one",
            why: "", kernel: [], remedy: ""),
        Rule(
            .regionPastEnd, .error, "a region runs past the end of the address space",
            why: "", kernel: [], remedy: ""),
        Rule(
            .regionOverlap, .error, "two regions overlap",
            why: "", kernel: [], remedy: ""),
        Rule(
            .regionMisaligned, .error, "a region is not aligned to a page",
            why: "", kernel: [], remedy: ""),
        Rule(
            .regionDuplicate, .error, "two regions of one name",
            why: "", kernel: [], remedy: ""),
        Rule(
            .regionEmpty, .error, "a region of no bytes",
            why: "", kernel: [], remedy: ""),
        Rule(
            .regionName, .error, "a name that `reserve_mem=` cannot have",
            why: "", kernel: [], remedy: ""),
    ]
}
