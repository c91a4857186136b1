/// A tree of which only the front is there.
///
/// A running kernel serves the tree it will hand over with the size the blob had when the file was made; once
/// subsystems have added subtrees, the file ends in the middle of the structure block, and the strings block with all
/// property names, which stands last, is lost. This type reads as far as the bytes go, says what is missing, and can make
/// a sound tree of the whole parts when somebody knows the names.
///
/// A whole blob can be read too; then nothing is missing.
public struct CutDeviceTree: Sendable {
    /// The nodes, whole and begun, in the blob's order: a node comes before those below it.
    public let nodes: [Node]

    /// The size of the tree in bytes that its header announces.
    public let declaredSize: Int

    /// The number of the tree's bytes that are there: at most ``declaredSize``.
    public let availableSize: Int

    /// The byte offset of the structure block, as the header gives it.
    public let structureOffset: Int

    /// The size of the structure block in bytes, as the header gives it.
    public let structureSize: Int

    /// The byte offset of the strings block, as the header gives it.
    public let stringsOffset: Int

    /// The size of the strings block in bytes, as the header gives it.
    public let stringsSize: Int

    /// Whether the strings block is there as a whole.
    public var stringsAvailable: Bool { stringsOffset + stringsSize <= availableSize }

    /// Whether the tree is whole after all.
    public var isWhole: Bool { missing.isEmpty }

    /// The memory reservations that are there.
    public let reservations: [MemoryReservation]

    /// The physical identifier of the processor that boots.
    public let bootCPU: UInt32

    /// Why the tree is cut, in one line without a full stop: what the header announces and where the bytes end.
    public let reason: String

    /// What is missing, in words, from the first byte that is not there on.
    public let missing: [String]

    let limits: DeviceTreeLimits

    /// Reads what is there of a tree.
    ///
    /// - Parameters:
    ///   - blob: The tree from its first byte; its header must be whole.
    ///   - limits: How large a tree to accept, as announced.
    /// - Throws: When the bytes are no tree, or wrong in a way that a missing rest does not explain.
    public init(blob: [UInt8], limits: DeviceTreeLimits = DeviceTreeLimits()) throws(DeviceTreeError) {
        let header = try TreeHeader(blob: blob, limits: limits)
        let available = min(blob.count, header.totalSize)
        let pass = try CutPass(blob: blob, header: header, available: available, limits: limits)

        self.limits = limits
        declaredSize = header.totalSize
        availableSize = available
        structureOffset = header.structure.lowerBound
        structureSize = header.structure.count
        stringsOffset = header.strings.lowerBound
        stringsSize = header.strings.count
        reservations = pass.reservations.entries
        bootCPU = header.bootCPU
        nodes = pass.nodes
        missing = pass.missing
        reason = pass.reason
    }
}
