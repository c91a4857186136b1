public import PhysicalMemory

/// What there is to decode: a root tree, and whatever came with it.
public struct HandoverInput<Memory: PhysicalMemory>: Sendable {
    /// The root tree.
    public var root: Root
    /// Where the root tree lies in memory; `nil` where it came as a file.
    public var rootAddress: PhysicalAddress?
    /// The memory; one in which nothing is present where the input holds none.
    public var memory: Memory
    /// The data of subtrees by name, where they came as files.
    public var blobs: [String: [UInt8]]
    /// The scratch areas, where the input says.
    public var scratch: [MemoryRange]?
    /// The release of the kernel that wrote the handover, where the input says.
    public var release: String?
    /// The page sizes that the machine can have, as powers of two.
    public var pageShifts: [Int]

    /// The blob of a root tree.
    public enum Root: Sendable {
        /// Whole, or meant to be.
        case whole([UInt8])
        /// As a running kernel shows it, which may be cut to the length that it had at boot.
        case mayBeCut([UInt8])
        /// None: the input holds subtrees alone.
        case absent
    }

    /// An input.
    public init(
        root: Root, rootAddress: PhysicalAddress? = nil, memory: Memory, blobs: [String: [UInt8]] = [:],
        scratch: [MemoryRange]? = nil, release: String? = nil, pageShifts: [Int] = [12]
    ) {
        self.root = root
        self.rootAddress = rootAddress
        self.memory = memory
        self.blobs = blobs
        self.scratch = scratch
        self.release = release
        self.pageShifts = pageShifts
    }
}
