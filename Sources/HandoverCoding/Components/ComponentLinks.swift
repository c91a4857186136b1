import HandoverABI
import HandoverState
import PhysicalMemory

/// Resolves what members refer to: one dictionary for each kind of thing that is referred to.
struct ComponentLinks {
    private let walk: ComponentWalk
    private var files: [FileKey: Int] = [:]
    private var objects: [ObjectKey: Int] = [:]
    private var keyed: [ComponentLink.Target: [[UInt64]: Int]] = [:]

    private struct FileKey: Hashable {
        let session: Int
        let token: UInt64
    }

    private struct ObjectKey: Hashable {
        let component: String
        let structure: String
        let address: UInt64
    }

    init(_ walk: ComponentWalk) {
        self.walk = walk
        for index in walk.nodes.indices {
            guard walk.nodes[index].kind == .file, case .file(let place) = walk.nodes[index].place.owner else {
                continue
            }
            // Of two files with one token the kernel finds the first.
            let key = FileKey(session: walk.sessions[index], token: place.token)
            if files[key] == nil { files[key] = index }
        }
        for structure in walk.structures {
            guard let address = structure.object.address else { continue }
            let component = walk.used[structure.format].component
            let key = ObjectKey(
                component: component, structure: structure.object.structure, address: address.value)
            if objects[key] == nil { objects[key] = structure.node }
        }
    }

    /// The references, in the order of the nodes that hold them.
    mutating func resolve() -> [ComponentGraph.Edge] {
        let links = walk.used.map { format in
            Dictionary(grouping: format.links) { $0.structure }
        }
        var edges: [ComponentGraph.Edge] = []
        for structure in walk.structures {
            for link in links[structure.format][structure.object.structure] ?? [] {
                let values = link.members.map { structure.object.raw($0) }
                // A member that this revision has not, or that could not be read, refers to nothing.
                let known = values.compactMap { $0 }
                if known.count < values.count || known.isEmpty { continue }
                edges.append(
                    ComponentGraph.Edge(
                        source: structure.node, members: link.members.map { structure.path + $0 },
                        target: link.target, isOptional: link.isOptional,
                        end: end(of: link, known, from: structure.node)))
            }
        }
        edges += sharedStructures()
        // Entries are visited within what they are entries of.
        return edges.enumerated().sorted { ($0.element.source, $0.offset) < ($1.element.source, $1.offset) }
            .map { $0.element }
    }

    /// Files whose structure is an entry of an object's list too: both lead to the same memory.
    private func sharedStructures() -> [ComponentGraph.Edge] {
        struct Place: Hashable {
            let structure: String
            let address: UInt64
        }
        var entries: [Place: Int] = [:]
        for structure in walk.structures where walk.nodes[structure.node].kind == .entry && structure.path.isEmpty {
            guard let address = structure.object.address else { continue }
            entries[Place(structure: structure.object.structure, address: address.value)] = structure.node
        }
        if entries.isEmpty { return [] }
        return walk.nodes.indices.compactMap { index in
            let object = walk.nodes[index].object
            guard walk.nodes[index].kind == .file, let address = object.address,
                let entry = entries[Place(structure: object.structure, address: address.value)],
                walk.nodes[entry].owner != index
            else { return nil }
            let component = walk.nodes[entry].component ?? ""
            return ComponentGraph.Edge(
                source: index, members: ["data"], target: .object(component: component, structure: object.structure),
                isOptional: false, end: .node(entry))
        }
    }

    private mutating func end(
        of link: ComponentLink, _ values: [UInt64], from node: Int
    ) -> ComponentGraph.Edge.End {
        if let found = find(link.target, values, from: node) {
            let node = walk.nodes[found]
            if case .file(let component) = link.target, node.memfd != nil || node.component ?? component != component {
                return .stranger(found)
            }
            return .node(found)
        }
        return link.isNothing(values) ? .none : .dangling(values)
    }

    private mutating func find(_ target: ComponentLink.Target, _ values: [UInt64], from node: Int) -> Int? {
        switch target {
        case .file: return files[FileKey(session: walk.sessions[node], token: values[0])]
        case .object(let component, let structure):
            return objects[ObjectKey(component: component, structure: structure, address: values[0])]
        case .key(let component, let structure, let members):
            if keyed[target] == nil { keyed[target] = index(component, structure, members) }
            return keyed[target]?[values]
        }
    }

    private func index(_ component: String, _ name: String, _ members: [String]) -> [[UInt64]: Int] {
        var index: [[UInt64]: Int] = [:]
        for structure in walk.structures
        where structure.object.structure == name && walk.used[structure.format].component == component {
            let key = members.compactMap { structure.object.raw($0) }
            if key.count == members.count, index[key] == nil { index[key] = structure.node }
        }
        return index
    }
}
