import HandoverState

extension Rule {
    private static let orchestrator = "kernel/liveupdate/luo_file.c"
    private static let pci = "drivers/pci/liveupdate.c"
    private static let iommu = "drivers/iommu/liveupdate.c"
    private static let blocks = "kernel/liveupdate/kho_block.c"
    private static let core = "kernel/liveupdate/kexec_handover.c"
    private static let series = "series that are not merged"
    private static let anew = "Capture the handover again; an address or a count is damaged."

    /// What a handler does with a file that it cannot restore.
    private static let retrieve = KernelBehaviour(
        "luo_retrieve_file", in: orchestrator, "6.19 and later", "gives the handler's error to who asks for the file")

    /// Rules of what handlers and objects of the orchestrator store, in the formats that are described.
    static let component: [Rule] = [
        Rule(
            .componentMissing, .note, "data of a known format that leads to no structure",
            why: "The format's data is the address of a page; this may be another kernel's handle.",
            kernel: [retrieve],
            remedy: "If a kernel of such a series wrote this, capture the handover again with all of its memory."),
        Rule(
            .componentUnreadable, .error, "a structure that cannot be read",
            why: "The address leads out of the memory of the machine, or the dump is not whole.",
            kernel: [retrieve], remedy: "Capture the handover again with all of its memory.",
            explains: [.componentCount]),
        Rule(
            .componentShared, .error, "a structure that belongs to something else already",
            why: "Every structure belongs to one place, and a chain that is met again has no end.",
            kernel: [
                KernelBehaviour("kho_block_set_restore", in: blocks, "7.2 and later", "refuses a chain that loops"),
                KernelBehaviour(
                    "pci_flb_retrieve", in: pci, series, "gives the error to the enumeration, which panics"),
            ],
            remedy: anew, explains: [.componentCount, .twoOwners]),
        Rule(
            .componentMisaligned, .error, "a page of a chain that is not aligned to a page",
            why: "Chains are made of whole pages; another address is a wrong one.",
            kernel: [
                KernelBehaviour("kho_block_set_restore", in: blocks, "7.2 and later", "restores the page around it")
            ],
            remedy: anew, explains: [.componentCount]),
        Rule(
            .componentConstant, .error, "a version that is not the one of the format",
            why: "Where the string stays the same, the version tells that a kernel cannot read the rest.",
            kernel: [
                KernelBehaviour(
                    "pci_flb_retrieve", in: pci, series, "refuses the object; the enumeration of devices panics"),
                KernelBehaviour("iommu_liveupdate_flb_get_incoming", in: iommu, series, "panics"),
            ],
            remedy: "Read it by the format of the kernel that wrote it, or describe that format."),
        Rule(
            .componentPadding, .note, "padding that is not zero",
            why: "Kernels fill the pages with zeros first, so that a later revision may have put something there.",
            kernel: [KernelBehaviour("kho_alloc_preserve", in: core, "6.19 and later", "gives pages of zeros")],
            remedy: "Try the other revisions of the format."),
        Rule(
            .componentCount, .error, "a count that differs from what there is",
            why: "A structure says how many it has, and the list has another number of them.",
            kernel: [
                KernelBehaviour(
                    "pci_check_all_devices_finished", in: pci, series, "panics where devices are left over at the end")
            ],
            remedy: anew),
        Rule(
            .componentChain, .error, "a chain longer than kernels follow",
            why: "No machine has so many of anything, so that an address leads astray.",
            kernel: [
                KernelBehaviour(
                    "kho_block_set_restore", in: blocks, "7.2 and later", "refuses more than 10000 blocks")
            ],
            remedy: anew, explains: [.componentCount]),
        Rule(
            .componentCapacity, .error, "a count of more than fits where it is",
            why: "Pages and allocations end; a kernel that believes the count reads what is another's.",
            kernel: [
                KernelBehaviour(
                    "kho_block_set_restore", in: blocks, "7.2 and later", "refuses a block with no or too many entries")
            ],
            remedy: anew, explains: [.componentCount]),
        Rule(
            .componentValue, .note, "a value that the format does not know",
            why: "The series names the values and bits; another one is a later revision's, or damage.",
            kernel: [retrieve], remedy: "Try the other revisions of the format."),
        Rule(
            .componentFormat, .note, "bytes of which the revision is not certain",
            why:
                "Series change their structures and keep the string, and these bytes fit none of the known ones or several.",
            kernel: [retrieve], remedy: "Name the format that the kernel has, if you know which series it carries."),
    ]
}
