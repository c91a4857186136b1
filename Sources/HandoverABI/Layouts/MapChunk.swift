/// The preserved-memory map of `kho-v1`: a list of pages, each with elements that point to bitmaps.
public enum MapChunk {
    /// The next chunk; 0 ends the list.
    public static let next = Field("hdr.next", at: 0, width: 8, .address)
    /// The order of every block that the chunk's bitmaps stand for.
    public static let order = Field("hdr.order", at: 8, width: 4)
    /// How many elements follow.
    public static let elementCount = Field("hdr.num_elms", at: 12, width: 4)

    /// The head of a chunk; its elements fill the rest of the page.
    public static let layout = Layout(
        "khoser_mem_chunk", size: 16, fields: [next, order, elementCount],
        tail: "struct khoser_mem_bitmap_ptr bitmaps[], to the end of the page",
        sources: [
            KernelSource("kernel/kexec_handover.c", since: KernelRelease(6, 16)),
            KernelSource("kernel/liveupdate/kexec_handover.c", since: KernelRelease(6, 19)),
        ])

    /// One bitmap of a chunk.
    public enum Element {
        /// The address of the block that bit 0 stands for.
        public static let physStart = Field("phys_start", at: 0, width: 8, .address)
        /// Where the bitmap lies.
        public static let bitmap = Field("bitmap", at: 8, width: 8, .address)

        /// An element of a chunk.
        public static let layout = Layout(
            "khoser_mem_bitmap_ptr", size: 16, fields: [physStart, bitmap], sources: MapChunk.layout.sources)
    }

    /// How many elements a chunk holds.
    public static func capacity(pageShift: Int) -> Int {
        (1 << pageShift - layout.size) / Element.layout.size
    }
}
