import HandoverState

extension Rule {
    private static let files = "kernel/liveupdate/luo_file.c"
    private static let objects = "kernel/liveupdate/luo_flb.c"
    private static let series = "the series for IOMMUs, which is not merged"

    /// Rules of IOMMUs and their page tables.
    static let translation: [Rule] = [
        Rule(
            .pageTableDangling, .error, "a page table that is no domain",
            why:
                "Its address has to be that of an entry of the pages of domains: 16 bytes and a multiple of an entry on.",
            kernel: [
                KernelBehaviour(
                    "luo_retrieve_file", in: files, series, "has the handler take what lies there for a domain")
            ],
            remedy: "Capture the handover again; an address is damaged.", explains: [.linkDangling]),
        Rule(
            .deletedReferred, .error, "a reference to an entry that is marked as deleted",
            why: "The entry's owner gave it up, and the tables that it names may be another's by now.",
            kernel: [
                KernelBehaviour(
                    "luo_flb_retrieve_one", in: objects, series,
                    "gives out the entries, of which deleted ones are passed over")
            ],
            remedy: "Preserve what refers to it anew.",
            explains: [.linkDangling, .pageTableDangling, .deviceDangling]),
        Rule(
            .deviceDangling, .error, "a device whose domain or unit is none",
            why: "The unit goes on translating for the device by the tables of that domain.",
            kernel: [
                KernelBehaviour(
                    "luo_flb_retrieve_one", in: objects, series,
                    "gives out the entry, by which the running device is attached to what lies there")
            ],
            remedy: "Capture the handover again; an address is damaged. Do not kexec with it.",
            explains: [.linkDangling]),
        Rule(
            .deviceUnlisted, .warning, "a device behind an IOMMU that the PCI core does not hand over",
            why: "Its translation is kept, and the device itself is enumerated and reset as any other.",
            kernel: [
                KernelBehaviour(
                    "luo_flb_retrieve_one", in: objects, series,
                    "gives out the entry, which is looked for when the device comes up")
            ],
            remedy: "See that the device is preserved, or that its driver needs no more than this.",
            explains: [.linkDangling]),
        Rule(
            .domainUnused, .warning, "a domain that nothing uses",
            why: "Neither a device nor a page table refers to it: who would give it up is not told.",
            kernel: [
                KernelBehaviour(
                    "luo_flb_retrieve_one", in: objects, series,
                    "gives out the entry, whose tables are kept until it is given up")
            ],
            remedy: "See that its user has been preserved too."),
    ]
}
