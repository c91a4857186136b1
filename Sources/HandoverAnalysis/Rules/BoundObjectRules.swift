import HandoverState

extension Rule {
    private static let flb = "kernel/liveupdate/luo_flb.c"

    /// Objects bound to the lifecycle of files.
    static let flbs: [Rule] = [
        Rule(
            .flbPages, .note, "the objects bound to files take another number of pages than kernels give them",
            why: "Kernels write a 1 at the head of the objects and never read it.",
            kernel: [KernelBehaviour("luo_flb_retrieve_one", in: flb, "7.1 and later", "does not look at the number")],
            remedy: "Look for other damage at the head of the objects; the number itself harms nothing."),
        Rule(
            .flbsOverfull, .error, "more objects bound to files than their page holds",
            why: "All objects lie in one page, 63 of them in 4 KiB, and kernels trust the count at its head.",
            kernel: [
                KernelBehaviour(
                    "luo_flb_retrieve_one", in: flb, "7.1 and later",
                    "reads past the page until a name is what it looks for")
            ],
            remedy: "Capture the handover again; the head of the objects is damaged."),
        Rule(
            .flbNameUnterminated, .error, "the name of an object has no closing NUL",
            why: "The name is compared to its end, which then lies in the number behind it.",
            kernel: [
                KernelBehaviour("luo_flb_retrieve_one", in: flb, "7.1 and later", "does not find the object (ENOENT)")
            ],
            remedy: "Capture the handover again; the object's record is damaged."),
        Rule(
            .flbNameEmpty, .error, "an object without a name",
            why: "An object is found by its name alone, and no kernel binds one without.",
            kernel: [
                KernelBehaviour("luo_flb_retrieve_one", in: flb, "7.1 and later", "does not find the object (ENOENT)")
            ],
            remedy: "Capture the handover again; the object's record is damaged."),
        Rule(
            .flbNameDuplicate, .error, "two objects of one name",
            why: "An object is found by its name; the second one of a name is out of reach.",
            kernel: [
                KernelBehaviour("luo_flb_retrieve_one", in: flb, "7.1 and later", "takes the first, loses the second"),
                KernelBehaviour("liveupdate_register_flb", in: flb, "7.1 and later", "binds no second one of a name"),
            ],
            remedy: "Hand over each object once."),
        Rule(
            .flbCount, .error, "more files are said to depend on an object than there are, or none",
            why: "An object is finished with the last file that depends on it; by a wrong count never, or too soon.",
            kernel: [
                KernelBehaviour(
                    "luo_flb_retrieve_one", in: flb, "7.1 and later",
                    "takes the count for a number of references: 0 is warned about, too many never come to an end"),
                KernelBehaviour("luo_flb_serialize", in: flb, "7.1 and later", "hands over no object without files"),
            ],
            remedy: "Capture the handover again; the object's record or the sessions are damaged."),
        Rule(
            .recordsBehindCount, .warning, "records follow behind as many as are announced",
            why: "The pages start as zeros and are filled from their beginning, so the count or the records are wrong.",
            kernel: [
                KernelBehaviour(
                    "luo_session_deserialize", in: "kernel/liveupdate/luo_session.c", "6.19-7.1",
                    "looks at no record behind the count; what the others preserved is never given back")
            ],
            remedy: "Capture the handover again, unless something but a kernel wrote it."),
    ]
}
