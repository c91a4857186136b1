import HandoverABI
import HandoverState

/// Goes through a state and numbers what is in it.
struct ComponentWalk {
    private let formats: [String: ComponentFormat]
    private let limit: Int
    private(set) var nodes: [ComponentGraph.Node] = []
    /// The session of each node; -1 for what belongs to none.
    private(set) var sessions: [Int] = []
    /// Every structure, and the node that it is part of.
    private(set) var structures: [Structure] = []
    /// The nodes of the files, session by session.
    private(set) var files: [[Int]] = []
    private(set) var isCut = false

    /// How deep structures lie within each other at most.
    static let depthLimit = 16

    /// A structure of a component.
    struct Structure {
        let node: Int
        /// The way to it within the node, with a dot behind it; empty for the node itself.
        let path: String
        let object: ComponentObject
        /// The format that it was read by, its place among ``ComponentWalk/used``.
        let format: Int
    }

    /// The formats that something was read by.
    private(set) var used: [ComponentFormat] = []
    private var usedPlaces: [String: Int] = [:]

    init(formats: [ComponentFormat], limit: Int) {
        self.formats = formats.byName
        self.limit = limit
    }

    mutating func visit(_ liveUpdate: LiveUpdate) {
        for (number, session) in (liveUpdate.sessions ?? []).enumerated() {
            files.append([])
            for file in session.files {
                files[number].append(nodes.count)
                let place = ComponentPlace(.file(FilePlace(session: session.name, token: file.token)))
                visit(file.component, at: place, .file, file.handler, session: number, memfd: file.memfd)
            }
        }
        for object in liveUpdate.flbs ?? [] {
            visit(object.component, at: ComponentPlace(.flb(object.name)), .flb, object.name, session: -1, memfd: nil)
        }
    }

    private mutating func visit(
        _ state: ComponentState?, at place: ComponentPlace, _ kind: ComponentGraph.Node.Kind, _ compatible: String,
        session: Int, memfd: Memfd?
    ) {
        let component = state.map { String($0.abi.prefix { $0 != "@" }) }
        let root = state?.root ?? ComponentObject("")
        guard let node = add(place, kind, compatible, component, root, owner: nil, session, memfd) else { return }
        guard let state, let format = use(state.abi) else { return }
        visit(state.root, in: node, owner: node, "", depth: 0, format: format)
    }

    private mutating func use(_ abi: String) -> Int? {
        if let place = usedPlaces[abi] { return place }
        guard let format = formats[abi] else { return nil }
        usedPlaces[abi] = used.count
        used.append(format)
        return used.count - 1
    }

    private mutating func add(
        _ place: ComponentPlace, _ kind: ComponentGraph.Node.Kind, _ compatible: String, _ component: String?,
        _ object: ComponentObject, owner: Int?, _ session: Int, _ memfd: Memfd? = nil
    ) -> Int? {
        // Files are there anyway: only what formats say of them can be more than there is memory for.
        guard kind != .entry || nodes.count < limit else {
            isCut = true
            return nil
        }
        nodes.append(
            ComponentGraph.Node(
                place: place, kind: kind, compatible: compatible, component: component, object: object, owner: owner,
                memfd: memfd))
        sessions.append(session)
        return nodes.count - 1
    }

    private mutating func visit(
        _ object: ComponentObject, in node: Int, owner: Int, _ path: String, depth: Int, format: Int
    ) {
        guard depth < Self.depthLimit else {
            isCut = true
            return
        }
        structures.append(Structure(node: node, path: path, object: object, format: format))
        for member in object.members {
            switch member.value {
            case .object(let inner):
                visit(inner, in: node, owner: owner, path + member.name + ".", depth: depth + 1, format: format)
            case .objects(let entries):
                let base = nodes[node].place
                let inner = base.inner.isEmpty ? "" : base.inner + "/"
                let list = inner + (path + member.name).map { $0 == "." ? "/" : String($0) }.joined()
                for (slot, entry) in entries.enumerated() {
                    if used[format].structure(entry.structure)?.isHole(entry) == true { continue }
                    let place = ComponentPlace(base.owner, "\(list)/\(slot)")
                    guard
                        let number = add(
                            place, .entry, nodes[owner].compatible, nodes[owner].component, entry, owner: owner,
                            sessions[owner])
                    else { return }
                    visit(entry, in: number, owner: owner, "", depth: depth + 1, format: format)
                }
            default: break
            }
        }
    }
}
