import HandoverABI
import HandoverState
public import PhysicalMemory

/// A structure of a handover, and the memory that it takes.
public struct LocatedStructure: Hashable, Sendable {
    /// What it is.
    public let kind: Kind
    /// What it belongs to: `/`, `/LUO`, `/LUO/vm-0/0x100`.
    public let path: String
    /// The bytes that it takes; of pages that are handed over as pages, all of the page.
    public let range: MemoryRange

    /// The kinds of structure.
    public enum Kind: Hashable, Sendable {
        /// The root tree.
        case root
        /// A subtree's data.
        case subtree
        /// The array of sessions, or a block of them.
        case sessions
        /// A session's array of files, or a block of them.
        case files
        /// The head and records of the objects bound to files.
        case flbs
        /// What a memfd's file record points to.
        case memfd
        /// A structure that a handler or an object stored, or a page of a chain of them.
        case component
        /// A chunk of a `kho_vmalloc`.
        case vmallocChunk
        /// An entry of a `kho_vmalloc`: pages of an order.
        case vmallocPages(order: Int)
        /// A chunk, bitmap, table or leaf of the preserved-memory map, which kernels keep without preserving it.
        case map
    }

    /// A structure.
    public init(_ kind: Kind, path: String, range: MemoryRange) {
        self.kind = kind
        self.path = path
        self.range = range
    }
}

extension HandoverDecoder.Result {
    /// Every structure that was read, in ascending order of address; `nil` where only totals were asked for or no
    /// known kernel writes the root.
    ///
    /// - Complexity: made each time it is asked for.
    public var located: [LocatedStructure]? {
        guard let placement, let profile else { return nil }
        return placement.structures(of: handover.state, as: profile).sorted { left, right in
            if left.range.start != right.range.start { return left.range.start < right.range.start }
            if left.path != right.path { return left.path < right.path }
            return (left.kind.rank, left.range.size) < (right.kind.rank, right.range.size)
        }
    }
}

extension LocatedStructure.Kind {
    /// Tells kinds at one address apart, so that their order is the same in every run.
    fileprivate var rank: Int {
        switch self {
        case .root: 0
        case .subtree: 1
        case .sessions: 2
        case .files: 3
        case .flbs: 4
        case .memfd: 5
        case .vmallocChunk: 6
        case .map: 7
        case .vmallocPages: 8
        case .component: 9
        }
    }
}

extension Placement {
    func structures(of state: HandoverState, as profile: Profile) -> [LocatedStructure] {
        var result: [LocatedStructure] = []
        func add(_ kind: LocatedStructure.Kind, _ path: String, _ start: PhysicalAddress, _ size: Int) {
            guard let range = MemoryRange(start: start, size: UInt64(max(0, size))) else { return }
            result.append(LocatedStructure(kind, path: path, range: range))
        }
        let orchestrator = "/" + SubtreeNames.liveUpdate
        var sizes: [String: Int] = [:]
        for subtree in state.subtrees where sizes[subtree.name] == nil { sizes[subtree.name] = subtree.size ?? 1 }
        for (piece, address) in pieces.map({ ($0.key, $0.value) }) + namesakes.map({ ($0.piece, $0.address) }) {
            switch piece {
            case .root: add(.root, "/", address, state.root?.size ?? 1)
            case .subtree(let name): add(.subtree, "/" + name, address, sizes[name] ?? 1)
            case .sessions: add(.sessions, orchestrator, address, profile.pageSize * profile.sessionPages)
            case .files(let path, _): add(.files, path, address, profile.pageSize * profile.filePages)
            case .flbs: add(.flbs, orchestrator, address, profile.pageSize * FLBHeader.pageCount)
            case .memfd(let path): add(.memfd, path, address, profile.memfd?.layout.size ?? MemfdV2.layout.size)
            }
        }
        for (path, list) in vmallocs.map({ ($0.key, $0.value) }) + vmallocNamesakes.map({ ($0.path, $0.placement) }) {
            for chunk in list.chunks { add(.vmallocChunk, path, chunk, profile.pageSize) }
            let order = Int(clamping: list.order)
            guard order < 32 else { continue }
            for entry in list.entries { add(.vmallocPages(order: order), path, entry, profile.pageSize << order) }
        }
        for structure in components { add(.component, structure.path, structure.address, structure.size) }
        let map = "/" + RootTreeNames.map
        switch self.map {
        case .chunks(let chunks):
            guard case .chunks(let bitmaps) = profile.map else { break }
            for chunk in chunks {
                add(.map, map, chunk.address, profile.pageSize)
                for element in chunk.elements {
                    add(.map, map, element.bitmap, bitmaps.bytes(pageShift: profile.pageShift))
                }
            }
        case .nodes(let nodes):
            for address in nodes.values { add(.map, map, address, profile.pageSize) }
        case nil: break
        }
        return result
    }
}

extension Profile {
    /// How many pages hold the sessions, or a block of them.
    fileprivate var sessionPages: Int { liveUpdate == .structure ? 1 : SessionHeader.pages }
    /// How many pages hold the files of a session, or a block of them.
    fileprivate var filePages: Int { liveUpdate == .structure ? 1 : FileRecord.pages }
}
