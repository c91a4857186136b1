import HandoverState

extension StateJoin {
    /// What the state says of an object bound to files.
    func facts(aboutObject name: String) -> [String] {
        guard let objects = state.liveUpdate?.flbs else { return ["the state has no objects that can be read"] }
        guard let object = objects.first(where: { $0.name == name }) else { return ["the state has no object \(name)"] }
        return ["the state has \(name) with data \(Self.hex(object.data)), \(object.count) files depend on it"]
    }
}
