import HandoverState

extension Rule {
    private static let source = "kernel/liveupdate/kexec_handover.c"
    private static let refuses = "refuses the list without a word: a memfd is lost (EINVAL), the kernel's test fails"

    static let vmalloc: [Rule] = [
        Rule(
            .vmallocOrder, .error, "blocks of an order that no allocation has",
            why: "Lists lie in single pages, or in huge ones of 2 MiB; no list is in blocks of 4 GiB and more.",
            kernel: [
                KernelBehaviour(
                    "kho_restore_vmalloc", in: source, "6.18 and later",
                    "computes with the order unchecked, and " + refuses)
            ],
            remedy: "Capture the handover again; the descriptor is damaged.",
            explains: [.folioListShort, .testCount, .vmallocPageUnpreserved, .orderMismatch, .twoOwners]),
        Rule(
            .vmallocPartial, .error, "pages that are no whole blocks",
            why: "Each entry of the list stands for a whole block, so the pages must be a multiple of it.",
            kernel: [KernelBehaviour("kho_restore_vmalloc", in: source, "6.18 and later", refuses)],
            remedy: "Capture the handover again; the descriptor is damaged.",
            explains: [.vmallocPageUnpreserved, .orderMismatch, .twoOwners]),
        Rule(
            .vmallocLong, .error, "more pages than the descriptor announces",
            why: "The descriptor and the chunks count the pages apart and must agree.",
            kernel: [KernelBehaviour("kho_restore_vmalloc", in: source, "6.18 and later", refuses)],
            remedy: "Capture the handover again; the descriptor or a chunk is damaged.",
            explains: [.folioListShort, .testCount]),
        Rule(
            .vmallocShort, .error, "fewer pages than the descriptor announces",
            why: "The descriptor and the chunks count the pages apart and must agree.",
            kernel: [KernelBehaviour("kho_restore_vmalloc", in: source, "6.18 and later", refuses)],
            remedy: "Capture the handover again; the descriptor or a chunk is damaged.",
            explains: [.folioListShort, .testCount]),
        Rule(
            .vmallocLoop, .error, "a list of chunks that comes back to itself",
            why: "A chunk or page that is met a second time belongs to something else, or the list has no end.",
            kernel: [
                KernelBehaviour(
                    "kho_restore_vmalloc", in: source, "6.18 and later",
                    "cannot restore a page a second time, and " + refuses)
            ],
            remedy: "Capture the handover again; an address in the list is damaged.",
            explains: [.folioListShort, .testCount]),
        Rule(
            .vmallocFlags, .note, "flags that kernels do not set",
            why: "Every known list was allocated by vmalloc: flag 1, with flag 2 where huge pages are allowed.",
            kernel: [
                KernelBehaviour(
                    "kho_restore_vmalloc", in: source, "6.18 and later", "drops the bits that it does not know")
            ],
            remedy: "If no later kernel wrote this, look for damage beside the flags."),
        Rule(
            .vmallocTotal, .note, "more pages than its owner's records take",
            why: "Owners allocate as many pages as their records fill.",
            kernel: [
                KernelBehaviour(
                    "kho_restore_vmalloc", in: source, "6.18 and later",
                    "restores them all; what lies behind the records is not read")
            ],
            remedy: "Compare the count of records with what was preserved: it may have been larger."),
    ]
}
