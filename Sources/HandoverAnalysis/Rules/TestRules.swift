import HandoverState

extension Rule {
    private static let source = "lib/test_kho.c"
    private static let restore = "kho_test_restore"
    private static let restoreData = "kho_test_restore_data"
    private static let fails = "fails the test: silently up to 6.18, with \"KHO restore failed\" since 6.19"

    static let test: [Rule] = [
        Rule(
            .testIncomplete, .error, "the record lacks a property",
            why: "Magic number, count and sum must be there with 4 bytes each, and the list of folios.",
            kernel: [KernelBehaviour(restoreData, in: source, "all", fails)],
            remedy: "Capture the handover again; the tree of the test is damaged."),
        Rule(
            .testMagic, .error, "another magic number",
            why: "The number is 0x4b484f21 in every known kernel.",
            kernel: [KernelBehaviour(restore, in: source, "all", fails)],
            remedy: "Capture the handover again; the tree of the test is damaged."),
        Rule(
            .testSum, .error, "the folios no longer give the sum",
            why: "The sum was made over the contents before the kexec, so contents, list or sum have changed since.",
            kernel: [KernelBehaviour(restoreData, in: source, "all", fails)],
            remedy: "Take it for what the test is there to find: preserved memory was overwritten."),
        Rule(
            .testList, .error, "the list of folios is in no known form",
            why: "It is an array in the property itself up to 6.17, and a kho_vmalloc of 16 bytes since 6.18.",
            kernel: [KernelBehaviour(restoreData, in: source, "all", fails)],
            remedy: "Capture the handover again; the count or the list is damaged."),
        Rule(
            .testFolioSize, .error, "a folio larger than memory",
            why: "The low bits of an entry are the order of the folio, at most that of the largest allocation.",
            kernel: [
                KernelBehaviour(
                    restoreData, in: source, "all", "stops at the folio, as it is no such block, and " + fails)
            ],
            remedy: "Capture the handover again; the list of folios is damaged.",
            explains: [.testFolioUnpreserved, .testFolioMisaligned]),
        Rule(
            .testFoliosOverlap, .error, "two folios share memory",
            why: "Each folio was allocated by itself.",
            kernel: [
                KernelBehaviour(
                    restoreData, in: source, "all", "cannot restore a page a second time, stops there and " + fails)
            ],
            remedy: "Capture the handover again; the list of folios is damaged.", explains: [.twoOwners]),
        Rule(
            .testSumUnknown, .warning, "the sum cannot be checked",
            why: "Only the contents of all folios tell whether they are still what was summed.",
            kernel: [KernelBehaviour(restoreData, in: source, "all", "sums the folios and compares")],
            remedy: "Capture the contents too: trim the dump without leaving out what is preserved."),
        Rule(
            .testCount, .error, "the list of folios is shorter than its count, or there are none",
            why: "The test preserves at least one folio, and its list has an entry for each.",
            kernel: [
                KernelBehaviour(restoreData, in: source, "all", "reads past the list, or sums nothing, and " + fails)
            ],
            remedy: "Capture the handover again; the count or the list is damaged.", explains: [.testSum]),
        Rule(
            .testFolioMisaligned, .error, "a folio that is not aligned to its size",
            why: "Every folio begins at a multiple of its size, and is restored from there.",
            kernel: [
                KernelBehaviour(
                    restoreData, in: source, "all", "stops at the folio, as it is no such block, and " + fails)
            ],
            remedy: "Capture the handover again; the list of folios is damaged.",
            explains: [.testFolioUnpreserved, .testSum, .orderMismatch]),
    ]
}
