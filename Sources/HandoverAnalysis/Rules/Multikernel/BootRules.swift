import HandoverState

extension Rule {
    private static let manifest = "kernel/multikernel/manifest.c"
    private static let restore = "kernel/multikernel/instance_dt.c"

    /// What a host tells the kernel that it starts.
    static let bootTrees: [Rule] = [
        Rule(
            .bootCompatible, .error, "a boot tree without the version that kernels ask for",
            why: "Its root must say multikernel-v1.",
            kernel: [
                KernelBehaviour(
                    "mk_manifest_populate", in: manifest, "all",
                    "passes over the tree; the kernel boots as if it owned the machine")
            ],
            remedy: "Say multikernel-v1."),
        Rule(
            .reservedMisplaced, .error, "reserved memory that is neither a kernel's own nor all another's",
            why: "A part of it lies in the memory of the instance, a part outside.",
            kernel: [KernelBehaviour("mk_manifest_chosen", in: manifest, "all", "writes ranges of whole owners")],
            remedy: "Correct base or size."),
        Rule(
            .reservedTooMany, .error, "more reserved ranges than fit",
            why: "There is room for 80.",
            kernel: [KernelBehaviour("mk_manifest_chosen", in: manifest, "all", "refuses the load (E2BIG)")],
            remedy: "Reserve fewer and larger ranges."),
        Rule(
            .messagesOutside, .error, "the message buffer of an instance lies outside its memory",
            why: "Whose memory it is may write over it.",
            kernel: [
                KernelBehaviour(
                    "mk_manifest_chosen", in: manifest, "all", "takes the buffer from the instance's memory"),
                KernelBehaviour("mk_instance_restore_from_manifest", in: restore, "all", "maps it wherever it lies"),
            ],
            remedy: "Load the kernel again, so that the host writes the tree anew."),
        Rule(
            .hostMessagesInside, .error, "the host's message buffer lies in the memory of the instance",
            why: "The instance would take the memory as its own, and write over messages.",
            kernel: [
                KernelBehaviour("mk_manifest_chosen", in: manifest, "all", "tells of the host's own buffer"),
                KernelBehaviour("mk_instance_restore_from_manifest", in: restore, "all", "maps it wherever it lies"),
            ],
            remedy: "Load the kernel again, so that the host writes the tree anew."),
        Rule(
            .messagesUnaligned, .error, "a message buffer or reserved range that is not in whole pages",
            why: "Buffers are mapped and reserved by pages.",
            kernel: [
                KernelBehaviour(
                    "mk_instance_restore_from_manifest", in: restore, "all",
                    "maps from the page on; messages are read from the wrong place")
            ],
            remedy: "Load the kernel again, so that the host writes the tree anew."),
        Rule(
            .messagesHalfTold, .error, "a message buffer with an address or pages alone",
            why: "Address and pages must both be there, and neither may be 0.",
            kernel: [
                KernelBehaviour(
                    "mk_instance_restore_from_manifest", in: restore, "all",
                    "goes on without the buffer: no messages arrive")
            ],
            remedy: "Load the kernel again, so that the host writes the tree anew."),
        Rule(
            .messagesPages, .warning, "a message buffer of an unusual size",
            why: "The ring takes 65 pages of 4 KiB; in a smaller buffer messages run into what follows.",
            kernel: [
                KernelBehaviour(
                    "mk_instance_restore_from_manifest", in: restore, "all", "maps as many pages as it is told")
            ],
            remedy: "See whether host and kernel are of the same version."),
        Rule(
            .doorbellOwn, .error, "the host is told of messages on a processor of the instance",
            why: "The instance would ring at its own door.",
            kernel: [
                KernelBehaviour(
                    "mk_instance_restore_from_manifest", in: restore, "all",
                    "sends interrupts to the processor that is told, in first versions")
            ],
            remedy: "Load the kernel again, so that the host writes the tree anew."),
        Rule(
            .cpusUnreachable, .note, "a boot tree that lists no processors but its own",
            why: "A kernel can take on only those that it saw at boot.",
            kernel: [
                KernelBehaviour(
                    "mk_register_cpus_from_manifest", in: restore, "all",
                    "lists its own and those that chosen tells; one that comes later is refused (ENODEV)")
            ],
            remedy: "Nothing needs to be done where the instance is to stay as it is."),
    ]
}
