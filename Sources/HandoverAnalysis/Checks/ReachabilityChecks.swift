import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory

/// Whether what a handover points to is preserved, once, and as its owner will ask for it.
///
/// A kernel restores memory by the head of a block: where an address lies within one, or in none, it refuses.
enum ReachabilityChecks {
    static let all: [Validator.Check] =
        [structures, documentStructures, regions, folios, testFolios, scratch]
        + OwnerChecks.all

    /// How the memory of a structure stands in the map.
    private enum Standing {
        case absent
        case within(order: Int)
        case head(order: Int)
    }

    private static func standing(of range: MemoryRange, in memory: PreservedMemory) -> Standing {
        guard let order = memory.order(at: range.start), memory.covers(range) else { return .absent }
        return range.start.isAligned(to: memory.size(ofOrder: order)) ? .head(order: order) : .within(order: order)
    }

    /// What each structure has to be in the map.
    private struct Demand {
        let rule: RuleID
        let name: String
        /// Whether a kernel restores it, for which it has to be the head of a block.
        var isRestored = true
        /// The order under which its kernel allocates it.
        var order: Int?
    }

    private static func demand(_ structure: LocatedStructure, _ subject: Subject) -> Demand? {
        let (whole, rest) = structure.range.size.quotientAndRemainder(dividingBy: subject.pageSize)
        let pages = max(1, whole + (rest == 0 ? 0 : 1))
        let order = 64 - (pages - 1).leadingZeroBitCount
        switch structure.kind {
        case .root: return Demand(rule: .rootUnpreserved, name: "the root tree", isRestored: false)
        case .subtree:
            let isFreed =
                structure.path == "/" + SubtreeNames.liveUpdate && subject.trees[SubtreeNames.liveUpdate] == nil
            return Demand(rule: .subtreeUnpreserved, name: "the subtree's data", isRestored: isFreed)
        case .sessions: return Demand(rule: .recordsUnpreserved, name: "the records of sessions", order: order)
        case .files: return Demand(rule: .recordsUnpreserved, name: "the records of files", order: order)
        case .flbs: return Demand(rule: .recordsUnpreserved, name: "the records of bound objects", order: order)
        case .memfd: return Demand(rule: .memfdUnpreserved, name: "the memfd's structure", order: order)
        case .component:
            return Demand(rule: .recordsUnpreserved, name: "what the handler or object stored", order: order)
        case .vmallocChunk: return Demand(rule: .vmallocChunkUnpreserved, name: "a chunk of the list", order: order)
        case .vmallocPages(let order):
            return Demand(rule: .vmallocPageUnpreserved, name: "a page of the list", order: order)
        case .map: return nil
        }
    }

    /// The structures that were read.
    static func structures(_ subject: Subject, _ log: inout FindingLog) {
        guard let memory = subject.soundMap else { return }
        for structure in subject.readStructures {
            guard let demand = demand(structure, subject) else { continue }
            let start = structure.range.start
            switch standing(of: structure.range, in: memory) {
            case .absent:
                log.add(demand.rule, structure.path, at: start, "\(demand.name) at \(structure.range) is not preserved")
            case .within(let order) where demand.isRestored:
                log.add(
                    .orderMismatch, structure.path, at: start,
                    "\(demand.name) at \(start) lies within a block of order \(order), and is to be restored as its head"
                )
            case .head(let order):
                guard let expected = demand.order, expected != order else { break }
                log.add(
                    .orderMismatch, structure.path, at: start,
                    "\(demand.name) at \(start) is preserved as order \(order), kernels restore it as \(expected)")
            case .within: break
            }
        }
    }

    /// What a document tells of structures: where root and subtrees lie, and what files point to.
    static func documentStructures(_ subject: Subject, _ log: inout FindingLog) {
        guard subject.structures == nil, let memory = subject.soundMap else { return }
        func check(
            _ rule: RuleID, _ path: @autoclosure () -> String, _ start: PhysicalAddress, _ size: Int, _ what: String
        ) {
            guard start.value != 0, let range = MemoryRange(start: start, size: UInt64(max(size, 1))),
                !memory.covers(range)
            else { return }
            log.add(rule, path(), at: start, "\(what) at \(range) is not preserved")
        }
        if let root = subject.state.root, let address = root.address {
            check(.rootUnpreserved, "/", address, root.size, "the root tree")
        }
        for subtree in subject.state.subtrees {
            guard let address = subtree.address else { continue }
            check(.subtreeUnpreserved, "/" + subtree.name, address, subtree.size ?? 1, "the subtree's data")
        }
        subject.forEachMemfd { path, file, _ in
            check(.memfdUnpreserved, path, PhysicalAddress(file.data), 1, "the memfd's structure")
        }
    }

    /// Reserved regions are not restored: they have to be preserved as a whole, under whatever orders.
    static func regions(_ subject: Subject, _ log: inout FindingLog) {
        guard let memory = subject.soundMap else { return }
        for region in subject.state.reserveMem ?? [] {
            guard let range = region.range, !memory.covers(range) else {
                continue
            }
            log.add(
                .regionUnpreserved, "/" + SubtreeNames.memblock + "/" + region.name, at: region.address,
                "not all of the region \(range) is preserved")
        }
    }

    /// The folios of files, one finding for each file.
    static func folios(_ subject: Subject, _ log: inout FindingLog) {
        guard let memory = subject.soundMap else { return }
        let largest = subject.profile?.largestRestored ?? .max
        var lookup = OrderLookup(memory)
        subject.forEachMemfd { path, _, memfd in
            guard let table = memfd.folios else { return }
            guard let folios = table.folios else {
                if table.unpreservedCount > 0 {
                    log.add(.folioUnpreserved, path, "\(table.unpreservedCount) folios are not preserved")
                }
                return
            }
            var lost: (count: Int, first: Folio)?
            var tooLarge: Folio?
            for folio in folios where !folio.isHole {
                if let order = lookup.order(ofFrame: folio.frame) {
                    if order > largest, tooLarge == nil { tooLarge = folio }
                } else {
                    lost = ((lost?.count ?? 0) + 1, lost?.first ?? folio)
                }
            }
            let shift = memory.pageShift
            if let lost {
                log.add(
                    .folioUnpreserved, path, at: PhysicalAddress(pageFrame: lost.first.frame, pageShift: shift),
                    "\(lost.count) of \(folios.count) folios are not preserved, the first of page "
                        + "\(digits(lost.first.index)) of the file")
            }
            if let tooLarge {
                log.add(
                    .orderMismatch, path, at: PhysicalAddress(pageFrame: tooLarge.frame, pageShift: shift),
                    "a folio is preserved under an order above \(largest), which kernels of this version do not restore"
                )
            }
        }
    }

    /// The folios of the kernel's own test carry their orders with them.
    static func testFolios(_ subject: Subject, _ log: inout FindingLog) {
        guard let memory = subject.soundMap else { return }
        let path = "/" + SubtreeNames.test
        for folio in subject.state.test?.folios ?? [] where folio.order >= 0 && folio.order < 52 - subject.pageShift {
            guard let range = MemoryRange(start: folio.address, size: memory.size(ofOrder: folio.order)) else {
                continue
            }
            if memory.contains(folio.address, order: folio.order) { continue }
            if memory.covers(range) {
                log.add(
                    .orderMismatch, path, at: folio.address,
                    "a folio of order \(folio.order) at \(folio.address) is preserved, though not as one block")
            } else {
                log.add(.testFolioUnpreserved, path, at: folio.address, "the test's folio \(range) is not preserved")
            }
        }
    }

    /// Structures where the next kernel puts itself. What is preserved there is reported of the map.
    static func scratch(_ subject: Subject, _ log: inout FindingLog) {
        let areas = (subject.state.scratch ?? []).merged()
        if areas.isEmpty { return }
        var walk = RangeWalk(areas)
        for structure in subject.readStructures {
            guard let area = walk.overlaps(with: structure.range).first,
                subject.state.memory?.order(at: structure.range.start) == nil
            else { continue }
            log.add(
                .structureInScratch, structure.path, at: structure.range.start,
                "a structure at \(structure.range) lies in the scratch area \(area)")
        }
    }
}

extension Subject {
    /// The preserved memory, where all of the map could be read and it holds anything.
    var soundMap: PreservedMemory? {
        guard let memory = state.memory, memory.blockCount > 0, !mapIsDamaged else { return nil }
        return memory
    }

    /// The structures, but for subtrees whose data could not be read: of those no more is known than a wrong address.
    var readStructures: [LocatedStructure] {
        let reasons: Set<RuleID> = [
            .subtreeAddressZero, .subtreeSizeZero, .subtreeTooLarge, .structureUnreadable, .structurePastEnd,
            .structureShared, .subtreeDuplicate,
        ]
        let unread = Set(handover.remarks.filter { reasons.contains($0.rule) }.map(\.path))
        return (structures ?? []).filter { $0.kind != .subtree || !unread.contains($0.path) }
    }

    /// Every memfd of every session, with its path.
    func forEachMemfd(_ body: (_ path: String, PreservedFile, Memfd) -> Void) {
        for session in state.liveUpdate?.sessions ?? [] {
            for file in session.files {
                guard let memfd = file.memfd else { continue }
                body("/\(SubtreeNames.liveUpdate)/\(session.name)/\(digits(file.token))", file, memfd)
            }
        }
    }
}
