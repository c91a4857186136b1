/// How much an input may take of the machine that reads it.
///
/// Dumps are as large as the memory of the machine they were made on, so size alone is never an error; these limits are
/// for what would have to be held in memory or written to a temporary file.
public struct InputLimits: Hashable, Sendable {
    /// Bytes of a device tree, a document or a file of a directory, which are held in memory.
    public var blob: UInt64 = 128 << 20
    /// Bytes that a compressed or piped input may unfold to; more would not fit a file of the usual file systems.
    public var unfolded: UInt64 = 16 << 40
    /// Bytes of unfolded contents that are kept in memory before a temporary file is made.
    public var inMemory: UInt64 = 8 << 20
    /// Bytes that temporary files leave free on their file system; `nil` for a tenth of it or 1 GiB, whichever is less.
    public var reserve: UInt64?

    /// The limits that fit a machine with 1 GiB of memory.
    public init() {}
}
