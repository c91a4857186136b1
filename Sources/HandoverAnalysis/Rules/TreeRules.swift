import HandoverState

extension Rule {
    static let tree: [Rule] = [
        Rule(
            .treeBroken, .error, "the root tree's header, structure or strings are broken",
            why: "", kernel: [], remedy: ""),
        Rule(
            .treeCut, .error, "the root tree is cut to the length that it had at boot",
            why: "", kernel: [], remedy: ""),
        Rule(
            .rootAbsent, .error, "there are subtrees but no root tree",
            why: "", kernel: [], remedy: ""),
        Rule(
            .rootTooLarge, .error, "the root tree is larger than the page that kernels give it",
            why: "", kernel: [], remedy: ""),
        Rule(
            .subtreeBroken, .error, "a subtree's tree is broken",
            why: "", kernel: [], remedy: ""),
        Rule(
            .byteOrder, .error, "a number stands in the wrong byte order",
            why: "", kernel: [], remedy: ""),
        Rule(
            .propertyUnknown, .error, "a property that no known kernel writes",
            why: "", kernel: [], remedy: ""),
        Rule(
            .propertyMisspelt, .error, "a property whose name is almost that of one a kernel reads",
            why: "", kernel: [], remedy: ""),
        Rule(
            .propertyForeign, .error, "a property of another kernel's format",
            why: "", kernel: [], remedy: ""),
        Rule(
            .nodeUnknown, .error, "a node where kernels write none, or a subtree that no known kernel writes",
            why: "", kernel: [], remedy: ""),
        Rule(
            .nodeMisspelt, .error, "a node whose name is almost that of one a kernel looks for",
            why: "", kernel: [], remedy: ""),
        Rule(
            .propertySize, .error, "a property of the wrong size",
            why: "", kernel: [], remedy: ""),
        Rule(
            .reservationsPresent, .error, "entries in the memory reservation block, where kernels write none",
            why: "", kernel: [], remedy: ""),
        Rule(
            .treeVersion, .error, "a header version that kernels do not write",
            why: "", kernel: [], remedy: ""),
        Rule(
            .treeTrailing, .error, "bytes behind the end of the tree",
            why: "", kernel: [], remedy: ""),
        Rule(
            .propertyDuplicate, .error, "a property twice in one node",
            why: "", kernel: [], remedy: ""),
    ]
}
