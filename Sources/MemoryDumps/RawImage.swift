public import PhysicalMemory

/// A file that is a piece of physical memory from one address on, byte for byte.
public struct RawImage: PhysicalMemory {
    @usableFromInline let memory: ExtentMemory

    /// The address of the file's first byte.
    public let base: PhysicalAddress

    /// The image of a mapped file at an address; what would lie past the end of the address space is refused.
    ///
    /// - Throws: ``MemoryError/wraps(_:)`` where the file does not fit above `base`.
    public init(file: MappedFile, base: PhysicalAddress) throws(MemoryError) {
        guard let range = MemoryRange(start: base, size: file.size) else { throw .wraps(base) }
        self.base = base
        let extent = ExtentTable.Extent(start: base.value, end: range.end.value, fileOffset: 0)
        memory = ExtentMemory(file: file, table: ExtentTable.make(from: [extent]).table)
    }

    /// What is present: the one range that the file covers.
    public var present: [MemoryRange] { memory.present }

    /// Calls `body` with bytes of the file.
    @inlinable
    public func withBytes<Result>(
        at address: PhysicalAddress, count: Int, _ body: (Span<UInt8>) -> Result
    ) throws(MemoryError) -> Result {
        try memory.withBytes(at: address, count: count, body)
    }

    /// Calls `body` with words of the file.
    @inlinable
    public func withWords<Result>(
        at address: PhysicalAddress, count: Int, _ body: (Span<UInt64>) -> Result
    ) throws(MemoryError) -> Result {
        try memory.withWords(at: address, count: count, body)
    }
}
