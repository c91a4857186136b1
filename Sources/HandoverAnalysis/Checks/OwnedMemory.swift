import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory

/// The memory that a handover's structures, files, regions and test folios take, with its owners.
///
/// A file can have many millions of folios, so each takes eight bytes here: the frame, and its order in the low bits.
/// Whose it is, is looked for again where two meet.
struct OwnedMemory {
    private var folios: [UInt64] = []
    private var holdings: [Holding] = []
    private let pageShift: Int

    /// Memory with an owner that is told by name.
    struct Holding {
        let range: MemoryRange
        let kind: Kind
        let path: String

        enum Kind: Hashable {
            case structure(LocatedStructure.Kind)
            case region
            case testFolio
        }
    }

    /// An owner.
    enum Owner {
        case folio(UInt64)
        case holding(Int)
    }

    /// Two owners of the same memory.
    struct Conflict {
        let first: Owner
        let second: Owner
        let shared: MemoryRange
    }

    /// What going through all memory once gives: the conflicts, not more than are ever listed, and the memory with any
    /// owner as sorted ranges.
    struct Sweep {
        var conflicts: [Conflict] = []
        var owned: [MemoryRange] = []
    }

    private static let orderBits: UInt64 = 6

    init(_ subject: Subject) {
        pageShift = subject.pageShift
        for structure in subject.readStructures where structure.kind != .map {
            add(structure.range, .structure(structure.kind), structure.path)
        }
        for region in subject.state.reserveMem ?? [] {
            guard let range = region.range else { continue }
            add(range, .region, "/" + SubtreeNames.memblock + "/" + region.name)
        }
        for folio in subject.state.test?.folios ?? [] where (0..<52 - pageShift).contains(folio.order) {
            guard let range = MemoryRange(start: folio.address, size: 1 << UInt64(pageShift + folio.order)) else {
                continue
            }
            add(range, .testFolio, "/" + SubtreeNames.test)
        }
        holdings.sort { $0.range.start < $1.range.start }
        collectFolios(of: subject)
    }

    /// Pages are handed over as a whole.
    private mutating func add(_ range: MemoryRange, _ kind: Holding.Kind, _ path: String) {
        let page = UInt64(1) << UInt64(pageShift)
        let start = range.start.value / page * page
        let (end, overflow) = range.end.value.addingReportingOverflow(page - 1)
        guard !overflow, !range.isEmpty else { return }
        let whole = MemoryRange(from: PhysicalAddress(start), to: PhysicalAddress(end / page * page))
        holdings.append(Holding(range: whole, kind: kind, path: path))
    }

    private mutating func collectFolios(of subject: Subject) {
        var lookup = subject.state.memory.map { OrderLookup($0) }
        var collected: [UInt64] = []
        subject.forEachFolioTable { _, table in
            for folio in table.folios ?? [] where !folio.isHole {
                // Without a map, outside it or within a block, a folio has at least a page.
                let order = UInt64(lookup?.order(ofFrame: folio.frame) ?? 0)
                let isHead = folio.frame & ((1 << order) - 1) == 0
                collected.append(folio.frame << Self.orderBits | (isHead ? order : 0))
            }
        }
        collected.sort()
        folios = collected
    }

    private func range(of folio: UInt64) -> MemoryRange? {
        let order = folio & (1 << Self.orderBits - 1)
        guard order < 52,
            let start = PhysicalAddress(pageFrame: folio >> Self.orderBits, pageShift: pageShift)
        else { return nil }
        return MemoryRange(start: start, size: 1 << (UInt64(pageShift) + order))
    }

    /// Goes through all memory by ascending address.
    func sweep() -> Sweep {
        var result = Sweep()
        result.owned.reserveCapacity(min(holdings.count, 1 << 16))
        var current: (range: MemoryRange, owner: Owner)?
        func take(_ range: MemoryRange, _ owner: Owner) {
            if let before = current, range.start < before.range.end {
                if result.conflicts.count <= FindingLog.limit, isConflict(before.owner, owner) {
                    result.conflicts.append(
                        Conflict(first: before.owner, second: owner, shared: before.range.intersection(range)))
                }
                if range.end > before.range.end { current = (range, owner) }
            } else {
                current = (range, owner)
            }
            if let last = result.owned.last, range.start <= last.end {
                if range.end > last.end {
                    result.owned[result.owned.count - 1] = MemoryRange(from: last.start, to: range.end)
                }
            } else {
                result.owned.append(range)
            }
        }
        var next = 0
        for folio in folios {
            guard let range = range(of: folio) else { continue }
            while next < holdings.count, holdings[next].range.start <= range.start {
                take(holdings[next].range, .holding(next))
                next += 1
            }
            take(range, .folio(folio))
        }
        while next < holdings.count {
            take(holdings[next].range, .holding(next))
            next += 1
        }
        return result
    }

    /// Regions among themselves, and the test's folios, have rules of their own.
    private func isConflict(_ one: Owner, _ other: Owner) -> Bool {
        guard case .holding(let first) = one, case .holding(let second) = other else { return true }
        switch (holdings[first].kind, holdings[second].kind) {
        case (.region, .region), (.testFolio, .testFolio): return false
        default: return true
        }
    }

    /// An owner in words, and its path; of a folio that two files have, both paths.
    func describe(_ owner: Owner, in subject: Subject) -> (name: String, paths: [String]) {
        switch owner {
        case .holding(let index):
            let holding = holdings[index]
            switch holding.kind {
            case .structure: return ("a structure", [holding.path])
            case .region: return ("a reserved region", [holding.path])
            case .testFolio: return ("a folio of the test", [holding.path])
            }
        case .folio(let folio):
            let frames = folio >> Self.orderBits..<folio >> Self.orderBits + 1 << (folio & (1 << Self.orderBits - 1))
            var paths: [String] = []
            subject.forEachFolioTable { path, table in
                if paths.count < 2, table.folios?.contains(where: { frames.contains($0.frame) }) == true {
                    paths.append(path)
                }
            }
            return ("a folio", paths)
        }
    }
}
