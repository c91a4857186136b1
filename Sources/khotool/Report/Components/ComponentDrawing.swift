import FindingReports
import HandoverABI
import HandoverCoding
import HandoverState

/// A state as a drawing for GraphViz: sessions with their files, objects with what is in them, and what refers to what.
///
/// The same state gives the same text. What comes from the state stands in quotes with all that could end them escaped.
struct ComponentDrawing {
    private let graph: ComponentGraph
    private let text: ComponentText
    private let components: TypedComponents
    private let isDrawn: [Bool]

    init(_ liveUpdate: LiveUpdate, formats: [ComponentFormat]) {
        graph = ComponentGraph(of: liveUpdate, formats: formats)
        components = graph.components
        text = ComponentText(graph, components)
        // Of entries those that could refer to something or be referred to; pages of tables have nothing to tell.
        let linked = Set(
            formats.flatMap { format in
                format.links.flatMap { link -> [String] in
                    switch link.target {
                    case .file: [link.structure]
                    case .object(_, let structure), .key(_, let structure, _): [link.structure, structure]
                    }
                }
            })
        var drawn = graph.nodes.map { $0.kind != .entry || linked.contains($0.object.structure) }
        for index in graph.nodes.indices where drawn[index] && graph.nodes[index].kind == .entry {
            // An object whose entries are drawn is the frame around them.
            if let owner = graph.nodes[index].owner, graph.nodes[owner].kind == .flb, graph.edges(to: owner).isEmpty {
                drawn[owner] = false
            }
        }
        isDrawn = drawn
    }

    /// The drawing, line by line.
    func lines() -> [String] {
        var lines = [
            "digraph handover {",
            "    graph [rankdir=LR, ranksep=0.9, nodesep=0.18, fontname=\"Helvetica\", fontsize=12, compound=true];",
            "    node [shape=box, style=\"rounded,filled\", fillcolor=white, color=\"#7a8794\", "
                + "fontname=\"Helvetica\", fontsize=10, margin=\"0.12,0.05\"];",
            "    edge [color=\"#5b6b7a\", arrowsize=0.6, fontname=\"Helvetica\", fontsize=9];",
        ]
        lines += clusters()
        lines += ownership()
        lines += bridges()
        lines += graph.edges.indices.flatMap { edge(graph.edges[$0], $0) }
        return lines + ["}"]
    }

    // MARK: Nodes

    private func clusters() -> [String] {
        var lines: [String] = []
        var members: [Int: [Int]] = [:]
        for index in graph.nodes.indices where isDrawn[index] {
            if let owner = graph.nodes[index].owner { members[owner, default: []].append(index) }
        }
        for (number, files) in graph.files.enumerated() {
            guard let first = files.first, case .file(let place) = graph.nodes[first].place.owner else { continue }
            lines += frame(
                "s\(number)", "session \(place.session)", "#eef3f8", files.flatMap { [$0] + (members[$0] ?? []) })
        }
        for index in graph.nodes.indices where graph.nodes[index].kind == .flb {
            let inside = (isDrawn[index] ? [index] : []) + (members[index] ?? [])
            let name = graph.nodes[index].compatible
            let title = text.title(of: index)
            lines += frame("o\(index)", title == name ? name : "\(title) (\(name))", "#f6f2ea", inside)
        }
        return lines
    }

    private func frame(_ name: String, _ title: String, _ colour: String, _ nodes: [Int]) -> [String] {
        [
            "    subgraph cluster_\(name) {",
            "        label=\(Self.quoted([title])); style=\"rounded,filled\"; color=\"#c5ced6\"; fillcolor=\"\(colour)\";",
        ] + nodes.map { "        n\($0) [label=\(label(of: $0))\(look(of: $0))];" } + ["    }"]
    }

    private func label(of index: Int) -> String {
        let node = graph.nodes[index]
        var lines = [text.title(of: index)]
        if node.kind == .file, case .file(let place) = node.place.owner {
            lines[0] = "\(Quantities.hex(place.token))  \(lines[0])"
        }
        lines += text.details(of: index)
        return Self.quoted(lines)
    }

    private func look(of index: Int) -> String {
        let node = graph.nodes[index]
        let colour: String? =
            switch (node.component, node.object.structure) {
            case ("vfio-pci", _), (_, "pci_dev_ser"): "#dbe9f9"
            case ("iommufd", _), ("iommu", _): "#def0dd"
            case ("kvm-vm", _), ("kvm-vcpu", _): "#ece2f6"
            case ("guest-memfd", _), ("huge-memfd", _), ("hugetlb", _): "#fbe9d3"
            case ("cpu", _), ("cpus", _): "#f8dfe1"
            default: node.memfd == nil ? nil : "#fbe9d3"
            }
        return colour.map { ", fillcolor=\"\($0)\"" } ?? ""
    }

    // MARK: Lines

    /// Files and what is in them.
    private func ownership() -> [String] {
        graph.nodes.indices.compactMap { index in
            guard isDrawn[index], let owner = graph.nodes[index].owner, isDrawn[owner] else { return nil }
            return "    n\(owner) -> n\(index) [dir=none, color=\"#b3bec8\"];"
        }
    }

    /// Bridges and what is below them, as far as counts and buses tell.
    private func bridges() -> [String] {
        guard let functions = components.pci?.functions else { return [] }
        let nodes = Dictionary(graph.nodes.indices.map { (graph.nodes[$0].place, $0) }) { first, _ in first }
        var lines: [String] = []
        var branches = PCITopology(functions).roots[...]
        while let branch = branches.popFirst() {
            for child in branch.children {
                guard let low = nodes[child.function.place], let high = nodes[branch.function.place] else { continue }
                lines.append("    n\(low) -> n\(high) [dir=none, penwidth=2, color=\"#9fb4c8\"];")
            }
            branches.append(contentsOf: branch.children)
        }
        return lines
    }

    private func edge(_ edge: ComponentGraph.Edge, _ number: Int) -> [String] {
        guard isDrawn[edge.source] else { return [] }
        switch edge.end {
        case .none: return []
        case .node(let end):
            guard isDrawn[end] else { return [] }
            return ["    n\(edge.source) -> n\(end);"]
        case .stranger(let end):
            return [
                "    n\(edge.source) -> n\(end) [color=\"#c0392b\", fontcolor=\"#c0392b\", style=dashed, "
                    + "label=\(Self.quoted(["\(edge.name): not what it should be"]))];"
            ]
        case .dangling(let values):
            let raw = values.map { Quantities.hex($0) }.joined(separator: ", ")
            return [
                "    d\(number) [shape=plaintext, style=\"\", fontcolor=\"#c0392b\", "
                    + "label=\(Self.quoted(["\(edge.name) \(raw):", "not there"]))];",
                "    n\(edge.source) -> d\(number) [color=\"#c0392b\", style=dashed];",
            ]
        }
    }

    /// Lines of text as a string of the language of GraphViz.
    private static func quoted(_ lines: [String]) -> String {
        let escaped = lines.map { line in
            var result = ""
            for character in ShownText.escaped(line) {
                if character == "\"" || character == "\\" { result.append("\\") }
                result.append(character)
            }
            return result
        }
        return "\"" + escaped.joined(separator: "\\n") + "\""
    }
}
