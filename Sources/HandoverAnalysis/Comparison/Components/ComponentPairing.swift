import HandoverABI
import HandoverCoding
import HandoverState

/// Which nodes of two graphs are the same thing: first what has a name of its own, then what is alike, then what those
/// refer to, and at last what stands in the same place.
///
/// Addresses and tokens are another in every handover, so that nothing is known by them alone.
struct ComponentPairing {
    let old: ComponentGraph
    let new: ComponentGraph
    /// The new node of each old one.
    private(set) var newNode: [Int: Int] = [:]
    private(set) var oldNode: [Int: Int] = [:]
    /// The members by which structures are known, such as the address of a PCI function.
    private let names: [String: [String]]

    init(old: ComponentGraph, new: ComponentGraph, files: [(FilePlace, FilePlace)], formats: [ComponentFormat]) {
        self.old = old
        self.new = new
        names = Self.names(in: formats)
        pairFiles(files)
        pairObjects()
        pairEntries(by: .name)
        pairEntries(by: .likeness)
        followLinks()
        pairEntries(by: .place)
    }

    /// What an entry is known by.
    private struct Entry: Hashable {
        /// The pair that its owner belongs to: the new node.
        let owner: Int
        let object: ComponentObject
    }

    private static func names(in formats: [ComponentFormat]) -> [String: [String]] {
        var names: [String: [String]] = [:]
        for link in formats.flatMap(\.links) {
            if case .key(component: _, let structure, let members) = link.target {
                names[structure] = members
                if names[link.structure] == nil { names[link.structure] = link.members }
            }
        }
        return names
    }

    private mutating func pair(_ before: Int, _ after: Int) -> Bool {
        guard newNode[before] == nil, oldNode[after] == nil else { return false }
        newNode[before] = after
        oldNode[after] = before
        return true
    }

    private mutating func pairFiles(_ files: [(FilePlace, FilePlace)]) {
        func nodes(_ graph: ComponentGraph) -> [FilePlace: Int] {
            var result: [FilePlace: Int] = [:]
            for index in graph.files.joined() {
                guard case .file(let place) = graph.nodes[index].place.owner else { continue }
                if result[place] == nil { result[place] = index }
            }
            return result
        }
        let (before, after) = (nodes(old), nodes(new))
        for (first, second) in files {
            if let first = before[first], let second = after[second] { _ = pair(first, second) }
        }
    }

    private mutating func pairObjects() {
        func objects(_ graph: ComponentGraph) -> [(node: Int, name: String)] {
            graph.nodes.indices.filter { graph.nodes[$0].kind == .flb }
                .map { ($0, graph.nodes[$0].component ?? graph.nodes[$0].compatible) }
        }
        for (before, after) in Pairing(objects(old), objects(new), by: { $0.name }).common {
            _ = pair(before.node, after.node)
        }
    }

    /// What entries are known by.
    private enum Feature {
        /// Members of their own that others name them by.
        case name
        /// All that they hold but references.
        case likeness
        /// That they are the next in their list.
        case place
    }

    private struct Side {
        let node: Int
        let entry: Entry?
    }

    private mutating func pairEntries(by feature: Feature) {
        let before = old.nodes.indices.filter { old.nodes[$0].kind == .entry && newNode[$0] == nil }.map { node in
            let owner = old.nodes[node].owner.flatMap { newNode[$0] }
            return Side(node: node, entry: entry(old, node, of: owner, by: feature))
        }
        let after = new.nodes.indices.filter { new.nodes[$0].kind == .entry && oldNode[$0] == nil }
            .map { Side(node: $0, entry: entry(new, $0, of: new.nodes[$0].owner, by: feature)) }
        for (first, second) in Pairing(before, after, by: { $0.entry }).common { _ = pair(first.node, second.node) }
    }

    private func entry(_ graph: ComponentGraph, _ node: Int, of owner: Int?, by feature: Feature) -> Entry? {
        guard let owner else { return nil }
        let object = graph.nodes[node].object
        switch feature {
        case .name:
            guard let names = names[object.structure] else { return nil }
            let values = names.map { ComponentObject.Member($0, .number(object.raw($0) ?? 0)) }
            return Entry(owner: owner, object: ComponentObject(object.structure, values))
        case .likeness:
            let links = Set(graph.edges(from: node).flatMap(\.members))
            return Entry(owner: owner, object: object.bare(without: links, keepingAddresses: true))
        case .place:
            // What has a name and is not called the same is another thing.
            if names[object.structure] != nil { return nil }
            return Entry(owner: owner, object: ComponentObject(object.structure))
        }
    }

    /// What things that are the same refer to by the same members is the same.
    private mutating func followLinks() {
        var rest = newNode.keys.sorted()
        while let before = rest.popLast() {
            guard let after = newNode[before] else { continue }
            for edge in old.edges(from: before) {
                guard let first = edge.node,
                    let other = new.edges(from: after).first(where: { $0.members == edge.members }),
                    let second = other.node, old.nodes[first].object.structure == new.nodes[second].object.structure,
                    old.nodes[first].kind == .entry, new.nodes[second].kind == .entry
                else { continue }
                if pair(first, second) { rest.append(first) }
            }
        }
    }
}

extension ComponentObject {
    /// The object without references and entries, which are things of their own.
    func bare(without links: Set<String>, keepingAddresses: Bool, path: String = "", depth: Int = 0) -> ComponentObject
    {
        var result = ComponentObject(structure)
        guard depth < 16 else { return result }
        for member in members where !links.contains(path + member.name) {
            switch member.value {
            case .objects, .folios: continue
            case .address: if keepingAddresses { result.members.append(member) }
            case .object(let inner):
                let bare = inner.bare(
                    without: links, keepingAddresses: keepingAddresses, path: path + member.name + ".",
                    depth: depth + 1)
                result.members.append(Member(member.name, .object(bare)))
            default: result.members.append(member)
            }
        }
        return result
    }
}
