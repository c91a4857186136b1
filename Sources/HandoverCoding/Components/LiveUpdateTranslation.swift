public import HandoverABI
public import HandoverState

/// The components of a state, each put into the format that another kernel has for it.
public struct LiveUpdateTranslation: Sendable {
    /// The state; of what has no format among the new ones everything is as it was.
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
        self.new = Dictionary(new.map { ($0.component, $0) }) { first, _ in first }
        old = Dictionary((new + formats).map { ($0.name, $0) }) { first, _ in first }
        let derived = DerivedTokens(ComponentGraph(of: liveUpdate, formats: Array(old.values)))
        for session in liveUpdate.sessions?.indices ?? 0..<0 {
            for file in liveUpdate.sessions?[session].files.indices ?? 0..<0 {
                translate(file: file, of: session, derived)
            }
        }
        for flb in liveUpdate.flbs?.indices ?? 0..<0 {
            guard let object = liveUpdate.flbs?[flb], let component = object.component,
                let (state, compatible) = translate(component, at: "/LUO/\(object.name)")
            else { continue }
            self.liveUpdate.flbs?[flb].component = state
            self.liveUpdate.flbs?[flb].name = compatible
        }
    }

    private mutating func translate(file index: Int, of session: Int, _ derived: DerivedTokens) {
        guard let name = liveUpdate.sessions?[session].name, let file = liveUpdate.sessions?[session].files[index],
            let component = file.component
        else { return }
        let place = FilePlace(session: name, token: file.token)
        guard let (translated, compatible) = translate(component, at: "\(place)") else { return }
        var state = translated
        derived.complete(&state, of: place, &additions)
        liveUpdate.sessions?[session].files[index].component = state
        liveUpdate.sessions?[session].files[index].handler = compatible
    }

    private mutating func translate(
        _ state: ComponentState, at path: String
    ) -> (state: ComponentState, compatible: String)? {
        guard let target = new[String(state.abi.prefix { $0 != "@" })], target.name != state.abi else { return nil }
        guard let origin = old[state.abi] else {
            obstacles.append(.init(path, "the format \(state.abi) that it was read by is not described"))
            return nil
        }
        let translation = ComponentTranslation(of: state.root, from: origin, to: target, at: path)
        losses += translation.losses
        additions += translation.additions
        obstacles += translation.obstacles
        let result = ComponentState(
            abi: target.name, confidence: .given, evidence: ["translated from \(state.abi)"], root: translation.object)
        return (result, target.compatible)
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
            for function in graph.edges(from: index).compactMap(\.node) where graph.nodes[function].kind == .entry {
                for device in graph.edges(to: function) where graph.nodes[device.source].component == "iommu" {
                    for domain in graph.edges(from: device.source).compactMap(\.node) {
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

    /// Puts a token where a format asks for one that was made up.
    func complete(_ state: inout ComponentState, of place: FilePlace, _ additions: inout [ComponentTranslation.Item]) {
        guard let token = tokens[place] else { return }
        for member in state.root.members {
            let isInner: Bool
            if case .object = member.value { isInner = true } else { isInner = false }
            let path = isInner ? "\(place)/\(member.name)/token" : "\(place)/\(member.name)"
            guard member.name.contains("iommufd"), let index = additions.lastIndex(where: { $0.path == path }) else {
                continue
            }
            additions[index] = .init(path, "the IOMMU's domain tells it: 0x\(String(token, radix: 16))")
            if isInner, var inner = state.root.object(at: member.name) {
                inner["token"] = .number(token)
                state.root[member.name] = .object(inner)
            } else {
                state.root[member.name] = .number(token)
            }
        }
    }
}
