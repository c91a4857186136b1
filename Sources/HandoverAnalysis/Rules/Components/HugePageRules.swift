import HandoverState

extension Rule {
    private static let files = "kernel/liveupdate/luo_file.c"
    private static let objects = "kernel/liveupdate/luo_flb.c"
    private static let series = "the series for huge pages, which is not merged"

    /// Rules of huge pages.
    static let hugePages: [Rule] = [
        Rule(
            .hugeCount, .error, "another number of huge pages of a size than files have",
            why: "Early in the boot the count shortens the pool by the pages that files bring along.",
            kernel: [
                KernelBehaviour(
                    "luo_flb_retrieve_one", in: objects, series,
                    "gives out the count, by which early code shortens the pool")
            ],
            remedy: "Capture the handover again; a count is damaged, or files are missing."),
        Rule(
            .hugeOrder, .error, "a huge page that is preserved under another order than its file's",
            why: "The file's pages are restored as pages of its size.",
            kernel: [
                KernelBehaviour(
                    "luo_retrieve_file", in: files, series,
                    "has the handler restore the page, which is of another order")
            ],
            remedy: "Capture the handover again; the file's order or a frame is damaged.",
            explains: [.orderMismatch]),
        Rule(
            .hugeSize, .error, "more huge pages than the file has room for",
            why: "Each page takes its whole size of the file.",
            kernel: [
                KernelBehaviour(
                    "luo_retrieve_file", in: files, series, "has the handler put pages behind the end of the file")
            ],
            remedy: "Capture the handover again; the size or the count is damaged."),
    ]
}
