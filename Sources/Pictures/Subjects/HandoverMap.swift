import HandoverABI
public import HandoverCoding
public import HandoverState
import PhysicalMemory

/// A handover as a map: scratch areas, and the preserved memory by whose it is.
public struct HandoverMap {
    private let handover: Handover
    private let structures: [LocatedStructure]

    /// A map of a handover.
    ///
    /// - Parameter structures: where its structures lie, as its reader tells; without them the trees alone are known.
    public init(_ handover: Handover, structures: [LocatedStructure] = []) {
        self.handover = handover
        self.structures = structures
    }

    /// The picture, with bars of a number of columns.
    ///
    /// - Complexity: linear in the ranges of preserved memory, n log n in folios, regions and structures.
    public func picture(columns: Int) -> Picture {
        var owners = HandoverOwners()
        owners.collect(handover.state, structures, pageShift: pageShift)
        let claims = ClaimedBytes(
            owned: owners.owned(), preserved: handover.state.memory, unclaimed: HandoverOwners.unclaimed)
        let grounds = (handover.state.scratch ?? []).map { Stretch($0, owner: HandoverOwners.scratch) }.untangled()
        var totals = OwnerTotals(count: owners.owners.count)
        claims.walk { totals.add($0) }
        var behind = OwnerTotals(count: owners.owners.count)
        for ground in grounds { behind.add(ground) }

        var picture = Picture(title: "Memory handed over")
        picture.facts = facts()
        picture.headings = ["bytes", "pieces"]
        picture.owners = owners.owners.enumerated().map { index, owner in
            var owner = owner
            let bytes = totals.bytes[index] + behind.bytes[index]
            owner.bytes = bytes
            // Scratch areas touch and are several all the same.
            let areas = index == HandoverOwners.scratch ? handover.state.scratch?.count ?? 0 : 0
            owner.figures = [bytes.inBinaryUnits, "\(max(areas, totals.pieces[index] + behind.pieces[index]))"]
            owner.isListed = index >= HandoverOwners.fixed || bytes > 0
            return owner
        }
        let bars = MemoryStrips(claims: claims, grounds: grounds, columns: columns, limit: 8).bars()
        if !bars.isEmpty { picture.parts.append(.memory(title: "Memory, to scale", bars: bars)) }
        return picture
    }

    private var pageShift: Int {
        let size = handover.abi.pageSize
        let told = handover.state.memory?.pageShift ?? (size > 0 ? size.trailingZeroBitCount : 12)
        return Profile.pageShifts.contains(told) ? told : 12
    }

    private func facts() -> [Picture.Fact] {
        let state = handover.state
        var facts = [
            Picture.Fact(
                label: "Handover",
                text: [handover.abi.compatible ?? "no version", handover.abi.profile ?? "unknown kernel"]
                    .joined(separator: ", "))
        ]
        if let kernel = state.kernel { facts.append(Picture.Fact(label: "Kernel", text: kernel.release)) }
        if let memory = state.memory {
            let ranges = memory.rangeCount
            facts.append(
                Picture.Fact(
                    label: "Preserved",
                    text: "\(memory.byteCount.inBinaryUnits) in \(ranges) \(ranges == 1 ? "range" : "ranges")"))
        } else {
            facts.append(Picture.Fact(label: "Preserved", text: "not available"))
        }
        if let scratch = state.scratch {
            let bytes = scratch.reduce(0 as UInt64) { $0.addingReportingOverflow($1.size).partialValue }
            facts.append(
                Picture.Fact(
                    label: "Scratch",
                    text: "\(bytes.inBinaryUnits) in \(scratch.count) \(scratch.count == 1 ? "area" : "areas")"))
        }
        return facts
    }
}
