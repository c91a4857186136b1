import HandoverState

extension Rule {
    private static let kernfs = "kernel/multikernel/kernfs.c"
    private static let kbase = "kerf/baseline.py"
    private static let overlay = "kernel/multikernel/overlay.c"
    private static let parser = "kerf/dtc/parser.py"
    private static let restore = "kernel/multikernel/instance_dt.c"
    private static let kerf = "kerf/dtc/validator.py"
    private static let dts = "kernel/multikernel/dts.c"

    /// The kernels beside the host.
    static let instances: [Rule] = [
        Rule(
            .baselineInstances, .error, "a baseline with instances",
            why: "A baseline tells what there is; instances come by overlays.",
            kernel: [
                KernelBehaviour("root_device_tree_write", in: kernfs, "all", "refuses the baseline (EINVAL)"),
                KernelBehaviour("validate_baseline", in: kbase, "kerf 0.4", "refuses the tree"),
            ],
            remedy: "Write the resources alone, and create the instances by overlays."),
        Rule(
            .instanceNameTwice, .error, "two instances of one name",
            why: "The name is the directory of the instance.",
            kernel: [
                KernelBehaviour("mk_overlay_apply", in: overlay, "all", "refuses the second (EEXIST)"),
                KernelBehaviour("root_device_tree_write", in: kernfs, "first versions", "passes over the second"),
                KernelBehaviour("_parse_instances", in: parser, "kerf 0.4", "keeps the second"),
            ],
            remedy: "Give each instance a name of its own."),
        Rule(
            .instanceNameless, .error, "an instance without a name",
            why: "The name is the directory of the instance, and model in its own tree.",
            kernel: [
                KernelBehaviour("mk_overlay_apply", in: overlay, "all", "refuses the instance (EINVAL)"),
                KernelBehaviour(
                    "mk_dt_extract_instance_info", in: restore, "all", "refuses a boot tree without model (EINVAL)"),
            ],
            remedy: "Write instance-name, or model in the tree of an instance."),
        Rule(
            .instanceNameUnusable, .error, "a name that no directory can have",
            why: "A name holds no slash, is not . or .., and has at most 255 bytes.",
            kernel: [
                KernelBehaviour("mk_overlay_apply", in: overlay, "all", "refuses a slash (EINVAL)"),
                KernelBehaviour(
                    "mk_create_instance_from_dtb", in: kernfs, "all", "cannot make a directory of a longer name"),
            ],
            remedy: "Choose another name."),
        Rule(
            .instanceIDTwice, .error, "two instances of one id",
            why: "Messages find their kernel by the id.",
            kernel: [
                KernelBehaviour("mk_overlay_apply", in: overlay, "all", "refuses the second (EEXIST)"),
                KernelBehaviour("_validate_instances", in: kerf, "kerf 0.4", "refuses the tree"),
            ],
            remedy: "Give each instance an id of its own, or none for the kernel to choose."),
        Rule(
            .instanceIDOfHost, .error, "an instance with the id 0",
            why: "The id 0 is the host.",
            kernel: [
                KernelBehaviour("mk_overlay_apply", in: overlay, "all", "refuses the instance (EEXIST)"),
                KernelBehaviour("mk_create_instance_from_dtb", in: kernfs, "all", "refuses the instance (ENOMEM)"),
            ],
            remedy: "Write an id from 1 on, or none for the kernel to choose."),
        Rule(
            .instanceIDImpossible, .error, "an id that kernels take for none",
            why: "From 0x80000000 on an id is negative, and the kernel chooses another.",
            kernel: [
                KernelBehaviour("mk_create_instance_from_dtb", in: kernfs, "all", "chooses the lowest free id instead")
            ],
            remedy: "Write an id from 1 to 0x7fffffff, or none for the kernel to choose."),
        Rule(
            .instanceIDMissing, .error, "an instance without an id, where it must have one",
            why: "Only a request may leave it to the kernel.",
            kernel: [
                KernelBehaviour(
                    "mk_dt_extract_instance_info", in: restore, "all", "refuses a boot tree without id (ENOENT)"),
                KernelBehaviour("root_device_tree_write", in: kernfs, "first versions", "passes over the instance"),
                KernelBehaviour("_parse_instance", in: parser, "kerf 0.4", "refuses the tree"),
            ],
            remedy: "Write id."),
        Rule(
            .instanceResourceless, .error, "an instance without the node resources",
            why: "It tells what the kernel owns.",
            kernel: [
                KernelBehaviour("mk_overlay_apply", in: overlay, "all", "refuses the instance (EINVAL)"),
                KernelBehaviour("mk_dt_parse", in: dts, "all", "refuses the tree (ENOENT)"),
                KernelBehaviour("_parse_instance_resources", in: parser, "kerf 0.4", "refuses the tree"),
            ],
            remedy: "Write resources { cpus; memory-bytes; }.",
            explains: [.instanceWithoutCPUs, .instanceWithoutMemory]),
        Rule(
            .instanceWithoutCPUs, .error, "an instance without processors",
            why: "No kernel runs on none; it cannot be started before it gets one.",
            kernel: [
                KernelBehaviour("mk_create_instance_from_dtb", in: kernfs, "all", "makes the instance"),
                KernelBehaviour("_parse_instance_resources", in: parser, "kerf 0.4", "refuses the tree"),
            ],
            remedy: "Give the instance at least one processor."),
        Rule(
            .instanceWithoutMemory, .error, "an instance without memory",
            why: "No kernel runs without; it cannot be loaded before it gets some.",
            kernel: [
                KernelBehaviour("mk_create_instance_from_dtb", in: kernfs, "all", "makes the instance"),
                KernelBehaviour("_parse_instance_resources", in: parser, "kerf 0.4", "refuses the tree"),
            ],
            remedy: "Write memory-bytes, and memory-base where it is told."),
    ]
}
