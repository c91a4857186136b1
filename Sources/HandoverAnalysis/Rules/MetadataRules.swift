import HandoverState

extension Rule {
    private static let source = "kernel/liveupdate/kexec_handover.c"
    private static let reader = "kho_in_kexec_metadata"
    private static let ignores = "warns and ignores it: the count of kexecs starts anew"

    static let metadata: [Rule] = [
        Rule(
            .metadataSize, .error, "the structure has the wrong size",
            why: "The structure has 73 bytes and the root tree must give it as many.",
            kernel: [KernelBehaviour(reader, in: source, "7.1 and later", "of less " + ignores)],
            remedy: "Write a blob-size of 73 for the subtree kexec-metadata."),
        Rule(
            .metadataVersion, .error, "a version of the structure that is not known",
            why: "Every known kernel reads and writes version 1.",
            kernel: [KernelBehaviour(reader, in: source, "7.1 and later", ignores)],
            remedy: "Encode the state for the kernel that is to read it."),
        Rule(
            .metadataUnterminated, .note, "the release has no closing NUL",
            why: "Kernels write a release of at most 64 bytes and close it.",
            kernel: [KernelBehaviour(reader, in: source, "7.1 and later", "copies 64 bytes and goes on")],
            remedy: "Look for other damage in the structure; the release is only printed."),
        Rule(
            .metadataCount, .note, "a count of kexecs that no kernel hands over",
            why: "The first kernel writes 1 and each one after it one more.",
            kernel: [KernelBehaviour(reader, in: source, "7.1 and later", "takes any count, prints it and counts on")],
            remedy: "Look for other damage in the structure; the count is only printed."),
        Rule(
            .metadataRelease, .warning, "the release is none whose formats these are",
            why: "Kernels of other releases write other formats: the release or the choice of formats may be wrong.",
            kernel: [
                KernelBehaviour(reader, in: source, "7.1 and later", "prints the release and does not compare it")
            ],
            remedy: "Make sure which kernel wrote the handover, and name its formats if they were not recognised."),
    ]
}
