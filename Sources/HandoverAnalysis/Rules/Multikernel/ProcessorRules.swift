import HandoverState

extension Rule {
    private static let baseline = "kernel/multikernel/baseline.c"
    private static let kerf = "kerf/dtc/validator.py"
    private static let core = "kernel/multikernel/core.c"
    private static let hotplug = "kernel/multikernel/hotplug.c"
    private static let dts = "kernel/multikernel/dts.c"
    private static let resources = "kerf/resources.py"
    private static let parser = "kerf/dtc/parser.py"

    /// Which kernel runs on which processor.
    static let processors: [Rule] = [
        Rule(
            .cpusMissing, .error, "a pool without processors",
            why: "A baseline must give at least one processor away.",
            kernel: [
                KernelBehaviour(
                    "mk_baseline_validate_and_initialize", in: baseline, "all", "refuses the baseline (EINVAL)"),
                KernelBehaviour("_validate_hardware_inventory", in: kerf, "kerf 0.4", "refuses the tree"),
            ],
            remedy: "Write the physical identifiers into the property cpus."),
        Rule(
            .cpuTwice, .warning, "a processor twice in one list",
            why: "Sets know it once; where another was meant, that one is missing.",
            kernel: [
                KernelBehaviour("mk_baseline_validate_and_initialize", in: baseline, "all", "takes it once"),
                KernelBehaviour("_validate_resource_allocations", in: kerf, "kerf 0.4", "counts it twice"),
            ],
            remedy: "Leave out one of the two, or write the identifier that was meant."),
        Rule(
            .cpuOutsidePool, .error, "an instance has a processor that is not in the pool",
            why: "Only what is in the pool can be given away.",
            kernel: [
                KernelBehaviour(
                    "mk_instance_reserve_resources", in: core, "all",
                    "gives the instance no processor at all (EBUSY inside), and goes on"),
                KernelBehaviour("mk_send_cpu_add", in: hotplug, "all", "refuses the processor (EBUSY)"),
                KernelBehaviour("_validate_cpu_allocation", in: kerf, "kerf 0.4", "refuses the tree"),
            ],
            remedy: "Add the processor to the pool, or take one that is there."),
        Rule(
            .cpuShared, .error, "a processor of two instances",
            why: "A processor runs one kernel.",
            kernel: [
                KernelBehaviour(
                    "mk_instance_reserve_resources", in: core, "all",
                    "gives the second instance no processor at all (EBUSY inside), and goes on"),
                KernelBehaviour("mk_send_cpu_add", in: hotplug, "all", "refuses the processor (EBUSY)"),
                KernelBehaviour(
                    "_validate_cpu_allocation", in: kerf, "kerf 0.4", "refuses the tree, once for each side"),
            ],
            remedy: "Take the processor from one of the two."),
        Rule(
            .cpuFreeOutsidePool, .error, "a processor is said to be free that is not in the pool",
            why: "What is free is a part of what is there.",
            kernel: [KernelBehaviour("mk_dt_emit_tree", in: dts, "all", "lists the free ones among all")],
            remedy: "Read the tree of the pool again."),
        Rule(
            .cpuFreeAndLent, .error, "a processor is free and lent at once",
            why: "Whoever takes it for free takes it from a kernel that runs on it.",
            kernel: [
                KernelBehaviour("mk_dt_emit_tree", in: dts, "all", "takes a lent processor off the free ones"),
                KernelBehaviour("get_available_cpus", in: resources, "kerf 0.4", "gives it away again"),
            ],
            remedy: "Read the tree of the pool again, or take the processor from cpus-available or from the instance."),
        Rule(
            .cpuUnaccounted, .warning, "a processor that is neither free nor lent",
            why: "The instance that has it may be left out of the tree, or the processor is lost.",
            kernel: [
                KernelBehaviour(
                    "mk_dt_emit_tree", in: dts, "all", "lists every processor as free or in the tree of an instance")
            ],
            remedy: "See whether an instance is missing."),
        Rule(
            .cpuOfBoot, .warning, "a baseline gives away processor 0",
            why: "The processor that a kernel booted on cannot be given away, and its identifier is mostly 0.",
            kernel: [
                KernelBehaviour(
                    "mk_baseline_validate_and_initialize", in: baseline, "all",
                    "warns, and ends with EBUSY where it booted on it; what was taken before stays in the pool")
            ],
            remedy: "Leave processor 0 to the host."),
        Rule(
            .cpuImpossible, .error, "the identifier of no processor",
            why: "All ones stand for no processor.",
            kernel: [
                KernelBehaviour(
                    "mk_baseline_validate_and_initialize", in: baseline, "all", "finds no such processor (ENODEV)"),
                KernelBehaviour("mk_send_cpu_add", in: hotplug, "all", "refuses the processor (EBUSY)"),
            ],
            remedy: "Write the physical identifier, as the APIC, MPIDR or hart number has it."),
        Rule(
            .cpuUnlikely, .warning, "an identifier wider than APIC and MPIDR numbers",
            why:
                "APIC numbers have 32 bits, MPIDR numbers none in bits 24 to 31 and above 39; hart numbers may be wider.",
            kernel: [
                KernelBehaviour(
                    "mk_baseline_validate_and_initialize", in: baseline, "all",
                    "finds no such processor where there is none (ENODEV)")
            ],
            remedy: "See whether two cells of 32 bits were meant."),
        Rule(
            .cpuCellsNarrow, .error, "processors in cells of 32 bits",
            why: "Kernels read cells of 64 bits since November 2025, and take two such cells for one processor.",
            kernel: [
                KernelBehaviour(
                    "mk_baseline_validate_and_initialize", in: baseline, "all",
                    "refuses a length that is no multiple of 8 (EINVAL), and reads other identifiers otherwise"),
                KernelBehaviour(
                    "mk_dt_parse_resources", in: dts, "all",
                    "refuses a length that is no multiple of 8 (EINVAL), and reads other identifiers otherwise"),
                KernelBehaviour(
                    "unpack_cpu_ids", in: parser, "kerf 0.4", "reads an even number of cells as half as many processors"
                ),
            ],
            remedy: "Write each identifier as two cells: <0 4>."),
        Rule(
            .cpuCellsAssumed, .note, "the width of the cells of processors was assumed",
            why: "A length that is a multiple of 8 fits cells of 32 and of 64 bits.",
            kernel: [
                KernelBehaviour(
                    "mk_dt_parse_resources", in: dts, "all", "reads cells of 64 bits; the first versions read 32")
            ],
            remedy: "Nothing needs to be done where the identifiers are those that were meant."),
    ]
}
