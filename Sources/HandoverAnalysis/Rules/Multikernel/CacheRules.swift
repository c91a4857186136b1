import HandoverState

extension Rule {
    private static let baseline = "kernel/multikernel/baseline.c"
    private static let kernfs = "kernel/multikernel/kernfs.c"

    /// The ways of the last-level cache.
    static let caches: [Rule] = [
        Rule(
            .cacheWaysNone, .error, "a mask of no cache ways",
            why: "Somebody without a way cannot use the cache, and processors refuse it.",
            kernel: [
                KernelBehaviour(
                    "mk_baseline_validate_and_initialize", in: baseline, "all", "refuses the baseline (EINVAL)")
            ],
            remedy: "Set at least one bit.", explains: [.cacheWaysOutside]),
        Rule(
            .cacheWaysOutside, .error, "an instance has cache ways that are not in the pool",
            why: "Only the ways of the pool can be given away.",
            kernel: [
                KernelBehaviour(
                    "mk_create_instance_from_dtb", in: kernfs, "with cache partitioning",
                    "refuses the instance (EINVAL)")
            ],
            remedy: "Take ways of the pool's mask."),
        Rule(
            .cacheWaysShared, .error, "two instances share cache ways",
            why: "Each would push the other's lines out, which is what the masks are there to prevent.",
            kernel: [
                KernelBehaviour(
                    "mk_create_instance_from_dtb", in: kernfs, "with cache partitioning",
                    "refuses the second instance (EINVAL)")
            ],
            remedy: "Give each instance ways of its own."),
        Rule(
            .cacheWaysScattered, .warning, "a mask of cache ways with gaps",
            why: "Most processors take only ways that lie side by side.",
            kernel: [
                KernelBehaviour(
                    "mk_create_instance_from_dtb", in: kernfs, "with cache partitioning",
                    "passes the mask on to resctrl, which may refuse it (EINVAL)")
            ],
            remedy: "Set bits side by side."),
        Rule(
            .cacheClassGiven, .error, "a tree that is written tells a class of service",
            why: "Which class an instance has is the host's to choose.",
            kernel: [
                KernelBehaviour(
                    "mk_create_instance_from_dtb", in: kernfs, "with cache partitioning",
                    "chooses a class and writes it into the tree that it tells")
            ],
            remedy: "Leave out linux,resctrl-closid."),
    ]
}
