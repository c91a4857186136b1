import HandoverState

extension Rule {
    private static let flb = "kernel/liveupdate/luo_flb.c"
    private static let files = "kernel/liveupdate/luo_file.c"

    /// Rules of what holds for the references of every component.
    static let links: [Rule] = [
        Rule(
            .linkDangling, .error, "a reference of a component that leads to nothing",
            why: "Its handler looks for what it refers to while it restores the file, and does not find it.",
            kernel: [
                KernelBehaviour(
                    "luo_retrieve_file", in: files, "6.19 and later",
                    "gives the handler's error to who asks for the file")
            ],
            remedy: "Preserve what it refers to as well, in the same session, or leave the file out."),
        Rule(
            .linkStranger, .error, "a token that leads to a file of another handler",
            why: "Tokens are the user's numbers: the handler finds the file and cannot use it.",
            kernel: [
                KernelBehaviour(
                    "luo_retrieve_file", in: files, "series that are not merged",
                    "has the handler take the file for one of its own kind")
            ],
            remedy: "Preserve the file under the token that it is referred to by."),
        Rule(
            .objectMissing, .error, "files depend on an object that is not handed over",
            why: "The object comes with the first file whose handler needs it, and holds what such files share.",
            kernel: [
                KernelBehaviour(
                    "luo_flb_retrieve_one", in: flb, "7.1 and later",
                    "does not find the object (ENOENT), so that the files' handlers fail")
            ],
            remedy: "Capture the handover again; the list of objects is not whole."),
        Rule(
            .objectCount, .error, "an object counts other files than those that depend on it",
            why: "The count of files decides when the object is finished.",
            kernel: [
                KernelBehaviour(
                    "luo_flb_file_finish_one", in: flb, "7.1 and later",
                    "counts down with each file: too high a count never ends, too low a one ends while files are left")
            ],
            remedy: "Capture the handover again; the object's count is damaged, or files are missing."),
        Rule(
            .linkDoubtful, .warning, "what would be wrong if the format that was assumed is the right one",
            why:
                "Series that are not merged change their structures and keep the string: bytes that make no sense in one "
                + "revision may do so in another that is not known here.",
            kernel: [
                KernelBehaviour(
                    "luo_retrieve_file", in: files, "6.19 and later", "reads it by the revision that it has")
            ],
            remedy: "Name the format with --profile, as in 7.3+pci@v9, if you know which series the kernel carries."),
    ]
}
