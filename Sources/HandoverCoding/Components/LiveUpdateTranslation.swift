public import HandoverABI
public import HandoverState

/// The components of a state, each put into the format that another kernel has for it.
public struct LiveUpdateTranslation: Sendable {
    /// The state, without what has ``obstacles``; what has no format among the new ones is as it was.
    public private(set) var liveUpdate: LiveUpdate
    /// What the new formats have no place for.
    public private(set) var losses: [ComponentTranslation.Item] = []
    /// What they ask for and the old ones did not say, and what was put there.
    public private(set) var additions: [ComponentTranslation.Item] = []
    /// What cannot be.
    public private(set) var obstacles: [ComponentTranslation.Item] = []

    private let old: [String: ComponentFormat]
    private let new: [String: ComponentFormat]

    /// Translates the components of a state that was read by known formats into others, one of each component.
    public init(of liveUpdate: LiveUpdate, to new: [ComponentFormat], knowing formats: [ComponentFormat]) {
        self.liveUpdate = liveUpdate
        var targets: [String: ComponentFormat] = [:]
        for format in new where targets[format.component] == nil { targets[format.component] = format }
        self.new = targets
        old = (new + formats).byName
        let derived = DerivedTokens(ComponentGraph(of: liveUpdate, formats: Array(old.values)))
        var sessions: [Session] = []
        for session in liveUpdate.sessions ?? [] { sessions.append(translate(session, derived)) }
        if liveUpdate.sessions != nil { self.liveUpdate.sessions = sessions }
        var objects: [FileLifecycleBound] = []
        for object in liveUpdate.flbs ?? [] {
            var result = object
            if let component = object.component, let format = target(of: component) {
                guard let state = translate(component, to: format, at: "/LUO/\(object.name)") else { continue }
                result.component = state
                result.name = format.compatible
            }
            objects.append(result)
        }
        if liveUpdate.flbs != nil { self.liveUpdate.flbs = objects }
    }

    private mutating func translate(_ session: Session, _ derived: DerivedTokens) -> Session {
        var result = session
        result.files = []
        for file in session.files {
            var translated = file
            if let component = file.component, let format = target(of: component) {
                let place = FilePlace(session: session.name, token: file.token)
                guard var state = translate(component, to: format, at: "\(place)") else { continue }
                if let obstacle = derived.complete(&state, of: place, by: format, &additions) {
                    obstacles.append(obstacle)
                    continue
                }
                translated.component = state
                translated.handler = format.compatible
            }
            result.files.append(translated)
        }
        result.fileCount = UInt64(result.files.count)
        return result
    }

    /// The format to put something into; `nil` where it stays as it is.
    private func target(of state: ComponentState) -> ComponentFormat? {
        guard let format = new[String(state.abi.prefix { $0 != "@" })], format.name != state.abi else { return nil }
        return format
    }

    /// What the new format holds; `nil` where there are obstacles.
    private mutating func translate(
        _ state: ComponentState, to target: ComponentFormat, at path: String
    ) -> ComponentState? {
        guard let origin = old[state.abi] else {
            obstacles.append(.init(path, "the format \(state.abi) that it was read by is not described"))
            return nil
        }
        let translation = ComponentTranslation(of: state.root, from: origin, to: target, at: path)
        obstacles += translation.obstacles
        if !translation.obstacles.isEmpty { return nil }
        losses += translation.losses
        additions += translation.additions
        return ComponentState(
            abi: target.name, confidence: .given, evidence: ["translated from \(state.abi)"],
            root: translation.object)
    }
}

/// What formats do not say of VFIO's devices and the rest of the state does: a device reaches memory through a domain of
/// an IOMMU, and one iommufd of its session has that domain.
private struct DerivedTokens {
    private var tokens: [FilePlace: UInt64] = [:]

    init(_ graph: ComponentGraph) {
        for index in graph.nodes.indices where graph.nodes[index].component == "vfio-pci" {
            guard graph.nodes[index].kind == .file, case .file(let place) = graph.nodes[index].place.owner else {
                continue
            }
            var found: Set<UInt64> = []
            for function in graph.edges(from: index).compactMap({ $0.node }) where graph.nodes[function].kind == .entry
            {
                for device in graph.edges(to: function) where graph.nodes[device.source].component == "iommu" {
                    for domain in graph.edges(from: device.source).compactMap({ $0.node }) {
                        found.formUnion(Self.tokens(of: domain, in: graph, session: place.session))
                    }
                }
            }
            if let token = found.first, found.count == 1 { tokens[place] = token }
        }
    }

    /// The tokens of the files in a session whose page tables are a domain.
    private static func tokens(of domain: Int, in graph: ComponentGraph, session: String) -> [UInt64] {
        graph.edges(to: domain).compactMap { edge in
            guard graph.nodes[edge.source].component == "iommufd",
                case .file(let place) = graph.nodes[edge.source].place.owner, place.session == session
            else { return nil }
            return place.token
        }
    }

    /// Puts a token where a format asks for one that was made up; tells where it does not fit.
    func complete(
        _ state: inout ComponentState, of place: FilePlace, by format: ComponentFormat,
        _ additions: inout [ComponentTranslation.Item]
    ) -> ComponentTranslation.Item? {
        guard let token = tokens[place],
            let link = format.links.first(where: { $0.target == .file(component: "iommufd") }),
            let structure = format.structure(link.structure), let name = link.members.first
        else { return nil }
        let holder = format.structure(format.root)?.members.first { $0.type == .structure(link.structure) }
        let path = ([place.description] + [holder?.name].compactMap { $0 } + [name]).joined(separator: "/")
        guard let index = additions.lastIndex(where: { $0.path == path }) else { return nil }
        if let bits = structure.member(name)?.type.bitCount, bits < 64, token >> UInt64(bits) != 0 {
            return .init(path, "the token 0x\(String(token, radix: 16)) does not fit \(bits) bits")
        }
        additions[index] = .init(path, "the IOMMU's domain tells it: 0x\(String(token, radix: 16))")
        if let holder, var inner = state.root.object(at: holder.name) {
            inner[name] = .number(token)
            state.root[holder.name] = .object(inner)
        } else if holder == nil {
            state.root[name] = .number(token)
        }
        return nil
    }
}
