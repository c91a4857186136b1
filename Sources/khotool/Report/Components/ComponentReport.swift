import HandoverABI
import HandoverCoding
import HandoverState

/// What components are and what they are linked to, for the sections of a report.
struct ComponentReport {
    private let graph: ComponentGraph
    private let components: TypedComponents
    private let text: ComponentText
    private let style: TextStyle
    /// Entries that refer to something or are referred to, by what they are entries of.
    private let entries: [Int: [Int]]
    private let objects: [Int]

    init(_ liveUpdate: LiveUpdate, formats: [ComponentFormat], style: TextStyle) {
        graph = ComponentGraph(of: liveUpdate, formats: formats)
        components = graph.components
        text = ComponentText(graph, components)
        self.style = style
        let graph = graph
        entries = Dictionary(
            grouping: graph.nodes.indices.filter { index in
                graph.nodes[index].owner != nil
                    && (!graph.edges(from: index).isEmpty || !graph.edges(to: index).isEmpty)
            }
        ) { graph.nodes[$0].owner ?? -1 }
        objects = graph.nodes.indices.filter { graph.nodes[$0].kind == .flb }
    }

    /// The line of a file whose format is known.
    func text(of file: PreservedFile, _ number: Int, inSession session: Int) -> String? {
        guard let state = file.component, session < graph.files.count, number < graph.files[session].count else {
            return nil
        }
        let index = graph.files[session][number]
        return "\(state.abi)  " + ([text.title(of: index)] + text.details(of: index)).joined(separator: ", ")
            + links(from: index)
    }

    /// What is in a file or object: entries that refer to something, of PCI a tree.
    func entries(ofFile number: Int, inSession session: Int, limit: Int) -> [String] {
        guard session < graph.files.count, number < graph.files[session].count else { return [] }
        return entries(of: graph.files[session][number], limit: limit)
    }

    /// The lines of an object; `nil` where its format is not known.
    func lines(of object: FileLifecycleBound, _ number: Int, limit: Int) -> [String]? {
        guard let state = object.component else { return nil }
        guard number < objects.count else { return nil }
        let index = objects[number]
        let count =
            "\(Quantities.count(object.count, "file")) " + (object.count == 1 ? "depends on it" : "depend on it")
        let head =
            "\(style.name(object.name))  \(state.abi)  "
            + ([text.title(of: index)] + text.details(of: index) + [count]).joined(separator: ", ")
        if graph.nodes[index].component == "pci", let pci = components.pci {
            return [head] + rest(tree(PCITopology(pci.functions).roots, ""), limit)
        }
        return [head] + entries(of: index, limit: limit)
    }

    // MARK: Entries

    private func entries(of owner: Int, limit: Int) -> [String] {
        let inside = entries[owner] ?? []
        let lines = inside.enumerated().map { place, index in
            (place == inside.count - 1 ? "└─ " : "├─ ") + described(index) + links(from: index)
        }
        return rest(lines, limit)
    }

    private func rest(_ lines: [String], _ limit: Int) -> [String] {
        if lines.count <= limit { return lines }
        return lines.prefix(limit) + ["└─ " + style.quiet("… \(lines.count - limit) more (--all shows them)")]
    }

    private func described(_ index: Int) -> String {
        ([text.title(of: index)] + text.details(of: index)).joined(separator: ", ")
    }

    /// Functions under their bridges.
    private func tree(_ branches: [PCITopology.Branch], _ indent: String) -> [String] {
        let nodes = Dictionary(graph.nodes.indices.map { (graph.nodes[$0].place, $0) }) { first, _ in first }
        return tree(branches, indent, nodes)
    }

    private func tree(
        _ branches: [PCITopology.Branch], _ indent: String, _ nodes: [ComponentPlace: Int]
    ) -> [String] {
        branches.enumerated().flatMap { place, branch -> [String] in
            let isLast = place == branches.count - 1
            guard let index = nodes[branch.function.place] else { return [] }
            let users = graph.edges(to: index).filter { graph.nodes[$0.source].kind == .file }.map {
                "\(name($0.source))"
            }
            let held = users.isEmpty ? "" : " ← " + users.joined(separator: ", ")
            return [indent + (isLast ? "└─ " : "├─ ") + described(index) + held]
                + tree(branch.children, indent + (isLast ? "   " : "│  "), nodes)
        }
    }

    // MARK: Links

    /// What a node refers to: `→ iommufd 0x40`.
    private func links(from index: Int) -> String {
        let ends = graph.edges(from: index).compactMap { edge -> String? in
            switch edge.end {
            case .none: nil
            case .node(let end):
                // A device goes by the address of the function that it is.
                text.title(of: index).hasSuffix(text.title(of: end)) ? nil : name(end, from: index)
            case .stranger(let end): style.error("\(edge.name): \(name(end, from: index)) is not what it should be")
            case .dangling(let values):
                style.error("\(edge.name) \(values.map { Quantities.hex($0) }.joined(separator: ", ")): not there")
            }
        }
        var seen: Set<String> = []
        let told = ends.filter { seen.insert($0).inserted }
        return told.isEmpty ? "" : " → " + told.joined(separator: ", ")
    }

    /// A node by a short name: of the same session by its token.
    private func name(_ index: Int, from source: Int? = nil) -> String {
        let node = graph.nodes[index]
        guard node.kind == .file, case .file(let place) = node.place.owner else { return text.title(of: index) }
        if let source, case .file(let other) = graph.nodes[source].place.owner, other.session == place.session {
            return "\(text.title(of: index).prefix { $0 != "," }) \(Quantities.hex(place.token))"
        }
        return "\(place.session) \(Quantities.hex(place.token))"
    }
}
