import HandoverState

extension Rule {
    private static let baseline = "kernel/multikernel/baseline.c"
    private static let parser = "kerf/dtc/parser.py"
    private static let dts = "kernel/multikernel/dts.c"
    private static let mem = "kernel/multikernel/mem.c"
    private static let overlay = "kernel/multikernel/overlay.c"
    private static let kerf = "kerf/dtc/validator.py"
    private static let core = "kernel/multikernel/core.c"

    /// Which memory is whose.
    static let multikernelMemory: [Rule] = [
        Rule(
            .memoryMissing, .error, "a pool without memory",
            why: "A baseline must ask for some.",
            kernel: [
                KernelBehaviour(
                    "mk_baseline_validate_and_initialize", in: baseline, "all", "refuses the baseline (EINVAL)"),
                KernelBehaviour("_parse_memory_allocation", in: parser, "kerf 0.4", "refuses the tree"),
            ],
            remedy: "Write memory@N { size; numa-node-id; } below resources."),
        Rule(
            .memoryNothing, .error, "memory of no bytes",
            why: "Nothing can be given or taken.",
            kernel: [
                KernelBehaviour(
                    "mk_baseline_validate_and_initialize", in: baseline, "all", "refuses the baseline (EINVAL)"),
                KernelBehaviour("mk_dt_parse_resources", in: dts, "all", "refuses the instance (EINVAL)"),
                KernelBehaviour("mk_pool_mem_grow", in: mem, "all", "refuses the memory (EINVAL)"),
            ],
            remedy: "Write how many bytes are meant, or leave the item out.", explains: [.memoryUnaligned]),
        Rule(
            .memoryUnaligned, .error, "memory that is not in whole pages of 4 KiB",
            why: "Memory is given in pages.",
            kernel: [
                KernelBehaviour(
                    "mk_baseline_validate_and_initialize", in: baseline, "all", "refuses the baseline (EINVAL)"),
                KernelBehaviour("mk_pool_mem_grow", in: mem, "all", "refuses the memory (EINVAL)"),
                KernelBehaviour(
                    "mk_overlay_apply", in: overlay, "all", "cuts off what is below a page in overlays for instances"),
            ],
            remedy: "Write base and size as multiples of 0x1000; larger pages ask for more."),
        Rule(
            .memoryWraps, .error, "memory that runs past the end of the address space",
            why: "No machine has such memory.",
            kernel: [
                KernelBehaviour("mk_overlay_apply", in: overlay, "all", "finds no such chunk (ENOENT)"),
                KernelBehaviour("_validate_memory_allocation", in: kerf, "kerf 0.4", "refuses the tree"),
            ],
            remedy: "Correct base or size.", explains: [.memoryOutsidePool]),
        Rule(
            .chunksOverlap, .error, "two chunks of the pool overlap",
            why: "The same memory would be given away twice.",
            kernel: [KernelBehaviour("mk_dt_emit_tree", in: dts, "all", "lists chunks that have nothing in common")],
            remedy: "Read the tree of the pool again, or correct base or size."),
        Rule(
            .memoryOutsidePool, .error, "memory of an instance lies in no chunk of the pool",
            why: "Only what is in the pool can be given away, and a region lies within one chunk.",
            kernel: [
                KernelBehaviour("mk_instance_reserve_resources", in: core, "all", "finds no room (ENOMEM)"),
                KernelBehaviour("_validate_memory_allocation", in: kerf, "kerf 0.4", "refuses the tree"),
            ],
            remedy: "Place the instance inside one chunk, or make it smaller."),
        Rule(
            .memoryShared, .error, "memory of two instances overlaps",
            why: "Two kernels would write over each other.",
            kernel: [
                KernelBehaviour("mk_instance_reserve_resources", in: core, "all", "never gives a page twice"),
                KernelBehaviour(
                    "_validate_memory_allocation", in: kerf, "kerf 0.4", "refuses the tree, once for each side"),
            ],
            remedy: "Move one of the two instances."),
        Rule(
            .memoryExceedsPool, .error, "instances have more memory than the pool",
            why: "The last of them gets none.",
            kernel: [
                KernelBehaviour("mk_instance_reserve_resources", in: core, "all", "refuses the instance (ENOMEM)"),
                KernelBehaviour("_validate_resource_allocations", in: kerf, "kerf 0.4", "refuses the tree"),
            ],
            remedy: "Make the instances smaller, or the pool larger."),
        Rule(
            .memoryNodeContradicted, .warning, "a chunk lies in the memory of another NUMA node than it says",
            why: "One of the two is wrong, and who asks for memory near its processors may get it far away.",
            kernel: [KernelBehaviour("mk_pool_mem_grow", in: mem, "all", "takes memory of the node that is named")],
            remedy: "Compare numa-node-id with the ranges of the topology."),
        Rule(
            .memoryNameContradicted, .warning, "a node's unit address is not the address in reg",
            why: "Programs that go by the name find the wrong place.",
            kernel: [
                KernelBehaviour(
                    "mk_dt_emit_tree", in: dts, "all",
                    "writes the base into the name, in hexadecimal without zeros in front")
            ],
            remedy: "Name the node after the first address in reg."),
        Rule(
            .memoryLegacy, .warning, "the pool's memory in the form of the first versions",
            why: "Nodes memory@N took the place of memory-base and memory-bytes; only the first kernels read these.",
            kernel: [
                KernelBehaviour(
                    "mk_baseline_validate_and_initialize", in: baseline, "all",
                    "refuses the baseline and tells of the new form (EINVAL)"),
                KernelBehaviour(
                    "mk_baseline_validate_and_initialize", in: baseline, "first versions",
                    "wants a range within the donated memory (EINVAL, ERANGE)"),
                KernelBehaviour("_parse_memory_allocation", in: parser, "kerf 0.4", "refuses the tree"),
            ],
            remedy: "Write memory@N { size = <0 BYTES>; numa-node-id = <N>; } instead.", explains: [.memoryMissing]),
        Rule(
            .memoryTwoForms, .error, "memory with both size and reg",
            why: "A kernel reads the size, kerf the address; they understand different trees.",
            kernel: [
                KernelBehaviour("mk_baseline_validate_and_initialize", in: baseline, "all", "reads size alone"),
                KernelBehaviour("_parse_memory_allocation", in: parser, "kerf 0.4", "reads reg alone"),
            ],
            remedy: "Leave size in a baseline, and reg in the tree of a pool."),
        Rule(
            .memoryNoForm, .error, "memory with neither size nor reg",
            why: "Nobody knows how much is meant.",
            kernel: [
                KernelBehaviour(
                    "mk_baseline_validate_and_initialize", in: baseline, "all", "refuses the baseline (EINVAL)"),
                KernelBehaviour("_parse_memory_allocation", in: parser, "kerf 0.4", "refuses the tree"),
            ],
            remedy: "Write size in a baseline; a pool has reg."),
        Rule(
            .memoryAsked, .error, "memory by size in the tree of a pool",
            why: "A pool has what it has; bytes that are asked for are no part of it.",
            kernel: [
                KernelBehaviour("mk_dt_emit_tree", in: dts, "all", "writes reg for every chunk"),
                KernelBehaviour(
                    "memory_pool_bytes", in: parser, "kerf 0.4", "does not count bytes that are asked for beside chunks"
                ),
            ],
            remedy: "Ask for more in an overlay: memory-add on /resources."),
        Rule(
            .memoryPlaced, .warning, "memory by address in a tree that no kernel told",
            why: "A baseline asks for sizes; where the memory lies is the kernel's choice.",
            kernel: [
                KernelBehaviour(
                    "mk_baseline_validate_and_initialize", in: baseline, "all",
                    "does not read reg, and refuses memory without size (EINVAL)")
            ],
            remedy: "Write size in place of reg, unless the tree was read from a kernel."),
        Rule(
            .memoryCellsNarrow, .error, "a base or size in one cell of 32 bits",
            why: "Kernels read two cells.",
            kernel: [
                KernelBehaviour("mk_dt_parse_resources", in: dts, "all", "refuses the instance (EINVAL)"),
                KernelBehaviour("_parse_instance_resources", in: parser, "kerf 0.4", "refuses the tree"),
            ],
            remedy: "Write two cells: <0 0x10000000>."),
        Rule(
            .memoryHalfTold, .error, "memory of an instance with a base or a size alone",
            why: "A region needs both where it is told, and a size where it is asked for.",
            kernel: [
                KernelBehaviour("mk_dt_emit_tree", in: dts, "all", "writes both or none"),
                KernelBehaviour("_parse_instance_resources", in: parser, "kerf 0.4", "refuses the tree"),
            ],
            remedy: "Write memory-base and memory-bytes.", explains: [.instanceWithoutMemory]),
        Rule(
            .memoryUnplaced, .note, "memory whose place the kernel has yet to choose",
            why: "A tree of a machine and its instances that was planned, and not read back, knows sizes alone.",
            kernel: [
                KernelBehaviour("mk_pool_mem_grow", in: mem, "all", "chooses the base of a chunk when it joins"),
                KernelBehaviour(
                    "mk_instance_reserve_resources", in: core, "all", "takes an instance's memory where it is free"),
                KernelBehaviour("_parse_instance_resources", in: parser, "kerf 0.4", "refuses the tree"),
            ],
            remedy: "Read the trees of pool and instances from the kernel when the change is made."),
    ]
}
