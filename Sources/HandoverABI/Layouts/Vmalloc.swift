/// `kho_vmalloc`: memory that is contiguous to the kernel that filled it and scattered in pages physically.
///
/// A descriptor names the first of a list of chunks, one page each, with the addresses of the pages.
public enum Vmalloc {
    /// The first chunk; 0 for no memory.
    public static let first = Field("first", at: 0, width: 8, .address)
    /// How many base pages there are.
    public static let totalPages = Field("total_pages", at: 8, width: 4)
    /// 1: allocated by `vmalloc`, 2: mapped with huge pages.
    public static let flags = Field("flags", at: 12, width: 2)
    /// Each entry of a chunk stands for `2^order` base pages.
    public static let order = Field("order", at: 14, width: 2)

    /// The descriptor, embedded in other structures.
    public static let layout = Layout(
        "kho_vmalloc", size: 16, fields: [first, totalPages, flags, order],
        sources: [
            KernelSource("include/linux/kexec_handover.h", since: KernelRelease(6, 18)),
            KernelSource("include/linux/kho/abi/kexec_handover.h", since: KernelRelease(7, 0)),
        ])

    /// One page of a list of pages.
    public enum Chunk {
        /// The next chunk; 0 ends the list.
        public static let next = Field("hdr.next", at: 0, width: 8, .address)

        /// The head of a chunk; addresses fill the rest of the page, up to the first 0.
        public static let layout = Layout(
            "kho_vmalloc_chunk", size: 8, fields: [next],
            tail: "u64 phys[], to the end of the page or the first 0",
            sources: [
                KernelSource("kernel/kexec_handover.c", since: KernelRelease(6, 18)),
                KernelSource("kernel/liveupdate/kexec_handover.c", since: KernelRelease(6, 19)),
                KernelSource("include/linux/kho/abi/kexec_handover.h", since: KernelRelease(7, 0)),
            ])

        /// How many addresses a chunk holds.
        public static func capacity(pageShift: Int) -> Int {
            (1 << pageShift - layout.size) / 8
        }
    }
}
