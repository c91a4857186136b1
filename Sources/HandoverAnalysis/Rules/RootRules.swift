import HandoverState

extension Rule {
    static let root: [Rule] = [
        Rule(
            .compatibleMissing, .error, "the root tree has no version string",
            why: "", kernel: [], remedy: ""),
        Rule(
            .compatibleUnknown, .error, "no known kernel writes the version string of the root tree",
            why: "", kernel: [], remedy: ""),
        Rule(
            .profileUncertain, .error, "the data does not tell which kernel wrote it",
            why: "", kernel: [], remedy: ""),
        Rule(
            .profileContradicted, .error, "what the caller or the kernel's own word says is not what the data shows",
            why: "", kernel: [], remedy: ""),
        Rule(
            .mapMissing, .error, "the root tree does not say where the map lies",
            why: "", kernel: [], remedy: ""),
        Rule(
            .mapNotWritten, .error, "the kernel has not written the map yet",
            why: "", kernel: [], remedy: ""),
        Rule(
            .subtreeAddressMissing, .error, "the root tree does not say where a subtree lies",
            why: "", kernel: [], remedy: ""),
        Rule(
            .subtreeAddressZero, .error, "a subtree lies at address 0",
            why: "", kernel: [], remedy: ""),
        Rule(
            .subtreeSizeMissing, .error,
            "the root tree does not give a subtree's size, where kernels of its version read one",
            why: "", kernel: [], remedy: ""),
        Rule(
            .subtreeSizeZero, .error, "the root tree gives a subtree no bytes",
            why: "", kernel: [], remedy: ""),
        Rule(
            .subtreeSizeTooSmall, .error, "the root tree gives a subtree fewer bytes than its data has",
            why: "", kernel: [], remedy: ""),
        Rule(
            .subtreeSizeTooLarge, .error, "the root tree gives a subtree more bytes than its tree has",
            why: "", kernel: [], remedy: ""),
        Rule(
            .subtreeDuplicate, .error, "two subtrees of one name",
            why: "", kernel: [], remedy: ""),
        Rule(
            .subtreeTooLarge, .error, "a subtree's data is larger than anything a kernel hands over",
            why: "", kernel: [], remedy: ""),
        Rule(
            .subtreeNotTree, .error, "a subtree's data is not the device tree that it should be",
            why: "", kernel: [], remedy: ""),
        Rule(
            .subtreeVersionUnknown, .error, "a subtree's version string is not known",
            why: "", kernel: [], remedy: ""),
        Rule(
            .subtreeForeign, .error, "a subtree that kernels of this version do not write",
            why: "", kernel: [], remedy: ""),
    ]
}
