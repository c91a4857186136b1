import HandoverState

extension Rule {
    private static let dts = "kernel/multikernel/dts.c"
    private static let baseline = "kernel/multikernel/baseline.c"
    private static let parser = "kerf/dtc/parser.py"

    /// What every tree of the multikernel patches has to be.
    static let multikernelTree: [Rule] = [
        Rule(
            .valueLength, .error, "a property of a length that no kernel reads",
            why: "Numbers stand in cells of 4 or 8 bytes; of another length, nobody can tell what was meant.",
            kernel: [
                KernelBehaviour("mk_dt_parse_resources", in: dts, "all", "refuses the tree (EINVAL)"),
                KernelBehaviour(
                    "mk_baseline_validate_and_initialize", in: baseline, "all", "refuses the baseline (EINVAL)"),
            ],
            remedy: "Write the property with as many cells as it has in trees that a kernel tells."),
        Rule(
            .compatibleForeign, .note, "a version string that no known tool or kernel writes",
            why: "Trees say multikernel-v1, or linux,multikernel-host where kerf describes a host.",
            kernel: [
                KernelBehaviour(
                    "mk_baseline_validate_and_initialize", in: baseline, "all", "does not ask for a version"),
                KernelBehaviour("_build_global_tree", in: parser, "kerf 0.4", "tells overlays by their version string"),
            ],
            remedy: "Say multikernel-v1."),
        Rule(
            .itemForeign, .note, "a property or node that nobody reads",
            why: "What is not read has no effect, and a later version may read it in another way.",
            kernel: [KernelBehaviour("mk_dt_parse_resources", in: dts, "all", "passes over it")],
            remedy: "Leave it out, or see whether its name is the one that was meant."),
        Rule(
            .itemMisspelt, .error, "a name that is almost one that kernels read",
            why: "What it was meant to say is lost without a word.",
            kernel: [KernelBehaviour("mk_dt_parse_resources", in: dts, "all", "passes over it")],
            remedy: "Correct the name.", explains: [.itemForeign]),
        Rule(
            .itemTwice, .error, "two properties or nodes of one name in a node",
            why: "The second one is never read.",
            kernel: [
                KernelBehaviour("mk_dt_parse_resources", in: dts, "all", "finds the first"),
                KernelBehaviour("_parse_instances", in: parser, "kerf 0.4", "finds the second among instances"),
            ],
            remedy: "Leave out one of the two."),
        Rule(
            .bytesLost, .error, "text that is no text",
            why: "The bytes are not one string that ends in NUL, so whoever reads them stops elsewhere or not at all.",
            kernel: [
                KernelBehaviour(
                    "mk_dt_parse_resources", in: dts, "all",
                    "refuses strings without an end (EINVAL), or reads on behind them")
            ],
            remedy: "Write the property as one string."),
    ]
}
