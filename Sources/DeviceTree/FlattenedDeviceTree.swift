/// A flattened device tree: a blob that has been checked as a whole, and the places of its nodes and properties.
///
/// The blob is read once, front to back, when the tree is made; afterwards every node and property is a pair of array
/// positions, so that copies cost nothing and no look-up can leave the blob. Names, values and order are those of the
/// blob, duplicates included; a look-up by name finds the first, as libfdt and the kernel do.
///
/// Format: devicetree specification v0.4, chapter 5. The container is big-endian; what a value holds is its owner's
/// affair, so reads of numbers name their byte order.
public struct FlattenedDeviceTree: Sendable {
    let index: TreeIndex

    /// Reads a blob.
    ///
    /// Beyond `fdt_check_full` this refuses what libfdt 1.6.1 lets pass or never returns from: lengths that wrap around,
    /// overlapping or misaligned blocks, a second root, properties after subnodes, bytes after `FDT_END`, endless names.
    ///
    /// - Parameters:
    ///   - blob: The tree, from its first byte. More bytes may follow it, such as the rest of a page; they are ignored.
    ///   - limits: How large a tree to accept.
    /// - Throws: An error at the first offset at fault.
    /// - Complexity: Linear in the size of the tree.
    public init(blob: [UInt8], limits: DeviceTreeLimits = DeviceTreeLimits()) throws(DeviceTreeError) {
        let header = try TreeHeader(blob: blob, limits: limits)
        try header.checkPresence(in: blob)
        let reservations = try Self.reservations(in: blob, header: header)
        guard LibFDT.isAligned(blob) else {
            throw DeviceTreeError(code: .badOffset, offset: 0, reason: "the blob's memory is not aligned to 8 bytes")
        }

        var indexer = TreeIndexer(blob: blob, header: header, block: header.structure, limits: limits)
        let step = try indexer.run()
        guard step == .end else { throw indexer.refusal(of: step) }
        try indexer.checkEnd()

        let status = LibFDT.checkFull(blob)
        guard status == 0 else { throw DeviceTreeError(status: status, offset: 0, doing: "the full check") }
        index = TreeIndex(
            blob: blob, header: header, reservations: reservations, nodes: indexer.nodes,
            properties: indexer.properties)
    }

    /// The bytes the tree was read from, including any that follow it.
    public var blob: [UInt8] { index.blob }

    /// The size of the tree in bytes, as its header says: at most `blob.count`.
    public var totalSize: Int { index.header.totalSize }

    /// The version of the format: 16, 17, or a newer one that readers of 17 understand.
    public var version: Int { index.header.version }

    /// The physical identifier of the processor that boots, `boot_cpuid_phys` of the header.
    public var bootCPU: UInt32 { index.header.bootCPU }

    /// The entries of the memory reservation block, in order.
    public var reservations: [MemoryReservation] { index.reservations }

    /// The byte offset of the structure block and of the byte after it.
    public var structureRange: Range<Int> { index.header.structure }

    /// The byte offset of the strings block and of the byte after it.
    public var stringsRange: Range<Int> { index.header.strings }

    /// The number of nodes, the root included: at least one.
    public var nodeCount: Int { index.nodes.count }

    /// The root node.
    public var root: Node { Node(index: index, position: 0) }

    /// The node at a path such as `/chosen`, matching names byte for byte, unit address included.
    ///
    /// - Parameter path: Starts with a slash and names the nodes from the root down.
    /// - Returns: The first such node, or `nil` when there is none.
    public func node(at path: String) -> Node? {
        guard path.utf8.first == UInt8(ascii: "/") else { return nil }
        var node = root
        for name in path.utf8.split(separator: UInt8(ascii: "/")) {
            guard let child = node.children.first(where: { $0.nameBytes.elementsEqual(name) }) else { return nil }
            node = child
        }
        return node
    }

    private static func reservations(
        in blob: [UInt8], header: TreeHeader
    ) throws(DeviceTreeError) -> [MemoryReservation] {
        let list = MemoryReservation.list(in: blob, from: header.reserveOffset, end: header.reserveLimit)
        guard list.end != nil else {
            throw DeviceTreeError(
                code: .badReserveMap, offset: header.reserveOffset,
                reason: "the memory reservation block has no terminating entry before "
                    + hexadecimal(header.reserveLimit))
        }
        return list.entries
    }
}

extension FlattenedDeviceTree {
    /// Whether bytes start as a device tree does: a cheap look at the first four.
    public static func looksLikeTree(_ prefix: some Collection<UInt8>) -> Bool {
        Array(prefix.prefix(4)).bigEndian32(at: 0) == TreeHeader.magic
    }

    /// Whether bytes start as a device tree does: a cheap look at the first four.
    public static func looksLikeTree(_ prefix: Span<UInt8>) -> Bool {
        looksLikeTree((0..<min(prefix.count, 4)).map { prefix[$0] })
    }

    /// The size in bytes that a tree's header announces, or `nil` when fewer than eight bytes are given or they do not
    /// start as a tree does. Nothing else is checked.
    public static func declaredSize(_ prefix: some Collection<UInt8>) -> Int? {
        let bytes = Array(prefix.prefix(8))
        guard bytes.bigEndian32(at: 0) == TreeHeader.magic else { return nil }
        return bytes.bigEndian32(at: TreeHeader.Field.totalSize).flatMap { Int(exactly: $0) }
    }

    /// The size in bytes that a tree's header announces, or `nil` when fewer than eight bytes are given or they do not
    /// start as a tree does. Nothing else is checked.
    public static func declaredSize(_ prefix: Span<UInt8>) -> Int? {
        declaredSize((0..<min(prefix.count, 8)).map { prefix[$0] })
    }
}
