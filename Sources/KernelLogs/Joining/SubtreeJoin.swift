import HandoverState

extension StateJoin {
    /// What the state says of a subtree.
    func facts(aboutSubtree name: String) -> [String] {
        let named = state.subtrees.filter { $0.name == name }
        guard let subtree = named.first else {
            return ["the state has no subtree \(name); it has \(Self.list(state.subtrees.map(\.name)))"]
        }
        var clauses = [subtree.address.map { "at \($0)" } ?? "without an address"]
        if let size = subtree.size { clauses.append("\(size) bytes") }
        if let compatible = subtree.compatible { clauses.append("version \(compatible)") }
        var facts = ["the state has \(name) " + clauses.joined(separator: ", ")]
        if named.count > 1 { facts.append("there are \(named.count) of that name") }
        return facts
    }
}
