private let memfd = "include/linux/kho/abi/memfd.h"

/// A preserved memfd as `memfd-v1` has it.
public enum MemfdV1 {
    /// The file position.
    public static let position = Field("pos", at: 0, width: 8)
    /// The length in bytes.
    public static let size = Field("size", at: 8, width: 8)
    /// How many folio records there are.
    public static let folioCount = Field("nr_folios", at: 16, width: 8)
    /// The `kho_vmalloc` of the folio records.
    public static let folios = Field("folios", at: 24, width: 1, count: 16, .opaque)

    /// The structure that a file record's `data` points to.
    public static let layout = Layout(
        "memfd_luo_ser", size: 40, fields: [position, size, folioCount, folios],
        sources: [KernelSource(memfd, since: KernelRelease(6, 19))])
}

/// A preserved memfd as `memfd-v2` has it: with seals.
public enum MemfdV2 {
    /// The file position.
    public static let position = Field("pos", at: 0, width: 8)
    /// The length in bytes.
    public static let size = Field("size", at: 8, width: 8)
    /// The `F_SEAL_*` bits of user space's own interface.
    public static let seals = Field("seals", at: 16, width: 4)
    /// Reserved: zero.
    public static let flags = Field("flags", at: 20, width: 4)
    /// How many folio records there are.
    public static let folioCount = Field("nr_folios", at: 24, width: 8)
    /// The `kho_vmalloc` of the folio records.
    public static let folios = Field("folios", at: 32, width: 1, count: 16, .opaque)

    /// The structure that a file record's `data` points to.
    public static let layout = Layout(
        "memfd_luo_ser", size: 48, fields: [position, size, seals, flags, folioCount, folios],
        sources: [KernelSource(memfd, since: KernelRelease(7, 0))])

    /// The seals that the format knows.
    public static let knownSeals: UInt32 = 0x3f
}

/// One folio of a memfd, in both versions.
///
/// The first word is split: the low 52 bits are the page frame number, the high 12 bits are flags.
public enum FolioRecord {
    /// Page frame number (bits 0 to 51) and flags (bits 52 to 63).
    public static let frameAndFlags = Field("pfn:52, flags:12", at: 0, width: 8, .bits)
    /// The offset in the file, in base pages.
    public static let index = Field("index", at: 8, width: 8)

    /// A folio record.
    public static let layout = Layout(
        "memfd_luo_folio_ser", size: 16, fields: [frameAndFlags, index],
        sources: [KernelSource(memfd, since: KernelRelease(6, 19))])

    /// How many bits of the first word are the page frame number.
    public static let frameBits: UInt64 = 52
}
