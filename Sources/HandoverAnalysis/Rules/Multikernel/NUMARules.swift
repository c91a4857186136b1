import HandoverState

extension Rule {
    private static let mem = "kernel/multikernel/mem.c"
    private static let kerf = "kerf/dtc/validator.py"
    private static let parser = "kerf/dtc/parser.py"
    private static let dts = "kernel/multikernel/dts.c"

    /// What lies near to what.
    static let numa: [Rule] = [
        Rule(
            .numaNodeUnknown, .error, "a NUMA node that the topology does not have",
            why: "Memory and processors of it do not exist.",
            kernel: [
                KernelBehaviour(
                    "mk_pool_mem_grow", in: mem, "all", "refuses memory of a node that is not there (EINVAL)"),
                KernelBehaviour("_validate_numa_constraints", in: kerf, "kerf 0.4", "refuses the tree"),
            ],
            remedy: "Name a node of the topology."),
        Rule(
            .numaNodeTwice, .error, "two NUMA nodes of one number",
            why: "One of the two is lost.",
            kernel: [KernelBehaviour("_parse_numa_nodes_from_topology", in: parser, "kerf 0.4", "keeps the second")],
            remedy: "Give each node a number of its own."),
        Rule(
            .numaNodeNumberless, .error, "a NUMA node without a number",
            why: "The number is node-id, or the unit address of the name.",
            kernel: [
                KernelBehaviour(
                    "_parse_numa_nodes_from_topology", in: parser, "kerf 0.4",
                    "reads the number from the name, in decimal")
            ],
            remedy: "Write node-id, and name the node node@N."),
        Rule(
            .numaDistances, .warning, "distances between NUMA nodes that are no matrix",
            why: "A node has a distance to each node.",
            kernel: [
                KernelBehaviour("_parse_numa_node_info", in: parser, "kerf 0.4", "reads the distances and drops them")
            ],
            remedy: "Write one distance for each node, in the order of the nodes, or the whole matrix."),
        Rule(
            .numaDistancesContradicted, .warning, "distances between NUMA nodes that cannot be",
            why: "A node is at 10 from itself and farther from any other, and as far as the other is from it.",
            kernel: [
                KernelBehaviour("_parse_numa_node_info", in: parser, "kerf 0.4", "reads the distances and drops them")
            ],
            remedy: "Compare them with /sys/devices/system/node/node*/distance."),
        Rule(
            .numaCPUShared, .error, "a processor in two NUMA nodes",
            why: "It is near to one.",
            kernel: [KernelBehaviour("get_numa_node_for_cpu", in: parser, "kerf 0.4", "takes the first")],
            remedy: "Take the processor from one of the two."),
        Rule(
            .numaMemoryShared, .error, "memory in two NUMA nodes",
            why: "It is near to one.",
            kernel: [KernelBehaviour("_validate_local_affinity", in: kerf, "kerf 0.4", "takes the first")],
            remedy: "Correct the ranges."),
        Rule(
            .placementUnknown, .warning, "an affinity or a memory policy that nobody knows",
            why: "Affinities are compact, spread and local; policies local, interleave and bind.",
            kernel: [
                KernelBehaviour("mk_dt_parse_resources", in: dts, "all", "reads neither"),
                KernelBehaviour("_validate_cpu_affinity_constraints", in: kerf, "kerf 0.4", "passes over other words"),
            ],
            remedy: "Write one of these words."),
        Rule(
            .placementContradicted, .warning, "an instance that is not placed as it asks to be",
            why: "Memory or processors are farther away than was asked for.",
            kernel: [
                KernelBehaviour("mk_dt_parse_resources", in: dts, "all", "reads neither affinity nor policy"),
                KernelBehaviour("_validate_topology_constraints", in: kerf, "kerf 0.4", "warns"),
            ],
            remedy: "Choose other processors or memory, or another affinity or policy."),
        Rule(
            .numaNodesIgnored, .note, "an instance names more NUMA nodes than kernels read",
            why: "Kernels take the first and pass over the others.",
            kernel: [KernelBehaviour("mk_dt_parse_resources", in: dts, "all", "reads the first node alone")],
            remedy: "Put the node that matters first."),
    ]
}
