import HandoverState

extension Rule {
    private static let pci = "drivers/pci/liveupdate.c"
    private static let driver = "drivers/vfio/pci/vfio_pci_liveupdate.c"
    private static let series = "the series for PCI, which is not merged"
    private static let vfioSeries = "the series for VFIO, which is not merged"

    /// Rules of the PCI functions that are handed over.
    static let functions: [Rule] = [
        Rule(
            .pciDuplicate, .error, "two entries of one PCI function",
            why: "The next kernel looks functions up by domain, bus, device and function, while it enumerates buses.",
            kernel: [
                KernelBehaviour("pci_flb_retrieve", in: pci, series, "refuses the second entry; the boot panics")
            ],
            remedy: "Capture the handover again; an entry is damaged. Do not kexec with it."),
        Rule(
            .pciDeviceCount, .error, "a device with a file that is counted another number of times than once",
            why: "A device counts once, for the file that stands for it; only bridges count what is behind them.",
            kernel: [
                KernelBehaviour(
                    "pci_check_all_devices_finished", in: pci, series,
                    "panics where a device is left over at the end")
            ],
            remedy: "Capture the handover again; the count is damaged."),
        Rule(
            .pciBridgeCount, .warning, "a bridge counts more devices than there are behind it",
            why:
                "A bridge counts the devices at and below it. Which buses are behind a bridge is not handed over, so that "
                + "only a count beyond all devices on higher buses is certain to be too high.",
            kernel: [
                KernelBehaviour(
                    "pci_check_all_devices_finished", in: pci, series,
                    "panics where a bridge is left over at the end")
            ],
            remedy: "See that each device that the bridge counts has a file."),
        Rule(
            .pciUnheld, .warning, "a device that no file stands for",
            why: "Devices are handed over by drivers for files; without one nobody finishes the device.",
            kernel: [
                KernelBehaviour(
                    "pci_check_all_devices_finished", in: pci, series,
                    "panics where a device is left over at the end")
            ],
            remedy: "See that its driver knows of it, or finish it before the kexec."),
        Rule(
            .pciHoles, .note, "slots of functions that hold nothing",
            why: "A function that is not preserved any more leaves its slot, which the next one takes.",
            kernel: [KernelBehaviour("pci_flb_retrieve", in: pci, series, "passes over slots without a count")],
            remedy: "Nothing has to be done."),
    ]

    /// Rules of the devices that users of VFIO hold.
    static let vfio: [Rule] = [
        Rule(
            .vfioUnlisted, .error, "a device that the PCI core does not hand over",
            why: "The driver takes a device back only where the PCI core kept it running.",
            kernel: [
                KernelBehaviour(
                    "vfio_pci_liveupdate_retrieve", in: driver, vfioSeries,
                    "finds a device that was not kept running")
            ],
            remedy: "Finish the session before the kexec, or preserve the device anew.",
            explains: [.linkDangling]),
        Rule(
            .vfioIOMMUFD, .error, "a device whose iommufd is no file of the session",
            why: "The device reaches memory through the page tables of that file, which has to be restored with it.",
            kernel: [
                KernelBehaviour(
                    "vfio_pci_liveupdate_retrieve", in: driver, "the series for IOMMUs, which is not merged",
                    "looks for the iommufd under the token, where it is not")
            ],
            remedy: "Preserve the iommufd in the session of the device, and before it.",
            explains: [.linkDangling]),
        Rule(
            .vfioTokenCut, .error, "the token of an iommufd that does not fit the member for it",
            why: "Tokens have 64 bits and the member has 32: what is kept of a larger token is another token.",
            kernel: [
                KernelBehaviour(
                    "vfio_pci_liveupdate_retrieve", in: driver, "the series for IOMMUs, which is not merged",
                    "looks for the token without its upper half and does not find it")
            ],
            remedy: "Preserve the iommufd under a token below 2^32.",
            explains: [.vfioIOMMUFD]),
        Rule(
            .vfioDuplicate, .error, "two files of one device",
            why: "A device is preserved once, and the second file finds it taken.",
            kernel: [
                KernelBehaviour(
                    "pci_liveupdate_preserve", in: pci, series, "refuses a device that is preserved already")
            ],
            remedy: "Capture the handover again; the address in a file is damaged."),
    ]
}
