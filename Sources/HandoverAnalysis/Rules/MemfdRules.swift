import HandoverState

extension Rule {
    static let memfd: [Rule] = [
        Rule(
            .memfdMissing, .error, "a memfd without a structure",
            why: "", kernel: [], remedy: ""),
        Rule(
            .folioListShort, .error, "the list of folios ends before its count",
            why: "", kernel: [], remedy: ""),
        Rule(
            .folioOrder, .error, "folios that are not in the order of their indices",
            why: "", kernel: [], remedy: ""),
        Rule(
            .folioOverlap, .error, "two folios stand for the same bytes of a file",
            why: "", kernel: [], remedy: ""),
        Rule(
            .folioBeyondSize, .error, "a folio beyond the end of the file",
            why: "", kernel: [], remedy: ""),
        Rule(
            .folioMissing, .error, "bytes of a file for which there is no folio, where kernels fill holes",
            why: "", kernel: [], remedy: ""),
        Rule(
            .folioFlags, .error, "flags of a folio that no known kernel sets",
            why: "", kernel: [], remedy: ""),
        Rule(
            .sealsUnknown, .error, "seals that no known kernel has",
            why: "", kernel: [], remedy: ""),
        Rule(
            .flagsReserved, .error, "flags of a file that the format reserves",
            why: "", kernel: [], remedy: ""),
        Rule(
            .positionBeyondSize, .error, "a position beyond the end of the file",
            why: "", kernel: [], remedy: ""),
        Rule(
            .sizeImpossible, .error, "a size that no file can have",
            why: "", kernel: [], remedy: ""),
        Rule(
            .emptyFileWithFolios, .error, "folios in a file of no bytes, or a list where there should be none",
            why: "", kernel: [], remedy: ""),
        Rule(
            .holeRecord, .error, "a record of a hole, where kernels write none",
            why: "", kernel: [], remedy: ""),
        Rule(
            .folioMisaligned, .error, "a frame that is not aligned to the order under which it is preserved",
            why: "", kernel: [], remedy: ""),
        Rule(
            .folioNotUpToDate, .error, "a folio without the up-to-date bit, which reads as zeros",
            why: "", kernel: [], remedy: ""),
    ]
}
