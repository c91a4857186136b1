public import DeviceTree
public import HandoverABI
public import HandoverCoding
public import HandoverState
public import PhysicalMemory

/// What is looked at: a handover, and whatever its input tells beside.
public struct Subject: Sendable {
    /// The handover as it was read, with what its reader remarked.
    public var handover: Handover
    /// The kernel ABI that it was read by; `nil` where no known kernel writes its root.
    public var profile: Profile?
    /// The root tree; `nil` where the input has none.
    public var root: FlattenedDeviceTree?
    /// The trees of subtrees that are trees, by name.
    public var trees: [String: FlattenedDeviceTree] = [:]
    /// Where structures lie; `nil` where the input holds no memory, or only totals were kept.
    public var structures: [LocatedStructure]?
    /// The memory that the input holds; empty for documents and directories.
    public var memory: [MemoryRange] = []
    /// How many bytes the kernel and the initrd to come take, where the caller says.
    public var bootSize: UInt64?
    /// The formats by which its components are understood.
    public var formats: [ComponentFormat] = ComponentFormat.known

    /// A handover that a document tells of.
    public init(document handover: Handover) {
        self.handover = handover
        profile = handover.abi.profile.flatMap { Profile.named($0) }?.withPageShift(
            handover.abi.pageSize.trailingZeroBitCount)
    }

    /// A handover that was decoded from an input that holds `memory`, which remarked on it before.
    public init<Memory: PhysicalMemory>(
        _ decoded: HandoverDecoder<Memory>.Result, in memory: [MemoryRange], remarks: [Remark] = []
    ) {
        handover = decoded.handover
        handover.remarks = remarks + decoded.handover.remarks
        profile = decoded.profile
        root = decoded.root
        trees = decoded.trees
        structures = memory.isEmpty ? nil : decoded.located
        self.memory = memory
    }

    /// What is preserved, in short.
    var state: HandoverState { handover.state }
    /// The base page size as a power of two.
    var pageShift: Int { handover.abi.pageSize.trailingZeroBitCount }
    /// The base page size in bytes.
    var pageSize: UInt64 { UInt64(handover.abi.pageSize) }
}
