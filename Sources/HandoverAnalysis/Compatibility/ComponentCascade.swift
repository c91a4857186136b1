import HandoverABI
import HandoverCoding
import HandoverState

/// What becomes of files that depend on something that does not arrive: on an object, or on another file.
struct ComponentCascade {
    private let graph: ComponentGraph
    private let formats: [String: ComponentFormat]
    private let handover: Handover
    /// What the objects become, by their names.
    private let objects: [String: CheckedItem]
    /// The nodes of objects, by their components.
    private let objectNodes: [String: [Int]]
    /// The entries of each file or object.
    private let entries: [Int: [Int]]

    /// `nil` where no component was read, so that nothing is known to depend on anything.
    init?(_ handover: Handover, objects: [CheckedItem]) {
        guard let liveUpdate = handover.state.liveUpdate, liveUpdate.hasComponents else { return nil }
        self.handover = handover
        let graph = ComponentGraph(of: liveUpdate, formats: ComponentFormat.known)
        self.graph = graph
        objectNodes = Dictionary(grouping: graph.nodes.indices.filter { graph.nodes[$0].kind == .flb }) {
            graph.nodes[$0].component ?? ""
        }
        entries = Dictionary(grouping: graph.nodes.indices.filter { graph.nodes[$0].owner != nil }) {
            graph.nodes[$0].owner ?? -1
        }
        formats = Dictionary(ComponentFormat.known.map { ($0.name, $0) }) { first, _ in first }
        self.objects = Dictionary(
            objects.map { (String($0.path.dropFirst(LiveUpdateCompatibility.path.count + 1)), $0) }
        ) { first, _ in first }
    }

    /// A way by which a file depends on something.
    private struct Need {
        let node: Int
        let reason: String
    }

    /// Makes files fare no better than what they depend on, over any number of steps.
    ///
    /// - Parameter files: the files' items, session by session.
    func apply(to files: inout [[CheckedItem]]) {
        var places: [Int: (session: Int, file: Int)] = [:]
        for (session, nodes) in graph.files.enumerated() {
            for (file, node) in nodes.enumerated() { places[node] = (session, file) }
        }
        // Who depends on a node, and by what.
        var dependents: [Int: [Need]] = [:]
        for (node, place) in places {
            for need in needs(of: node, place) {
                dependents[need.node, default: []].append(Need(node: node, reason: need.reason))
            }
        }
        for node in dependents.keys { dependents[node]?.sort { $0.node < $1.node } }
        var outcomes: [Int: Outcome] = [:]
        for (node, place) in places { outcomes[node] = files[place.session][place.file].outcome }
        for node in graph.nodes.indices where graph.nodes[node].kind == .flb {
            outcomes[node] = objects[graph.nodes[node].compatible]?.outcome ?? .accepted
        }
        // The worst first, so that a file takes the gravest of the reasons; each node gets worse a few times at most.
        var queue = outcomes.filter { $0.value != .accepted }.keys.sorted()
        var next = 0
        while next < queue.count {
            let node = queue[next]
            next += 1
            let fate = consequence(of: outcomes[node] ?? .accepted)
            for need in dependents[node] ?? [] {
                guard let place = places[need.node], fate > (outcomes[need.node] ?? .accepted) else { continue }
                let path = graph.nodes[node].place.description
                let word = fate == .unknown ? "may not be accepted" : "is \(outcomes[node]?.rawValue ?? "lost")"
                files[place.session][place.file] = files[place.session][place.file].atBest(
                    fate, "\(need.reason) \(path), which \(word)")
                outcomes[need.node] = fate
                queue.append(need.node)
            }
        }
    }

    /// What a file becomes that depends on something with an outcome: it does without, or cannot.
    private func consequence(of outcome: Outcome) -> Outcome {
        switch outcome {
        case .accepted: .accepted
        case .unknown: .unknown
        case .lost, .refused: .lost
        case .misread: .misread
        case .panics: .panics
        }
    }

    /// What a file depends on: objects of its handler, and what its members lead to.
    private func needs(of node: Int, _ place: (session: Int, file: Int)) -> [Need] {
        var result: [Need] = []
        if let state = handover.state.liveUpdate?.sessions?[place.session].files[place.file].component,
            let format = formats[state.abi]
        {
            for component in format.dependsOn {
                for object in objectNodes[component] ?? [] {
                    result.append(Need(node: object, reason: "its handler depends on"))
                }
            }
        }
        for entry in [node] + (entries[node] ?? []) {
            for edge in graph.edges(from: entry) {
                guard let target = edge.node else { continue }
                let end = graph.nodes[target].owner ?? target
                if end == node { continue }
                result.append(Need(node: end, reason: "its \(edge.name) leads to"))
            }
        }
        return result
    }
}
