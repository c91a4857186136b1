import HandoverState

extension Rule {
    private static let overlay = "kernel/multikernel/overlay.c"
    private static let hotplug = "kernel/multikernel/hotplug.c"
    private static let dts = "kernel/multikernel/dts.c"

    /// Changes, as they are written to `overlays/new`.
    static let overlays: [Rule] = [
        Rule(
            .fragmentsNone, .error, "an overlay without fragments",
            why: "There is nothing to do in it.",
            kernel: [
                KernelBehaviour("mk_overlay_collect_fragments", in: overlay, "all", "refuses the overlay (EINVAL)")
            ],
            remedy: "Write fragment@0 { target-path; __overlay__ { }; }."),
        Rule(
            .fragmentNumber, .error, "a fragment whose number cannot be read",
            why: "Fragments run in the order of their numbers, in hexadecimal.",
            kernel: [
                KernelBehaviour(
                    "mk_overlay_collect_fragments", in: overlay, "all", "refuses the whole overlay (EINVAL)")
            ],
            remedy: "Name it fragment@N."),
        Rule(
            .fragmentNumberTwice, .error, "two fragments of one number",
            why: "Which of them runs first is open.",
            kernel: [
                KernelBehaviour(
                    "mk_overlay_collect_fragments", in: overlay, "all", "sorts by number, in no order among equals")
            ],
            remedy: "Number the fragments one after the other."),
        Rule(
            .targetMissing, .error, "a fragment without target-path",
            why: "Kernels do not read the phandle in target.",
            kernel: [
                KernelBehaviour("mk_overlay_apply", in: overlay, "all", "stops with EINVAL; what ran before stays done")
            ],
            remedy: "Write target-path = \"/instances\", \"/resources\" or \"/instances/NAME\"."),
        Rule(
            .targetUnsupported, .error, "a target that kernels do not know",
            why: "It is /resources, /instances or /instances/NAME, to the letter.",
            kernel: [
                KernelBehaviour("mk_overlay_apply", in: overlay, "all", "stops with EINVAL; what ran before stays done")
            ],
            remedy: "Write one of the three."),
        Rule(
            .targetTooEarly, .error, "a fragment changes an instance that a later one creates",
            why: "Fragments run in the order of their numbers.",
            kernel: [
                KernelBehaviour("mk_overlay_apply", in: overlay, "all", "stops with ENOENT; what ran before stays done")
            ],
            remedy: "Number the fragment that creates before the one that changes."),
        Rule(
            .operationsMissing, .error, "a fragment without __overlay__",
            why: "There is nothing to do in it.",
            kernel: [
                KernelBehaviour("mk_overlay_apply", in: overlay, "all", "stops with EINVAL; what ran before stays done")
            ],
            remedy: "Write the operations below __overlay__."),
        Rule(
            .operationMisplaced, .error, "an operation that its target does not take",
            why: "Instances come and go on /instances; what they own moves on /resources and /instances/NAME.",
            kernel: [
                KernelBehaviour("mk_overlay_apply", in: overlay, "all", "stops with EINVAL; what ran before stays done")
            ],
            remedy: "Move the operation into a fragment of the right target."),
        Rule(
            .operationTwice, .error, "an operation twice in one fragment",
            why: "The second one is never looked at.",
            kernel: [KernelBehaviour("mk_overlay_apply", in: overlay, "all", "finds the first of a name")],
            remedy: "Put its items into the first one, or into a fragment of its own."),
        Rule(
            .operationForeign, .error, "something in an overlay that kernels pass over",
            why: "What it was meant to do is not done, and nothing says so.",
            kernel: [KernelBehaviour("mk_overlay_apply", in: overlay, "all", "passes over it without a word")],
            remedy: "Write memory@N, cpu@N and pci@N below an operation, and operations below __overlay__."),
        Rule(
            .operationEmpty, .warning, "an operation without items",
            why: "It does nothing, and reports success.",
            kernel: [KernelBehaviour("mk_overlay_apply", in: overlay, "all", "does nothing, and reports success")],
            remedy: "Leave it out, or write what it is to move."),
        Rule(
            .poolMemoryPlaced, .error, "memory by address is added to the pool",
            why: "Where new memory lies is the kernel's choice.",
            kernel: [
                KernelBehaviour("mk_overlay_apply", in: overlay, "all", "stops with EINVAL; what ran before stays done")
            ],
            remedy: "Write size in place of reg."),
        Rule(
            .itemIncomplete, .error, "an item without what its operation reads",
            why: "Memory needs size where it joins the pool and reg elsewhere, a processor reg, a device pci-id.",
            kernel: [
                KernelBehaviour("mk_overlay_apply", in: overlay, "all", "stops with EINVAL; what ran before stays done")
            ],
            remedy: "Write the property, in cells of 64 bits."),
        Rule(
            .cpuMovedTwice, .error, "an overlay moves a processor twice the same way",
            why: "The second time it is no longer there.",
            kernel: [
                KernelBehaviour("mk_send_cpu_add", in: hotplug, "all", "refuses the processor (EBUSY)"),
                KernelBehaviour("mk_overlay_apply", in: overlay, "all", "stops there; what ran before stays done"),
            ],
            remedy: "Leave out one of the two."),
        Rule(
            .deviceNamesInRequest, .error, "a request for an instance names devices",
            why: "Devices come by device-add, once the instance is there.",
            kernel: [KernelBehaviour("mk_dt_parse_resources", in: dts, "all", "refuses the instance (EINVAL)")],
            remedy: "Write a fragment with device-add for /instances/NAME."),
        Rule(
            .chosenRefused, .error, "chosen of a request holds more than the host's tree",
            why: "It may hold the node multikernel,host-tree and nothing else.",
            kernel: [KernelBehaviour("mk_dt_parse_chosen", in: dts, "all", "refuses the instance (EINVAL)")],
            remedy: "Leave out what is not multikernel,host-tree."),
        Rule(
            .overlayTooLarge, .error, "an overlay of more than 1 MiB",
            why: "Kernels take no more at once.",
            kernel: [KernelBehaviour("mk_overlay_new_write", in: overlay, "all", "refuses the overlay (EFBIG)")],
            remedy: "Make several overlays of it."),
        Rule(
            .overlayOverPage, .warning, "an overlay of more than a page",
            why: "The file takes writes of a page at most, and refuses the second.",
            kernel: [
                KernelBehaviour(
                    "mk_overlay_new_write", in: overlay, "all",
                    "refuses a write that does not begin at 0 (EINVAL), where a larger overlay arrives in pieces")
            ],
            remedy: "Make several overlays of it."),
        Rule(
            .overlayOld, .error, "an overlay in the form of the first versions",
            why: "The target /instances/NAME took the place of mk,instance beside the items.",
            kernel: [
                KernelBehaviour(
                    "mk_overlay_apply", in: overlay, "all", "passes over mk,instance, and goes by target-path alone")
            ],
            remedy: "Write a fragment for each instance."),
    ]
}
