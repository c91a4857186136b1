import HandoverABI
import HandoverCoding
import HandoverState

/// The components of a handover as checks look at them: their graph, and how sure the formats are that it rests on.
struct ComponentSubject {
    let subject: Subject
    let graph: ComponentGraph
    let components: TypedComponents
    private let states: [Int: ComponentState]
    private let formats: [String: ComponentFormat]
    /// How many formats are known for each string.
    private let rivals: [String: Int]

    /// Nothing, where no component was read.
    init?(_ subject: Subject) {
        guard let liveUpdate = subject.state.liveUpdate, liveUpdate.hasComponents else { return nil }
        let known = subject.formats
        self.subject = subject
        let graph = ComponentGraph(of: liveUpdate, formats: known)
        // What was left out may be what something refers to.
        if graph.isCut { return nil }
        self.graph = graph
        components = graph.components
        formats = Dictionary(known.map { ($0.name, $0) }) { first, _ in first }
        rivals = Dictionary(known.map { ($0.compatible, 1) }, uniquingKeysWith: +)
        var states: [Int: ComponentState] = [:]
        for (session, nodes) in zip(liveUpdate.sessions ?? [], graph.files) {
            for (file, node) in zip(session.files, nodes) { states[node] = file.component }
        }
        let objects = graph.nodes.indices.filter { graph.nodes[$0].kind == .flb }
        for (object, node) in zip(liveUpdate.flbs ?? [], objects) { states[node] = object.component }
        self.states = states
    }

    /// The format that a node was read by.
    func format(of node: Int) -> ComponentFormat? {
        states[graph.nodes[node].owner ?? node].flatMap { formats[$0.abi] }
    }

    /// The nodes of a kind that are of a component.
    func nodes(_ kind: ComponentGraph.Node.Kind, of component: String, _ structure: String? = nil) -> [Int] {
        graph.nodes.indices.filter {
            let node = graph.nodes[$0]
            return node.kind == kind && node.component == component
                && (structure.map { $0 == node.object.structure } ?? true)
        }
    }

    /// Where a node stands.
    func path(of node: Int) -> String { graph.nodes[node].place.description }

    /// Whether all of a component's object could be read: of one that could not, something may seem to be missing.
    func isWhole(_ component: String) -> Bool {
        let rules: [RuleID] = [.componentUnreadable, .componentShared, .componentChain, .componentCapacity]
        let paths = Set(nodes(.flb, of: component).map { path(of: $0) })
        return !rules.contains { !subject.paths(remarkedFor: $0).isDisjoint(with: paths) }
    }

    // MARK: Telling

    /// Why what a node says is not certain: its format was chosen where others of its string fit as well, or none does.
    private func doubt(about node: Int) -> String? {
        guard let state = states[graph.nodes[node].owner ?? node], state.confidence == .assumed,
            let format = formats[state.abi], rivals[format.compatible, default: 0] > 1
        else { return nil }
        return "read as \(state.abi), " + (state.evidence.first ?? "which is assumed")
    }

    /// Tells of a breach by what some nodes say; as a doubt, where the format of one of them is not certain.
    func tell(
        _ rule: RuleID, _ nodes: [Int], _ log: inout FindingLog, _ message: @autoclosure () -> String
    ) {
        guard let first = nodes.first else { return }
        if let doubt = nodes.lazy.compactMap({ doubt(about: $0) }).first, Rule[rule].severity == .error {
            log.add(.linkDoubtful, path(of: first), "\(message()) (\(rule.rawValue)), if it is rightly \(doubt)")
            return
        }
        log.add(rule, path(of: first), message())
    }

    /// Numbers as messages show them.
    func hex(_ values: [UInt64]) -> String { values.map(\.hex).joined(separator: ", ") }
}
