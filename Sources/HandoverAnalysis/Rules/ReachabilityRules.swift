import HandoverState

extension Rule {
    static let reachability: [Rule] = [
        Rule(
            .rootUnpreserved, .error, "the root tree is not preserved",
            why: "", kernel: [], remedy: ""),
        Rule(
            .subtreeUnpreserved, .error, "a subtree's data is not preserved",
            why: "", kernel: [], remedy: ""),
        Rule(
            .recordsUnpreserved, .error, "records of the orchestrator are not preserved",
            why: "", kernel: [], remedy: ""),
        Rule(
            .memfdUnpreserved, .error, "the structure of a memfd is not preserved",
            why: "", kernel: [], remedy: ""),
        Rule(
            .vmallocChunkUnpreserved, .error, "a chunk of a `kho_vmalloc` is not preserved",
            why: "", kernel: [], remedy: ""),
        Rule(
            .vmallocPageUnpreserved, .error, "a page of a `kho_vmalloc` is not preserved",
            why: "", kernel: [], remedy: ""),
        Rule(
            .folioUnpreserved, .error, "a folio of a file is not preserved",
            why: "", kernel: [], remedy: ""),
        Rule(
            .regionUnpreserved, .error, "a reserved region is not preserved, or not all of it",
            why: "", kernel: [], remedy: ""),
        Rule(
            .testFolioUnpreserved, .error, "a folio of the kernel's own test is not preserved",
            why: "", kernel: [], remedy: ""),
        Rule(
            .orderMismatch, .error, "memory is preserved under another order than its owner restores",
            why: "", kernel: [], remedy: ""),
        Rule(
            .leaked, .error, "preserved memory that nothing points to",
            why: "", kernel: [], remedy: ""),
        Rule(
            .twoOwners, .error, "a page with two owners",
            why: "", kernel: [], remedy: ""),
        Rule(
            .structureShared, .error, "a structure lies in memory that another takes",
            why: "", kernel: [], remedy: ""),
        Rule(
            .structureUnreadable, .error, "a structure is not in the dump",
            why: "", kernel: [], remedy: ""),
        Rule(
            .structurePastEnd, .error, "a structure runs past the end of the address space",
            why: "", kernel: [], remedy: ""),
        Rule(
            .structureMisaligned, .error, "a structure is not aligned as kernels align it",
            why: "", kernel: [], remedy: ""),
        Rule(
            .structureInScratch, .error, "a structure lies in a scratch area",
            why: "", kernel: [], remedy: ""),
    ]
}
