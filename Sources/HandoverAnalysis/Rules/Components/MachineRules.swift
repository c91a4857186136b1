import HandoverState

extension Rule {
    private static let files = "kernel/liveupdate/luo_file.c"
    private static let objects = "kernel/liveupdate/luo_flb.c"
    private static let series = "the series for guest_memfd, which is not merged"
    private static let orphans = "the OrphanVM series, which is not merged"

    /// Rules of virtual machines, their processors and their memory.
    static let machines: [Rule] = [
        Rule(
            .machineMissing, .error, "a token of a virtual machine that leads to none",
            why: "Processors and memory of a guest are restored into its machine, a file of the same session.",
            kernel: [
                KernelBehaviour(
                    "luo_retrieve_file", in: files, series, "has the handler look for the machine, which is not there")
            ],
            remedy: "Preserve the machine in the same session, under the token that the others name.",
            explains: [.linkDangling]),
        Rule(
            .vcpuDuplicate, .error, "two virtual processors of one number in a machine",
            why: "A machine has one processor of each number.",
            kernel: [
                KernelBehaviour(
                    "luo_retrieve_file", in: files, orphans,
                    "has the handler create the processor, which is there already")
            ],
            remedy: "Capture the handover again; a number or a token is damaged."),
        Rule(
            .vcpuStale, .note, "a virtual processor whose registers are old",
            why: "A caretaker runs it while there is no kernel, so that what was stored of its registers has passed.",
            kernel: [
                KernelBehaviour(
                    "luo_retrieve_file", in: files, orphans,
                    "has the handler stop the caretaker first, which stores the registers")
            ],
            remedy: "Nothing has to be done; do not compare or edit the registers."),
        Rule(
            .caretakerCPU, .error, "a virtual processor runs on a CPU that is not preserved",
            why: "The next kernel starts every CPU that is not preserved anew, in the middle of the guest's work.",
            kernel: [
                KernelBehaviour(
                    "luo_retrieve_file", in: files, orphans, "has the handler look for the CPU, which is not kept")
            ],
            remedy: "Preserve the CPU that it runs on, or stop the caretaker before the kexec.",
            explains: [.linkDangling]),
        Rule(
            .guestFlags, .error, "flags of guest memory that kernels do not know",
            why: "The file is created anew with its flags: shared and mapped memory (MMAP, INIT_SHARED) only.",
            kernel: [
                KernelBehaviour(
                    "luo_retrieve_file", in: files, series,
                    "has the handler create the file, which refuses flags that are not supported")
            ],
            remedy: "Preserve memory that is shared with the host, or wait for a series that knows the flag."),
        Rule(
            .guestFolios, .error, "guest memory with a folio that does not fit it",
            why: "Each page of the memory has one folio, and none lies behind its end.",
            kernel: [
                KernelBehaviour(
                    "luo_retrieve_file", in: files, series, "has the handler put the folio where it does not fit")
            ],
            remedy: "Capture the handover again; an index is damaged."),
        Rule(
            .guestFolioOrder, .warning, "guest memory whose folios are not in the order of their indices",
            why: "Kernels list the folios as they come in the file; another order tells of damage.",
            kernel: [
                KernelBehaviour(
                    "luo_retrieve_file", in: files, series, "has the handler put each folio where its index says")
            ],
            remedy: "Compare the guest's memory after the update."),
    ]

    /// Rules of CPUs that run on while one kernel replaces another.
    static let preservedCPUs: [Rule] = [
        Rule(
            .cpuUnlisted, .error, "a preserved CPU with a file, which the list of CPUs does not have",
            why: "The next kernel leaves those CPUs alone that are in the list, and starts all others anew.",
            kernel: [
                KernelBehaviour("luo_flb_retrieve_one", in: objects, orphans, "gives out the list, without this CPU")
            ],
            remedy: "Capture the handover again; the list is damaged. Do not kexec with it.",
            explains: [.linkDangling]),
        Rule(
            .cpuUnheld, .warning, "a preserved CPU of the list that no file stands for",
            why: "Nobody can give it back to the kernel.",
            kernel: [
                KernelBehaviour("luo_flb_retrieve_one", in: objects, orphans, "gives out the list, with this CPU")
            ],
            remedy: "See that the file is preserved too."),
        Rule(
            .cpuDuplicate, .error, "two preserved CPUs of one number",
            why: "The hardware's number tells the kernel which CPU to leave alone; two entries of one name the same.",
            kernel: [KernelBehaviour("luo_retrieve_file", in: files, orphans, "gives out the list, with both")],
            remedy: "Capture the handover again; an entry is damaged."),
    ]
}
