import HandoverState

extension Rule {
    private static let dts = "kernel/multikernel/dts.c"
    private static let kerf = "kerf/dtc/validator.py"
    private static let overlay = "kernel/multikernel/overlay.c"
    private static let baseline = "kernel/multikernel/baseline.c"
    private static let parser = "kerf/dtc/parser.py"

    /// Which device is whose, and how it is found.
    static let devices: [Rule] = [
        Rule(
            .deviceUnknown, .error, "a reference to a device that is not there",
            why: "What it was to give away stays behind.",
            kernel: [
                KernelBehaviour("mk_dt_parse_resources", in: dts, "first versions", "refuses the instance (ENOENT)"),
                KernelBehaviour(
                    "_validate_device_allocation", in: kerf, "kerf 0.4",
                    "refuses names that it does not find, and passes over references of parts"),
            ],
            remedy: "Name a device of /resources/devices, its address or its alias."),
        Rule(
            .deviceShared, .error, "a device of two instances",
            why: "Two kernels would drive the same hardware.",
            kernel: [
                KernelBehaviour(
                    "mk_overlay_apply", in: overlay, "all", "finds the device no longer in the pool (ENOENT)")
            ],
            remedy: "Take the device from one of the two."),
        Rule(
            .deviceTwice, .warning, "a device twice in one instance",
            why: "One of the two may have been meant to be another.",
            kernel: [
                KernelBehaviour(
                    "mk_overlay_apply", in: overlay, "all",
                    "finds the device no longer in the pool the second time (ENOENT)")
            ],
            remedy: "Leave out one of the two."),
        Rule(
            .deviceAddress, .error, "a PCI address that is none",
            why:
                "An address is domain:bus:device.function in hexadecimal, with devices up to 1f and functions up to 7.",
            kernel: [
                KernelBehaviour(
                    "mk_baseline_validate_and_initialize", in: baseline, "all", "refuses the baseline (EINVAL)"),
                KernelBehaviour(
                    "mk_overlay_apply", in: overlay, "all",
                    "refuses the item (EINVAL), or takes the low bits of numbers that are too large"),
            ],
            remedy: "Write the address as lspci -D shows it: 0000:3b:00.1.", explains: [.deviceIncomplete]),
        Rule(
            .deviceIncomplete, .error, "a PCI device without all that kernels ask for",
            why: "The properties pci-id, vendor-id and device-id must all be there.",
            kernel: [
                KernelBehaviour(
                    "mk_baseline_validate_and_initialize", in: baseline, "all", "refuses the baseline (EINVAL)"),
                KernelBehaviour("mk_dt_parse_resources", in: dts, "all", "refuses the instance (EINVAL)"),
            ],
            remedy: "Write the three properties, as lspci -Dn shows them."),
        Rule(
            .platformNameless, .error, "a platform device of an instance without a name",
            why: "It is found by device-name or by acpi-hid.",
            kernel: [KernelBehaviour("mk_dt_parse_resources", in: dts, "all", "refuses the instance (EINVAL)")],
            remedy: "Write device-name or acpi-hid."),
        Rule(
            .deviceTypeless, .error, "a device whose kind kernels do not know",
            why: "What says neither pci nor platform is passed over.",
            kernel: [
                KernelBehaviour(
                    "mk_baseline_validate_and_initialize", in: baseline, "all", "passes over the device without a word"),
                KernelBehaviour("mk_dt_parse_resources", in: dts, "all", "passes over the device without a word"),
            ],
            remedy: "Write device-type = \"pci\" or \"platform\"."),
        Rule(
            .partUnknown, .error, "a virtual function or namespace that its device does not have",
            why: "Only what the device is divided into can be given away.",
            kernel: [
                KernelBehaviour(
                    "_validate_device_references", in: kerf, "kerf 0.4",
                    "refuses numbers that are not listed, and takes any where nothing is listed")
            ],
            remedy: "Take a number that the device lists."),
        Rule(
            .partOfHost, .error, "a virtual function or namespace that the host keeps",
            why: "Host and instance would use it at once.",
            kernel: [
                KernelBehaviour("_validate_device_references", in: kerf, "kerf 0.4", "takes it where nothing is listed")
            ],
            remedy: "Take another number."),
        Rule(
            .partsContradicted, .warning, "a device lists parts that it does not have or does not give away",
            why: "Either the list or the count is wrong.",
            kernel: [KernelBehaviour("_parse_device_info", in: parser, "kerf 0.4", "goes by the list alone")],
            remedy: "Compare the list with the count and with what the host keeps."),
        Rule(
            .deviceAddressShared, .error, "two devices at one PCI address",
            why: "It is one device, and can be given away twice.",
            kernel: [
                KernelBehaviour(
                    "mk_baseline_validate_and_initialize", in: baseline, "all",
                    "takes the device once; the alias of the second is lost")
            ],
            remedy: "Correct one of the addresses."),
        Rule(
            .aliasDangling, .error, "an alias that leads to no device",
            why: "The device keeps the name that its driver gives it.",
            kernel: [
                KernelBehaviour(
                    "mk_baseline_validate_and_initialize", in: baseline, "all",
                    "gives an alias to a device whose path it is, to the letter"),
                KernelBehaviour("_parse_aliases", in: parser, "kerf 0.4", "passes over the alias"),
            ],
            remedy: "Write the full path of the device's node."),
        Rule(
            .aliasTwice, .error, "two aliases of one name",
            why: "One of the two is lost.",
            kernel: [KernelBehaviour("mk_baseline_validate_and_initialize", in: baseline, "all", "finds the first")],
            remedy: "Give each device an alias of its own."),
        Rule(
            .deviceAliases, .warning, "two aliases of one device",
            why: "A device has one; which one is left depends on the order.",
            kernel: [
                KernelBehaviour(
                    "mk_baseline_validate_and_initialize", in: baseline, "all", "takes the first that it meets")
            ],
            remedy: "Leave out one of the two."),
        Rule(
            .nameCut, .error, "a name longer than kernels keep",
            why: "Aliases and platform devices have 31 bytes, ACPI identifiers 15, drivers 63; the rest is cut.",
            kernel: [
                KernelBehaviour("mk_baseline_validate_and_initialize", in: baseline, "all", "cuts the name"),
                KernelBehaviour("mk_overlay_apply", in: overlay, "all", "cuts the name"),
            ],
            remedy: "Take a shorter name."),
        Rule(
            .phandleTwice, .error, "two nodes of one phandle",
            why: "A reference leads to one of them, and nobody knows to which.",
            kernel: [KernelBehaviour("_parse_device_references", in: parser, "kerf 0.4", "does not look at phandles")],
            remedy: "Let the device tree compiler number the nodes."),
        Rule(
            .partContradicted, .warning, "the name of a reference tells of another part than its numbers",
            why: "Programs that go by the name give away another part.",
            kernel: [
                KernelBehaviour(
                    "_validate_device_allocation", in: kerf, "kerf 0.4",
                    "splits the name at _vf or _ns, and reads the number from there")
            ],
            remedy: "Let name and number agree."),
    ]
}
