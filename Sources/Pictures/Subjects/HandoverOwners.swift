import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory

/// Whose the memory of a handover is: sessions, reserved regions, the test, and the handover's own structures.
struct HandoverOwners {
    /// The scratch areas, which are not preserved: the next kernel boots in them.
    static let scratch = 0
    /// Preserved memory of which nothing says whose it is.
    static let unclaimed = 1
    /// Trees and records.
    static let structures = 2
    /// The map of the preserved memory.
    static let map = 3
    /// How many owners every handover has.
    static let fixed = 4

    /// Files of a session are listed where all sessions have no more.
    private static let listedFiles = 40

    private(set) var owners = [
        Owner("scratch areas", .scratch), Owner("preserved, owner not told", .unclaimed),
        Owner("structures of the handover", .structure), Owner("map of preserved memory", .map),
    ]
    private var contents: [Stretch] = []
    private var records: [Stretch] = []
    private var numbered = 0

    /// What has owners, untangled; structures before contents.
    func owned() -> [Stretch] { contents.untangled().covered(by: records.untangled()) }

    mutating func collect(_ state: HandoverState, _ located: [LocatedStructure], pageShift: Int) {
        addStructures(state, located, pageShift: pageShift)
        addSessions(state, pageShift: pageShift)
        for region in state.reserveMem ?? [] {
            guard let range = region.range else { continue }
            contents.append(Stretch(range, owner: addOwner("reserve_mem " + region.name)))
        }
        addTest(state.test, pageShift: pageShift)
    }

    private mutating func addOwner(_ name: String) -> Int {
        owners.append(Owner(name, .numbered(numbered)))
        numbered += 1
        return owners.count - 1
    }

    // MARK: Structures

    private mutating func addStructures(_ state: HandoverState, _ located: [LocatedStructure], pageShift: Int) {
        for structure in located {
            add(structure.range, owner: structure.kind == .map ? Self.map : Self.structures, pageShift: pageShift)
        }
        if !located.isEmpty { return }
        if let root = state.root, let address = root.address,
            let range = MemoryRange(start: address, size: UInt64(max(1, root.size)))
        {
            add(range, owner: Self.structures, pageShift: pageShift)
        }
        for subtree in state.subtrees {
            guard let address = subtree.address,
                let range = MemoryRange(start: address, size: UInt64(max(1, subtree.size ?? 1)))
            else { continue }
            add(range, owner: Self.structures, pageShift: pageShift)
        }
    }

    /// Structures are handed over as whole pages.
    private mutating func add(_ range: MemoryRange, owner: Int, pageShift: Int) {
        let mask = UInt64(1) << UInt64(pageShift) - 1
        let (end, overflow) = range.end.value.addingReportingOverflow(mask)
        guard !overflow, !range.isEmpty else { return }
        records.append(Stretch(range.start.value & ~mask, end & ~mask, owner: owner))
    }

    // MARK: Sessions

    private mutating func addSessions(_ state: HandoverState, pageShift: Int) {
        let sessions = state.liveUpdate?.sessions ?? []
        let lists = sessions.reduce(0) { $0 + $1.files.count } <= Self.listedFiles
        var lookup = state.memory.map { OrderLookup($0) }
        for session in sessions {
            let owner = addOwner("session " + session.name)
            for file in session.files {
                let memory = file.heldMemory
                let bytes = addFolios(of: memory, owner: owner, pageShift: pageShift, &lookup)
                if lists {
                    let name = "0x" + String(file.token, radix: 16) + " " + file.handler
                    let folios = memory?.folios.map { "\($0.count)" } ?? "-"
                    owners[owner].details.append(Owner.Detail(name: name, figures: [bytes.inBinaryUnits, folios]))
                }
            }
            let count = session.files.count
            owners[owner].note = count == 1 ? "1 file" : "\(count) files"
        }
    }

    /// Adds the folios of a file and tells how many bytes they have.
    private mutating func addFolios(
        of memory: HeldMemory?, owner: Int, pageShift: Int, _ lookup: inout OrderLookup?
    ) -> UInt64 {
        var sum: UInt64 = 0
        for folio in memory?.folios?.folios ?? [] where !folio.isHole {
            // Without a map, outside it or within a block, a folio has at least a page.
            let known = folio.order ?? lookup?.order(ofFrame: folio.frame) ?? 0
            let order = (0..<52 - pageShift).contains(known) && folio.frame & (1 << UInt64(known) - 1) == 0 ? known : 0
            guard let start = PhysicalAddress(pageFrame: folio.frame, pageShift: pageShift),
                let range = MemoryRange(start: start, size: 1 << UInt64(pageShift + order))
            else { continue }
            sum &+= range.size
            if let last = contents.last, last.owner == owner, last.end == range.start.value {
                contents[contents.count - 1].end = range.end.value
            } else {
                contents.append(Stretch(range, owner: owner))
            }
        }
        return sum
    }

    private mutating func addTest(_ test: TestHandover?, pageShift: Int) {
        guard let folios = test?.folios, !folios.isEmpty else { return }
        let owner = addOwner("test " + SubtreeNames.test)
        for folio in folios where (0..<52 - pageShift).contains(folio.order) {
            guard let range = MemoryRange(start: folio.address, size: 1 << UInt64(pageShift + folio.order)) else {
                continue
            }
            contents.append(Stretch(range, owner: owner))
        }
    }
}
