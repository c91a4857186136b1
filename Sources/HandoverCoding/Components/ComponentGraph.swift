public import HandoverABI
public import HandoverState

/// What is in the orchestrator's state, and what of it refers to what.
///
/// Files, objects bound to files and the entries of their lists are nodes, whether anything is known of them or not;
/// edges come from what formats say of their members. A state with as many entries as memory has room for takes a few
/// dictionaries and one pass: what is beyond ``limit`` is left out, and ``isCut`` says so.
public struct ComponentGraph: Sendable {
    /// Everything, each file or object before its entries.
    public let nodes: [Node]
    /// References, in the order of the nodes they start from.
    public let edges: [Edge]
    /// The nodes of the files, session by session and in their order.
    public let files: [[Int]]
    /// Whether there is more than ``limit``.
    public let isCut: Bool

    private let outgoing: [Range<Int>]
    private let incoming: [[Int]]

    /// How many nodes a graph has at most.
    public static let limit = 1 << 20

    /// A file, an object bound to files, or an entry of one of their lists.
    public struct Node: Hashable, Sendable {
        /// Where it stands.
        public let place: ComponentPlace
        /// What it is.
        public let kind: Kind
        /// What it is called by in the orchestrator: a file's handler, an object's name.
        public let compatible: String
        /// The component it is of: `pci`; `nil` where no format is known.
        public let component: String?
        /// What it holds; of a file or object that was read by no format, nothing.
        public let object: ComponentObject
        /// The file or object that it is an entry of.
        public let owner: Int?
        /// The memfd of a file that is one.
        public let memfd: Memfd?

        /// What a node is.
        public enum Kind: Hashable, Sendable {
            case file, flb, entry
        }
    }

    /// That something refers to something.
    public struct Edge: Hashable, Sendable {
        /// The node that refers.
        public let source: Int
        /// The members in it that hold the reference: `cb.pcpu_id`.
        public let members: [String]
        /// What they shall lead to.
        public let target: ComponentLink.Target
        /// Whether there may be nothing.
        public let isOptional: Bool
        /// Where they lead.
        public let end: End

        /// Where a reference leads.
        public enum End: Hashable, Sendable {
            /// To a node.
            case node(Int)
            /// To a node that is none of what it shall lead to.
            case stranger(Int)
            /// To nothing: what the members hold.
            case dangling([UInt64])
            /// To nothing, as it may.
            case none
        }

        /// The node at the end, where it is what it shall be.
        public var node: Int? {
            if case .node(let node) = end { node } else { nil }
        }

        /// What the edge is called: the member that holds it, of the structure that the node stands for.
        public var name: String {
            guard let member = members.first else { return "" }
            return String(member.prefix { $0 != "." })
        }
    }

    /// The graph of a state, by formats that its components may have been read by.
    public init(of liveUpdate: LiveUpdate, formats: [ComponentFormat]) {
        var walk = ComponentWalk(formats: formats, limit: Self.limit)
        walk.visit(liveUpdate)
        var links = ComponentLinks(walk)
        let edges = links.resolve()
        var outgoing = [Range<Int>](repeating: 0..<0, count: walk.nodes.count)
        var incoming = [[Int]](repeating: [], count: walk.nodes.count)
        var start = 0
        for index in edges.indices {
            let source = edges[index].source
            if index == 0 || edges[index - 1].source != source { start = index }
            outgoing[source] = start..<index + 1
            if let node = edges[index].node { incoming[node].append(index) }
        }
        nodes = walk.nodes
        self.edges = edges
        files = walk.files
        isCut = walk.isCut
        self.outgoing = outgoing
        self.incoming = incoming
    }

    /// The references that a node holds.
    public func edges(from node: Int) -> ArraySlice<Edge> { edges[outgoing[node]] }

    /// The references that lead to a node.
    public func edges(to node: Int) -> [Edge] { incoming[node].map { edges[$0] } }

    /// The reference that a node holds in the members of these names, the first of which counts.
    public func edge(from node: Int, _ member: String) -> Edge? {
        edges(from: node).first { $0.members.first == member }
    }
}
