public import PhysicalMemory

/// What there is to decode: a root tree, and whatever came with it.
public struct HandoverInput<Memory: PhysicalMemory>: Sendable {
    /// The blob of the root tree.
    public var root: [UInt8]
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

    /// An input.
    public init(
        root: [UInt8], rootAddress: PhysicalAddress? = nil, memory: Memory, blobs: [String: [UInt8]] = [:],
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
