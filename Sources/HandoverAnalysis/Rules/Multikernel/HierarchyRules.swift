import HandoverState

extension Rule {
    private static let restore = "kernel/multikernel/instance_dt.c"
    private static let parser = "kerf/dtc/parser.py"
    private static let dts = "kernel/multikernel/dts.c"

    /// The way to PCI devices: host bridges, bridges, windows.
    static let hierarchies: [Rule] = [
        Rule(
            .busOutside, .error, "a node on a bus that its bridge does not lead to",
            why: "A device is found through the bridges above it.",
            kernel: [
                KernelBehaviour(
                    "mk_pci_should_probe", in: restore, "all", "does not find the device, and never probes it"),
                KernelBehaviour("_walk_pci_bus", in: parser, "kerf 0.4", "goes by reg alone"),
            ],
            remedy: "Correct reg or bus-range."),
        Rule(
            .busesOutside, .error, "the buses of a bridge are not all buses of the bridge above",
            why: "What lies on the others cannot be reached.",
            kernel: [KernelBehaviour("mk_dt_emit_tree", in: dts, "all", "writes ranges that lie within each other")],
            remedy: "Correct one of the two ranges.", explains: [.busOutside]),
        Rule(
            .busesMissing, .error, "a bridge without a range of buses, or with one that is none",
            why: "The first and the last bus must be there, in this order, and up to 255.",
            kernel: [KernelBehaviour("mk_dt_emit_tree", in: dts, "all", "writes bus-range for every bridge")],
            remedy: "Write bus-range = <FIRST LAST>."),
        Rule(
            .functionNameContradicted, .warning, "a node's unit address is not the device and function in reg",
            why: "Aliases go by the name, kernels by reg.",
            kernel: [
                KernelBehaviour("mk_dt_emit_tree", in: dts, "all", "writes device and function of reg into the name")
            ],
            remedy: "Name the node pci@DEVICE,FUNCTION, in hexadecimal."),
        Rule(
            .nodeNameTwice, .error, "two nodes of one name",
            why: "A path leads to the first; host bridges of two domains that begin with one bus get one name.",
            kernel: [
                KernelBehaviour(
                    "mk_dt_emit_tree", in: dts, "all",
                    "names host bridges by their first bus alone, whatever their domain")
            ],
            remedy: "Read the devices behind the second one from lspci -D; aliases do not reach them."),
        Rule(
            .functionMissing, .error, "a PCI node without reg",
            why: "Without it nobody knows where the device is.",
            kernel: [
                KernelBehaviour("mk_dt_parse", in: dts, "all", "passes over the node and all that is below"),
                KernelBehaviour("_walk_pci_bus", in: parser, "kerf 0.4", "passes over the node"),
            ],
            remedy: "Write reg with five cells, of which the first holds bus, device and function."),
        Rule(
            .configurationSize, .error, "configuration space that does not fit the buses",
            why: "Each bus takes 1 MiB, and begins at a multiple of that.",
            kernel: [KernelBehaviour("mk_dt_emit_tree", in: dts, "all", "writes 1 MiB for each bus of the range")],
            remedy: "Correct reg or bus-range."),
        Rule(
            .configurationInPool, .error, "configuration space or a window lies in memory of the pool",
            why: "The same addresses cannot be memory and devices.",
            kernel: [
                KernelBehaviour("mk_dt_emit_tree", in: dts, "all", "writes what the machine has, where this cannot be")
            ],
            remedy: "Correct the addresses of the bridge or of the memory."),
        Rule(
            .windowsOverlap, .error, "windows or configuration spaces of host bridges overlap",
            why: "An address leads to one device.",
            kernel: [
                KernelBehaviour("mk_dt_emit_tree", in: dts, "all", "writes what the machine has, where this cannot be")
            ],
            remedy: "Correct the addresses."),
        Rule(
            .windowKind, .error, "a window into no space",
            why:
                "The first cell says I/O (1) or memory of 32 (2) or 64 bits (3), and bit 30 whether it is prefetchable.",
            kernel: [
                KernelBehaviour(
                    "mk_dt_emit_tree", in: dts, "all",
                    "writes 0x01000000, 0x02000000 or 0x03000000, with 0x40000000 for prefetchable memory")
            ],
            remedy: "Correct the first of the seven cells."),
        Rule(
            .windowNothing, .error, "a window of no bytes, or past the end of an address space",
            why: "No device can be reached through it.",
            kernel: [KernelBehaviour("mk_dt_emit_tree", in: dts, "all", "writes windows that a bridge has")],
            remedy: "Correct address or size."),
        Rule(
            .windowTooHigh, .error, "a window of 32 bits that reaches beyond 4 GiB",
            why: "Devices of such a window cannot form the address.",
            kernel: [
                KernelBehaviour(
                    "mk_dt_emit_tree", in: dts, "all", "writes a window that ends beyond 4 GiB as one of 64 bits")
            ],
            remedy: "Make it a window of 64 bits, or correct its address."),
        Rule(
            .bridgeUnmarked, .error, "a node pci@N of the root that does not say what it is",
            why: "Host bridges are found by compatible = \"multikernel,pci-host-bridge\".",
            kernel: [
                KernelBehaviour("mk_dt_parse", in: dts, "all", "passes over the node and all that is below"),
                KernelBehaviour("_parse_pci_tree", in: parser, "kerf 0.4", "passes over the node"),
            ],
            remedy: "Write compatible = \"multikernel,pci-host-bridge\".", explains: [.itemForeign]),
        Rule(
            .hierarchyTooLarge, .error, "more host bridges, bridges or windows than kernels write, or deeper ones",
            why: "Kernels stop at 8 host bridges, 16 bridges on a bus, 16 windows and a depth of 8.",
            kernel: [
                KernelBehaviour(
                    "mk_dt_emit_tree", in: dts, "all",
                    "leaves out the rest with a warning, and the aliases of what lies deeper without one")
            ],
            remedy: "Give away fewer devices, or devices nearer to the root."),
    ]
}
