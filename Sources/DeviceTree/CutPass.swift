/// The pass over a blob that ends too soon: the same one as over a whole blob, up to where the bytes end.
struct CutPass {
    private(set) var nodes: [CutDeviceTree.Node] = []
    private(set) var missing: [String] = []
    let reservations: (entries: [MemoryReservation], end: Int?)
    let reason: String

    init(blob: [UInt8], header: TreeHeader, available: Int, limits: DeviceTreeLimits) throws(DeviceTreeError) {
        reservations = MemoryReservation.list(
            in: blob, from: header.reserveOffset, end: min(header.reserveLimit, available))
        guard reservations.end != nil || available < header.reserveLimit else {
            throw DeviceTreeError(
                code: .badReserveMap, offset: header.reserveOffset,
                reason: "the memory reservation block has no terminating entry")
        }
        let block = header.structure.clamped(to: 0..<available)
        let firstToken = header.structure.lowerBound + 4
        guard available >= firstToken || available >= header.structure.upperBound else {
            reason = Self.reason(blob: blob, header: header, place: nil)
            missing = Self.missing(header: header, available: available, reservationsEnd: reservations.end, place: nil)
            return
        }

        // libfdt keeps inside the sizes of the header, so those must not exceed what is there.
        var front = blob
        if available < header.totalSize {
            front.setBigEndian32(UInt32(truncatingIfNeeded: available), at: TreeHeader.Field.totalSize)
        }
        if header.version >= 17 {
            front.setBigEndian32(UInt32(truncatingIfNeeded: block.count), at: TreeHeader.Field.structureSize)
        }
        var indexer = TreeIndexer(blob: front, header: header, block: block, limits: limits)
        let step = try indexer.run()
        if step == .end {
            try indexer.checkEnd()
        } else if Self.isFault(step, header: header, available: available) {
            throw indexer.refusal(of: step)
        }
        let open = indexer.open
        let place = open.last.map { indexer.nodes.path(of: $0, in: blob) }
        reason = Self.reason(blob: blob, header: header, place: place)
        missing = Self.missing(header: header, available: available, reservationsEnd: reservations.end, place: place)
        try indexer.close(after: step)
        nodes = Self.nodes(of: indexer, last: step, blob: blob, header: header)
    }

    /// Whether a step would be wrong in the whole blob, too.
    private static func isFault(_ step: StructureWalk.Step, header: TreeHeader, available: Int) -> Bool {
        switch step {
        case .unknownToken: true
        case .openValue(let property): property.value.upperBound > header.structure.upperBound
        default: header.structure.upperBound <= available
        }
    }
}

extension CutPass {
    private static func nodes(
        of indexer: TreeIndexer, last step: StructureWalk.Step, blob: [UInt8], header: TreeHeader
    ) -> [CutDeviceTree.Node] {
        let index = TreeIndex(
            blob: blob, header: header, reservations: [], nodes: indexer.nodes, properties: indexer.properties)
        var nodes = index.nodes.indices.map {
            CutDeviceTree.Node(index: index, position: $0, isNameWhole: true, isComplete: true)
        }
        for position in indexer.open {
            nodes[position] = CutDeviceTree.Node(
                index: index, position: position, isNameWhole: true, isComplete: false)
        }
        if case .openName = step, let last = nodes.indices.last {
            nodes[last] = CutDeviceTree.Node(index: index, position: last, isNameWhole: false, isComplete: false)
        }
        return nodes
    }
}

extension CutPass {
    private static func reason(blob: [UInt8], header: TreeHeader, place: String?) -> String {
        guard blob.count < header.totalSize else { return "the tree is whole" }
        let inside = place.map { ", in node \($0)" } ?? ""
        return "the header says \(header.totalSize) bytes, but the blob ends after \(blob.count)\(inside)"
    }

    private static func missing(
        header: TreeHeader, available: Int, reservationsEnd: Int?, place: String?
    ) -> [String] {
        guard available < header.totalSize else { return [] }
        var missing: [(offset: Int, text: String)] = []
        if reservationsEnd == nil {
            missing.append((header.reserveOffset, "the end of the memory reservations"))
        }
        if let lost = lostPart(of: header.structure, available: available) {
            let innermost = place.map { ", from inside node \($0) on" } ?? ""
            missing.append((lost.lowerBound, "\(part(lost, of: header.structure)) of the structure block" + innermost))
        }
        if let lost = lostPart(of: header.strings, available: available) {
            let part = part(lost, of: header.strings)
            missing.append((lost.lowerBound, "\(part) of the strings block, which holds the property names"))
        }
        if missing.isEmpty {
            missing.append((available, "\(header.totalSize - available) bytes behind the last block"))
        }
        return missing.sorted { $0.offset < $1.offset }.map { $0.text }
    }

    private static func lostPart(of block: Range<Int>, available: Int) -> Range<Int>? {
        guard available < block.upperBound else { return nil }
        return max(block.lowerBound, available)..<block.upperBound
    }

    private static func part(_ lost: Range<Int>, of block: Range<Int>) -> String {
        lost == block ? "all \(block.count) bytes" : "the last \(lost.count) of \(block.count) bytes"
    }
}
