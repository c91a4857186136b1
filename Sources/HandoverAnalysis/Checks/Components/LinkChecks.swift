import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory

/// What holds for the references of every component, and for the objects that files depend on.
enum LinkChecks {
    static let all: [ComponentChecks.Check] = [references, objects]

    // MARK: References

    private static func references(_ components: ComponentSubject, _ log: inout FindingLog) {
        let graph = components.graph
        let objects = Set(graph.nodes.filter { $0.kind == .flb }.compactMap(\.component))
            .filter { components.isWhole($0) }
        for edge in graph.edges {
            let member = edge.members.joined(separator: ", ")
            switch edge.end {
            case .node, .none: break
            case .stranger(let node):
                components.tell(
                    .linkStranger, [edge.source], &log,
                    "\(member) names \(components.path(of: node)), a file of \"\(graph.nodes[node].compatible)\", "
                        + "and shall name one of \(name(of: edge.target))")
            case .dangling(let values):
                // Without the object, or all of it, that is what is told.
                if let object = object(of: edge.target), !objects.contains(object) { break }
                // A caretaker that stands still needs no CPU.
                if edge.members.first == "cb.pcpu_id" { break }
                components.tell(
                    rule(for: edge, in: graph), [edge.source], &log,
                    "\(member) is \(components.hex(values)), and there is no such \(name(of: edge.target))"
                        + (deleted(edge, values, components) ? ": the entry there is marked as deleted" : ""))
                if deleted(edge, values, components) {
                    components.tell(
                        .deletedReferred, [edge.source], &log,
                        "\(member) leads to \(components.hex(values)), an entry that is marked as deleted")
                }
            }
        }
    }

    /// The rule of a component's own, where it has one.
    private static func rule(
        for edge: ComponentGraph.Edge, in graph: ComponentGraph
    ) -> RuleID {
        let component = graph.nodes[edge.source].component
        switch (component, edge.target) {
        case ("vfio-pci", .key): return .vfioUnlisted
        case ("vfio-pci", .file): return .vfioIOMMUFD
        case ("iommufd", .object): return .pageTableDangling
        case ("iommu", .object): return .deviceDangling
        case ("iommu", .key): return .deviceUnlisted
        case ("kvm-vcpu", .file), ("guest-memfd", .file): return .machineMissing
        default: return .linkDangling
        }
    }

    private static func object(of target: ComponentLink.Target) -> String? {
        switch target {
        case .file: nil
        case .object(let component, _), .key(let component, _, _): component
        }
    }

    private static func name(of target: ComponentLink.Target) -> String {
        switch target {
        case .file(let component): component
        case .object(let component, let structure), .key(let component, let structure, _):
            "\(structure) of \(component)"
        }
    }

    /// Whether an address leads to an entry that is there and marked as deleted.
    private static func deleted(
        _ edge: ComponentGraph.Edge, _ values: [UInt64], _ components: ComponentSubject
    ) -> Bool {
        guard case .object("iommu", let structure) = edge.target, let address = values.first else { return false }
        for object in components.nodes(.flb, of: "iommu") {
            for member in components.graph.nodes[object].object.members {
                guard case .objects(let entries) = member.value else { continue }
                if entries.contains(where: {
                    $0.structure == structure && $0.address?.value == address && ($0.raw("hdr.flags") ?? 0) & 1 != 0
                }) {
                    return true
                }
            }
        }
        return false
    }

    // MARK: Objects

    private static func objects(_ components: ComponentSubject, _ log: inout FindingLog) {
        let graph = components.graph
        var users: [String: [Int]] = [:]
        var doubtful: [String: Int] = [:]
        var unknown = 0
        for node in graph.nodes.indices where graph.nodes[node].kind == .file && graph.nodes[node].memfd == nil {
            guard let format = components.format(of: node) else {
                unknown += 1
                continue
            }
            for object in format.dependsOn { users[object, default: []].append(node) }
            // Where a file cannot do without an entry of an object, it may well keep it alive.
            for object in Set(format.links.filter { !$0.isOptional }.compactMap { self.object(of: $0.target) })
            where format.place == .file && !format.dependsOn.contains(object) {
                doubtful[object, default: 0] += 1
            }
        }
        if components.subject.isIncomplete(at: LiveUpdateChecks.path) { return }
        let strings = Set(graph.nodes.filter { $0.kind == .flb }.map(\.compatible))
        var seen: Set<String> = []
        for (index, node) in graph.nodes.enumerated() where node.kind == .flb {
            guard let component = node.component, seen.insert(component).inserted,
                let count = components.subject.state.liveUpdate?.flbs?.first(where: { $0.name == node.compatible })?
                    .count
            else { continue }
            let least = UInt64(users[component]?.count ?? 0)
            let most = least + UInt64(doubtful[component, default: 0] + unknown)
            if count < least || count > most {
                components.tell(
                    .objectCount, [index], &log,
                    "\(count) files are said to depend on the object, of the files there \(least == 1 ? "is" : "are") "
                        + "\(least)")
            }
        }
        for (object, files) in users.sorted(by: { $0.key < $1.key }) where !seen.contains(object) {
            // What could not be read is there all the same.
            let names = ComponentFormat.known.filter { $0.component == object && $0.place == .flb }.map(\.compatible)
            guard components.subject.state.liveUpdate?.flbs != nil, !names.contains(where: strings.contains),
                let first = files.first
            else { continue }
            log.add(
                .objectMissing, LiveUpdateChecks.path,
                "\(files.count) file\(files.count == 1 ? "" : "s"), \(components.path(of: first)) first, need the object "
                    + "of \(object) (\(names.map { "\"\($0)\"" }.joined(separator: " or "))), and there is none")
        }
    }
}
