import HandoverCoding
import HandoverState
import PhysicalMemory

extension StateJoin {
    /// Whose an address is.
    func facts(aboutAddress address: PhysicalAddress) -> [String] {
        var facts = owners(of: address).map { "\(address) is \($0)" }
        if facts.isEmpty { facts.append("nothing in the state owns \(address)") }
        guard let memory = state.memory else { return facts }
        if let order = memory.order(at: address) {
            let isHead = memory.contains(address, order: order)
            facts.append(
                "it is preserved, order \(order)"
                    + (isHead ? "" : ", but not as the head of its block, and only heads can be restored"))
        } else if !isScratch(address) {
            facts.append("it is not preserved")
        }
        return facts
    }

    private func isScratch(_ address: PhysicalAddress) -> Bool {
        state.scratch?.contains { $0.contains(address) } ?? false
    }

    private func owners(of address: PhysicalAddress) -> [String] {
        var owners: [String] = []
        if let root = state.root?.address, root == address { owners.append("the root tree") }
        for structure in located where structure.range.contains(address) {
            let owner = "\(structure.kind.noun) of \(structure.path)"
            if structure.kind != .root, !owners.contains(owner) { owners.append(owner) }
            if owners.count == 4 { break }
        }
        for region in state.reserveMem ?? [] {
            if region.range?.contains(address) == true {
                owners.append("in region \(region.name)")
            }
        }
        if isScratch(address) { owners.append("in a scratch area") }
        return owners + folios(at: address)
    }

    /// The files that have a folio at an address.
    private func folios(at address: PhysicalAddress) -> [String] {
        let pageShift = handover.abi.pageSize.trailingZeroBitCount
        let frame = address.value >> UInt64(pageShift)
        var owners: [String] = []
        for session in sessions {
            for file in session.files {
                for folio in file.memfd?.folios?.folios ?? [] where !folio.isHole && owners.count < 4 {
                    let pages = UInt64(1) << UInt64(min(max(folio.order ?? 0, 0), 40))
                    guard frame >= folio.frame, frame - folio.frame < pages else { continue }
                    owners.append(
                        "the folio at page \(folio.index) of \(session.name)/\(Self.hex(file.token)) (\(file.handler))")
                }
            }
        }
        for folio in state.test?.folios ?? [] where folio.address == address {
            owners.append("a folio of the kernel's test")
        }
        return owners
    }
}

extension LocatedStructure.Kind {
    /// What it is, as a noun.
    fileprivate var noun: String {
        switch self {
        case .root: "the root tree"
        case .subtree: "the data"
        case .sessions: "a page of sessions"
        case .files: "a page of files"
        case .flbs: "the page of objects"
        case .memfd: "the record"
        case .component: "a structure"
        case .vmallocChunk: "a page of the list of pages"
        case .vmallocPages: "a page of the list of folios"
        case .map: "a part"
        }
    }
}
