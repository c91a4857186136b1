import HandoverState

extension Rule {
    private static let overlay = "kernel/multikernel/overlay.c"
    private static let releases = "multikernel patches"

    /// What becomes of overlays: what kernels refuse, and what they do without a word.
    static let apply: [Rule] = [
        Rule(
            .applyFragment, .error, "a fragment that kernels cannot make out",
            why: "Fragments run in the order of the number in fragment@N; each needs target-path and __overlay__.",
            kernel: [
                KernelBehaviour(
                    "mk_overlay_collect_fragments", in: overlay, releases,
                    "refuses the overlay (EINVAL), at once for a number, and when it gets there for what is missing")
            ],
            remedy: "Name the fragments fragment@0, fragment@1 and so on, each with target-path and __overlay__."),
        Rule(
            .applyTarget, .error, "a target that kernels do not know",
            why: "Targets are compared letter by letter: a slash at the end makes another path.",
            kernel: [
                KernelBehaviour(
                    "resolve_target", in: overlay, releases,
                    "stops there (EINVAL); what was done before stays done")
            ],
            remedy: "Use /resources, /instances or /instances/NAME."),
        Rule(
            .applyNoPool, .error, "a kernel without a pool is to change it",
            why: "Before a baseline was written there is no pool.",
            kernel: [
                KernelBehaviour(
                    "resolve_target", in: overlay, releases,
                    "stops there (EPERM)")
            ],
            remedy: "Write the baseline to device_tree first."),
        Rule(
            .applyInstanceMissing, .error, "there is no instance of that name",
            why: "Targets are looked up when their fragment is due: an earlier one may create them.",
            kernel: [
                KernelBehaviour(
                    "resolve_target", in: overlay, releases,
                    "stops there (ENOENT); what was done before stays done")
            ],
            remedy: "Create the instance in a fragment of a lower number, or correct the name."),
        Rule(
            .applyOperation, .error, "an operation that its target does not have",
            why: "Instances come and go on /instances; what they have moves on /resources and /instances/NAME.",
            kernel: [
                KernelBehaviour(
                    "mk_overlay_apply", in: overlay, releases,
                    "stops there (EINVAL), even where the operation is empty")
            ],
            remedy: "Move the operation into a fragment with the right target."),
        Rule(
            .applyItem, .error, "an item lacks a property, or has it in the wrong form",
            why: "Items are read one at a time, when they are due.",
            kernel: [
                KernelBehaviour(
                    "mk_overlay_apply", in: overlay, releases,
                    "stops there (EINVAL); items before it stay done")
            ],
            remedy: "Give the property as the message says."),
        Rule(
            .applyInstanceExists, .error, "the name or the id of a new instance is taken",
            why: "Names and ids belong to one instance each; 0 is the host's.",
            kernel: [
                KernelBehaviour(
                    "mk_create_instance_from_dtb", in: "kernel/multikernel/kernfs.c", releases,
                    "stops there (EEXIST)")
            ],
            remedy: "Choose another name or id, or leave the id to the kernel."),
        Rule(
            .applyRequest, .error, "kernels cannot read what an instance asks for",
            why: "The resources are parsed before anything is taken.",
            kernel: [
                KernelBehaviour(
                    "mk_dt_parse_resources", in: "kernel/multikernel/dts.c", releases,
                    "stops there (EINVAL); the half-made instance is removed")
            ],
            remedy: "Correct the property that the message names."),
        Rule(
            .applyCPUTaken, .error, "a CPU is not free in the pool",
            why: "A CPU goes from the pool to one instance, and back before it goes to another.",
            kernel: [
                KernelBehaviour(
                    "mk_send_cpu_add", in: "kernel/multikernel/hotplug.c", releases,
                    "stops there (EBUSY)")
            ],
            remedy: "Give it back with cpu-remove in a fragment of a lower number."),
        Rule(
            .applyCPUForeign, .error, "a CPU is to leave an instance that does not have it",
            why: "An instance gives away what it has.",
            kernel: [
                KernelBehaviour(
                    "mk_send_cpu_remove", in: "kernel/multikernel/hotplug.c", releases,
                    "stops there (EINVAL; ENODEV from an instance that runs)")
            ],
            remedy: "Correct the number or the target."),
        Rule(
            .applyBootCPU, .error, "a running instance is to give away the CPU that it was started on",
            why: "The CPU that a kernel was started on cannot go offline.",
            kernel: [
                KernelBehaviour(
                    "mk_send_cpu_remove", in: "kernel/multikernel/hotplug.c", releases,
                    "is told EINVAL by the instance")
            ],
            remedy: "Halt the instance first, or take another CPU."),
        Rule(
            .applyCPUAbsent, .error, "a CPU cannot join the pool",
            why: "Only a CPU that is present and online in the host can be given to the pool.",
            kernel: [
                KernelBehaviour(
                    "mk_send_cpu_remove", in: "kernel/multikernel/hotplug.c", releases,
                    "stops there (EINVAL)")
            ],
            remedy: "Leave out what is in the pool already."),
        Rule(
            .applyNoMemory, .error, "the pool does not have so much memory",
            why: "Memory of memory-add comes in one piece; that of a new instance in as many as it takes.",
            kernel: [
                KernelBehaviour(
                    "mk_instance_reserve_resources", in: "kernel/multikernel/core.c", releases,
                    "stops there (ENOMEM)")
            ],
            remedy: "Enlarge the pool in a fragment of a lower number, or ask for less."),
        Rule(
            .applyMemoryPart, .error, "memory is to go that is no whole chunk or region",
            why: "Kernels give back what they took, as a whole: address and size have to be the same.",
            kernel: [
                KernelBehaviour(
                    "mk_pool_mem_shrink", in: "kernel/multikernel/mem.c", releases,
                    "stops there (ENOENT)")
            ],
            remedy: "Read the addresses from the trees of the running kernel."),
        Rule(
            .applyChunkUsed, .error, "a chunk is to leave the pool while somebody uses it",
            why: "The instances have memory in it.",
            kernel: [
                KernelBehaviour(
                    "mk_pool_mem_shrink", in: "kernel/multikernel/mem.c", releases,
                    "stops there (EBUSY)")
            ],
            remedy: "Take the memory from the instances first."),
        Rule(
            .applyDeviceTaken, .error, "a device is not free in the pool",
            why: "A device goes from the pool to one instance, and back before it goes elsewhere.",
            kernel: [
                KernelBehaviour(
                    "mk_overlay_apply", in: overlay, releases,
                    "stops there (ENOENT where an instance is to get it, EBUSY where it is to leave the pool)")
            ],
            remedy: "Give it back with device-remove in a fragment of a lower number."),
        Rule(
            .applyDeviceForeign, .error, "a device is to leave an instance that does not have it",
            why: "An instance gives away what it has.",
            kernel: [
                KernelBehaviour(
                    "mk_overlay_apply", in: overlay, releases,
                    "stops there (ENOENT)")
            ],
            remedy: "Correct the address or the target."),
        Rule(
            .applyInstanceBusy, .error, "an instance is to be removed whose kernel is loaded or runs",
            why: "Its memory holds a kernel.",
            kernel: [
                KernelBehaviour(
                    "mk_instance_destroy", in: "kernel/multikernel/kernfs.c", releases,
                    "stops there (EBUSY)")
            ],
            remedy: "Halt the instance and unload its kernel first."),
        Rule(
            .applyBlock, .error, "a running instance is to take or give a part of a memory block",
            why: "Running kernels plug and unplug whole blocks: 128 MiB on most machines, up to 2 GiB on large ones.",
            kernel: [
                KernelBehaviour(
                    "mk_overlay_apply", in: overlay, releases,
                    "is told EINVAL by the instance")
            ],
            remedy: "Use addresses and sizes that are multiples of the block."),
        Rule(
            .applyBlob, .error, "an overlay is too large to be written",
            why: "What is larger than a page arrives in several writes, of which kernels take the first alone.",
            kernel: [
                KernelBehaviour(
                    "mk_overlay_new_write", in: overlay, releases,
                    "refuses it (EFBIG above 1 MiB)")
            ],
            remedy: "Divide the overlay into several."),
        Rule(
            .applyCreatedWithLess, .error, "an instance comes into being without what it asked for",
            why: "Only memory is needed for a new instance; CPUs and devices are all taken, or none, without an error.",
            kernel: [
                KernelBehaviour(
                    "mk_instance_reserve_resources", in: "kernel/multikernel/core.c", releases,
                    "notes EBUSY or ENOENT in its log, and makes the instance without any of these CPUs or devices")
            ],
            remedy: "Give back what the message names in a fragment of a lower number."),
        Rule(
            .applyBaseIgnored, .warning, "memory comes to lie elsewhere than reg says",
            why: "An instance that does not run gets memory from the pool; its place is the pool's choice.",
            kernel: [
                KernelBehaviour(
                    "mk_overlay_apply", in: overlay, releases,
                    "takes as much memory as the size says, wherever the pool has it")
            ],
            remedy: "Read the address back; the undo of this transaction looks for the wrong one."),
        Rule(
            .applySkipped, .warning, "something that kernels pass over",
            why: "Kernels look up what they know by its name, and nothing else.",
            kernel: [
                KernelBehaviour(
                    "walk_fragment", in: overlay, releases,
                    "passes over it without a word")
            ],
            remedy: "Correct the name, or leave it out."),
        Rule(
            .applyCut, .warning, "a value of which kernels take a part",
            why: "Addresses are counted in pages, and texts and numbers have limits.",
            kernel: [
                KernelBehaviour(
                    "mk_overlay_apply", in: overlay, releases,
                    "goes on with what is left of it")
            ],
            remedy: "Write the value as kernels read it."),
        Rule(
            .applyUnknowable, .warning, "something that the trees do not tell decides",
            why: "The trees do not tell everything: where new chunks come to lie, what was parked or enumerated.",
            kernel: [
                KernelBehaviour(
                    "mk_overlay_apply", in: overlay, releases,
                    "may go either way")
            ],
            remedy: "Apply it on the machine in steps, and read the trees back."),
        Rule(
            .applyDeviceTwice, .warning, "a device is in the pool and in an instance",
            why: "Kernels do not look at the instances when a device joins the pool.",
            kernel: [
                KernelBehaviour(
                    "mk_overlay_apply", in: overlay, releases,
                    "lists it in the pool again")
            ],
            remedy: "Take the device from the instance instead."),
        Rule(
            .applyUnwise, .warning, "a change that kernels accept and nobody can want",
            why: "Nothing checks that an instance can still be started.",
            kernel: [
                KernelBehaviour(
                    "mk_send_cpu_remove", in: "kernel/multikernel/hotplug.c", releases,
                    "accepts it")
            ],
            remedy: "Leave the instance a CPU."),
        Rule(
            .applyNotUndone, .warning, "something that kernels do not undo exactly",
            why: "Removed instances stay removed, and the pool keeps memory that it was given.",
            kernel: [
                KernelBehaviour(
                    "mk_overlay_rmdir", in: overlay, releases,
                    "passes over it, or takes another base")
            ],
            remedy: "Undo it with an overlay of its own."),
        Rule(
            .applyInexpressible, .error, "a difference that no overlay makes",
            why: "Overlays move memory, CPUs and devices, and make and remove instances; nothing else.",
            kernel: [
                KernelBehaviour(
                    "mk_overlay_apply", in: overlay, releases,
                    "has no operation for it")
            ],
            remedy: "Change it where it comes from, or create the instance anew."),
        Rule(
            .applyAssumed, .note, "something that was assumed of the machine",
            why: "Trees tell the address of an instance's first region and the size of all.",
            kernel: [
                KernelBehaviour(
                    "mk_dt_emit_tree", in: "kernel/multikernel/dts.c", releases,
                    "does not write it into the trees")
            ],
            remedy: "Nothing needs to be done."),
    ]
}
