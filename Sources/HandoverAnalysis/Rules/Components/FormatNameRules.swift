import HandoverState

extension Rule {
    private static let luo = "kernel/liveupdate/luo_core.c"
    private static let core = "kernel/liveupdate/kexec_handover.c"
    private static let series = "the proposal of feature masks, which is not merged"

    /// Rules of the names and masks by which kernels tell formats apart.
    static let formatNames: [Rule] = [
        Rule(
            .featuresActive, .error, "features that are used by a kernel that does not know them",
            why: "What a kernel uses it knows, so that a mask is damaged: nobody can tell what is really there.",
            kernel: [KernelBehaviour("luo_early_startup", in: luo, series, "decodes the parts that it knows too")],
            remedy: "Capture the handover again; the mask of active or of supported features is damaged."),
        Rule(
            .featuresRequired, .error, "features that are required by a kernel that does not know them",
            why: "A kernel asks the next one for what it knows itself, so that a mask is damaged.",
            kernel: [
                KernelBehaviour("luo_early_startup", in: luo, series, "refuses what requires a feature that it lacks")
            ],
            remedy: "Capture the handover again; the mask of required or of supported features is damaged."),
        Rule(
            .subVersions, .warning, "parts of a version string that are not in their order, or twice",
            why: "A composed version lists its parts in ascending order, once each; strings are compared as a whole.",
            kernel: [
                KernelBehaviour("kho_populate", in: core, "all", "takes the string for another version than its own")
            ],
            remedy: "Compare the string with that of the kernel that wrote it."),
    ]
}
