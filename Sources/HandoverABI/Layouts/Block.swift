/// The block sets of 7.2: lists of pages, each with a head and as many records as fit.
public enum Block {
    /// The next block; 0 ends the list.
    public static let next = Field("next", at: 0, width: 8, .address)
    /// How many records follow; a kernel refuses 0 and more than fit.
    public static let count = Field("count", at: 8, width: 8)

    /// The head of a block.
    public static let layout = Layout(
        "kho_block_header_ser", size: 16, fields: [next, count], tail: "records, to the end of the page",
        sources: [KernelSource("include/linux/kho/abi/block.h", since: KernelRelease(7, 2))])

    /// The longest list that a kernel follows.
    public static let chainLimit = 10_000

    /// How many records of a size a block holds.
    public static func capacity(recordSize: Int, pageShift: Int) -> Int {
        (1 << pageShift - layout.size) / recordSize
    }
}
