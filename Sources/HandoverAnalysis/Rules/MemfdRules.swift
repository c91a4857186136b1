import HandoverState

extension Rule {
    static let memfd: [Rule] = memfdFiles + memfdFolios

    private static let source = "mm/memfd_luo.c"

    /// The folios of memfds, in the order of the rules' names with those of whole files among them.
    private static let memfdFiles: [Rule] = [
        Rule(
            .memfdMissing, .error, "a memfd without a structure",
            why: "The record of the file holds the address of everything else, and it is zero.",
            kernel: [
                KernelBehaviour(
                    "memfd_luo_retrieve", in: source, "6.19 and later",
                    "does not notice, and takes the first page of memory for the structure")
            ],
            remedy: "Capture the handover again; the file's record is damaged."),
        Rule(
            .folioListShort, .error, "the list of folios ends before its count",
            why: "The count of folios and the pages of their list are told apart and must agree.",
            kernel: [
                KernelBehaviour(
                    "memfd_luo_retrieve_folios", in: source, "6.19 and later",
                    "reads past the end of the list and faults")
            ],
            remedy: "Capture the handover again; the memfd's structure is damaged."),
        Rule(
            .folioOrder, .note, "folios that are not in the order of their indices",
            why: "Kernels write folios from the first to the last; in another order somebody else wrote them.",
            kernel: [
                KernelBehaviour(
                    "memfd_luo_retrieve_folios", in: source, "6.19 and later", "puts each folio where its index says")
            ],
            remedy: "Nothing has to be done; a tool that writes folios should sort them."),
        Rule(
            .folioOverlap, .error, "two folios stand for the same bytes of a file",
            why: "A page of a file can have one content only.",
            kernel: [
                KernelBehaviour(
                    "memfd_luo_retrieve_folios", in: source, "6.19 and later",
                    "refuses the second folio (EEXIST), and the whole file is lost")
            ],
            remedy: "Capture the handover again; an index, or the order of a block in the map, is damaged.",
            explains: [.folioMissing]),
        Rule(
            .folioBeyondSize, .error, "a folio beyond the end of the file",
            why: "Kernels preserve what the size spans, so either the size or the index is not what was written.",
            kernel: [
                KernelBehaviour(
                    "memfd_luo_retrieve_folios", in: source, "6.19 and later",
                    "keeps the folio out of reach; when the file grows, its bytes appear where zeros belong")
            ],
            remedy: "Capture the handover again; the size or an index is damaged.", explains: [.folioMissing]),
        Rule(
            .folioMissing, .error, "bytes of a file for which there is no folio, where kernels fill holes",
            why: "Kernels fill the holes of a file before they preserve it, so every page has a folio.",
            kernel: [
                KernelBehaviour(
                    "memfd_luo_retrieve_folios", in: source, "6.19 and later",
                    "does not notice; the bytes read as zeros"),
                KernelBehaviour(
                    "memfd_luo_preserve_folios", in: source, "6.19 and later",
                    "pins all pages of the file, those of holes too"),
            ],
            remedy: "Capture the handover again; the size, the count or an index is damaged."),
        Rule(
            .folioFlags, .note, "flags of a folio that no known kernel sets",
            why: "Two of twelve flags have a meaning: dirty and up to date.",
            kernel: [
                KernelBehaviour(
                    "memfd_luo_retrieve_folios", in: source, "6.19 and later", "does not look at the others")
            ],
            remedy: "If no later kernel wrote this, look for damage beside the flags."),
        Rule(
            .sealsUnknown, .error, "seals that no known kernel has",
            why: "A kernel gives back a file only if it can put on all its seals.",
            kernel: [
                KernelBehaviour(
                    "memfd_luo_retrieve", in: source, "7.1 and later",
                    "refuses the file (EOPNOTSUPP), and its memory stays reserved")
            ],
            remedy: "Drop the seals that the next kernel does not have before the file is preserved."),
        Rule(
            .flagsReserved, .note, "flags of a file that the format reserves",
            why: "Kernels write 0; what the bits would mean is not known.",
            kernel: [KernelBehaviour("memfd_luo_retrieve", in: source, "7.1 and later", "does not look at them")],
            remedy: "If no later kernel wrote this, look for damage beside the flags."),
        Rule(
            .positionBeyondSize, .note, "a position beyond the end of the file",
            why: "That is allowed, but few programs seek there.",
            kernel: [KernelBehaviour("memfd_luo_retrieve", in: source, "6.19 and later", "sets the position")],
            remedy: "If the program did not seek there, look for damage in the memfd's structure."),
        Rule(
            .sizeImpossible, .error, "a size or position that no file can have",
            why: "Sizes and positions of files are signed numbers, below 2^63.",
            kernel: [
                KernelBehaviour(
                    "memfd_luo_retrieve", in: source, "6.19 and later",
                    "gives the file a negative size; a position it leaves at 0")
            ],
            remedy: "Capture the handover again; the memfd's structure is damaged.",
            explains: [.folioMissing, .folioBeyondSize, .positionBeyondSize]),
        Rule(
            .emptyFileWithFolios, .error, "folios in a file of no bytes",
            why: "Kernels preserve no folio of an empty file, so either the size or the count is not what was written.",
            kernel: [
                KernelBehaviour(
                    "memfd_luo_retrieve", in: source, "6.19 and later",
                    "gives back an empty file with the folios out of reach")
            ],
            remedy: "Capture the handover again; the memfd's structure is damaged.", explains: [.folioBeyondSize]),
    ]

    private static let memfdFolios: [Rule] = [
        Rule(
            .holeRecord, .note, "a record of a hole, where kernels write none",
            why: "A record without a page frame is read as a hole, but kernels fill holes before they preserve a file.",
            kernel: [
                KernelBehaviour(
                    "memfd_luo_retrieve_folios", in: source, "6.19 and later",
                    "skips the record; the page reads as zeros")
            ],
            remedy: "If the file had no hole there, capture the handover again."),
        Rule(
            .folioMisaligned, .error,
            "a folio whose frame or index is not aligned to the order under which it is preserved",
            why: "A folio is restored from the head of its block, and lies in its file at a multiple of its size.",
            kernel: [
                KernelBehaviour(
                    "kho_restore_page", in: "kernel/liveupdate/kexec_handover.c", "6.19 and later",
                    "refuses a frame within a block, and the whole file is lost (EIO)"),
                KernelBehaviour(
                    "memfd_luo_retrieve_folios", in: source, "6.19 and later",
                    "does not check the index, and puts the folio where other pages belong"),
            ],
            remedy: "Capture the handover again; a record, or the order of a block in the map, is damaged.",
            explains: [.folioUnpreserved, .orderMismatch, .folioOverlap]),
        Rule(
            .folioNotUpToDate, .note, "a folio without the up-to-date bit, which reads as zeros",
            why: "Kernels fill such folios with zeros and set the bit before they hand them over.",
            kernel: [
                KernelBehaviour(
                    "memfd_luo_retrieve_folios", in: source, "6.19 and later",
                    "takes the folio for one never written; it is zeroed when it is read")
            ],
            remedy: "If the file had contents there, set the bit or capture the handover again."),
        Rule(
            .folioClean, .note, "a folio without the dirty bit, whose contents may be dropped",
            why: "Kernels mark every folio dirty, since a clean one may be given up when memory is short.",
            kernel: [
                KernelBehaviour(
                    "memfd_luo_retrieve_folios", in: source, "6.19 and later",
                    "takes the folio for one that can be dropped at any time")
            ],
            remedy: "If the file had contents there, set the bit or capture the handover again."),
    ]
}
