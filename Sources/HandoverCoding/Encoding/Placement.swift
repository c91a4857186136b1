import PhysicalMemory

/// Where the structures of a handover lie, as they were read: what is needed to write them again in the same places.
public struct Placement: Sendable {
    /// Single structures and blocks of lists.
    private(set) var pieces: [Piece: PhysicalAddress] = [:]
    /// Lists of pages, by the path of what they belong to.
    private(set) var vmallocs: [String: VmallocPlacement] = [:]
    /// What has the path of something else, for there are two of one name or token: nothing is written back there.
    private(set) var namesakes: [(piece: Piece, address: PhysicalAddress)] = []
    private(set) var vmallocNamesakes: [(path: String, placement: VmallocPlacement)] = []
    /// What handlers and objects stored: structures with memory of their own, and pages of chains.
    private(set) var components: [(path: String, address: PhysicalAddress, size: Int)] = []
    /// The pages of chains, by the member that leads to them.
    private(set) var chains: [Chain: [ChainPage]] = [:]
    /// The preserved-memory map.
    var map: MapPlacement?

    /// A structure, or one block of a list of them.
    enum Piece: Hashable, Sendable {
        case root
        case subtree(String)
        /// The array of sessions, or a block of them.
        case sessions(block: Int)
        /// A session's array of files, or a block of them.
        case files(path: String, block: Int)
        case memfd(path: String)
        case flbs
    }

    /// A chain of pages, by the member of a structure that leads to its first.
    struct Chain: Hashable, Sendable {
        let owner: PhysicalAddress
        let structure: String
        let member: String
    }

    /// A page of a chain, and how many structures it announces.
    struct ChainPage: Hashable, Sendable {
        let address: PhysicalAddress
        let count: Int
    }

    init() {}

    mutating func record(component path: String, at address: PhysicalAddress, size: Int) {
        components.append((path, address, size))
    }

    mutating func record(_ pages: [ChainPage], of chain: Chain) {
        chains[chain] = pages
    }

    mutating func record(_ piece: Piece, at address: PhysicalAddress) {
        if let first = pieces[piece], first != address {
            namesakes.append((piece, address))
        } else {
            pieces[piece] = address
        }
    }

    mutating func record(vmallocOf path: String, _ placement: VmallocPlacement) {
        if let first = vmallocs[path], first != placement {
            vmallocNamesakes.append((path, placement))
        } else {
            vmallocs[path] = placement
        }
    }
}

/// Where the chunks and pages of a `kho_vmalloc` lie, and what its descriptor says beside.
struct VmallocPlacement: Hashable, Sendable {
    var chunks: [PhysicalAddress] = []
    /// The entries of all chunks, each of `2^order` pages.
    var entries: [PhysicalAddress] = []
    var totalPages: UInt64
    var flags: UInt64
    var order: UInt64
}

/// Where the parts of a preserved-memory map lie, those that hold nothing included.
enum MapPlacement: Hashable, Sendable {
    case chunks([ChunkPlacement])
    /// The nodes of a radix tree by level and by the bits of the key above their entries.
    case nodes([RadixNode: PhysicalAddress])
}

/// Where a chunk and its bitmaps lie.
struct ChunkPlacement: Hashable, Sendable {
    let address: PhysicalAddress
    let order: Int
    let elements: [Element]

    struct Element: Hashable, Sendable {
        let start: UInt64
        let bitmap: PhysicalAddress
    }
}

/// A node of a radix tree.
struct RadixNode: Hashable, Sendable {
    let level: Int
    let prefix: UInt64
}
