import HandoverState

extension Rule {
    /// What the input itself is lacking; no kernel has a part in most of it.
    static let input: [Rule] = [
        Rule(
            .inputUnusable, .error, "the input cannot be read, or is nothing that holds a handover",
            why: "Nothing can be said of a handover that cannot be found.", kernel: [],
            remedy: "Name a dump, a device tree, a debugfs directory or a state document that can be read."),
        Rule(
            .dumpDamaged, .error, "the container of a dump is damaged",
            why: "Bytes of memory that the dump announces are missing or cannot be trusted.", kernel: [],
            remedy: "Make the dump again, or copy it again if it was cut short on the way."),
        Rule(
            .memoryAbsent, .warning, "the input does not hold the memory that would decide",
            why: "What lies in memory, behind the addresses that are told, was not looked at.", kernel: [],
            remedy: "Validate a dump of the machine's memory to have this checked too."),
        Rule(
            .treeUnrelated, .error, "a device tree that is no part of a handover",
            why: "It has neither the version string of a root tree nor that of a known subtree.",
            kernel: [
                KernelBehaviour(
                    "kho_populate", in: "kernel/liveupdate/kexec_handover.c", "all",
                    "warns of a root of another version string, and boots without the handover")
            ],
            remedy: "Name the root tree of a handover, such as the file fdt of /sys/kernel/debug/kho/out."),
        Rule(
            .notFinalized, .warning, "a running kernel has not yet written its handover down",
            why: "Up to 6.18 the root tree and the map are written only when the handover is finalized.",
            kernel: [
                KernelBehaviour(
                    "kho_fill_kimage", in: "kernel/kexec_handover.c", "6.17, 6.18",
                    "hands over nothing, unless the handover was finalized before the new kernel is loaded")
            ],
            remedy: "Write 1 to the file finalize, and validate again."),
        Rule(
            .inputNote, .note, "something that opening the input met on the way",
            why: "Part of the input was passed over or is not what it should be, without harm to the rest.", kernel: [],
            remedy: "See whether what was passed over matters here."),
        Rule(
            .omitted, .note, "more of a kind than is listed",
            why: "After the first breaches of a rule the others are only counted.", kernel: [],
            remedy: "Mend what is listed, and validate again."),
        Rule(
            .documentBroken, .error, "a state document that cannot be read",
            why: "The text is neither the JSON nor the YAML of a state, or of a later version of the format.",
            kernel: [],
            remedy: "Write the document with `khotool decode`, or hold it against the published schema."),
    ]
}
