import HandoverState

extension StateJoin {
    /// What the state says of a session.
    func facts(aboutSession name: String) -> [String] {
        let named = sessions.filter { $0.name == name }
        guard let session = named.first else {
            return ["the state has no session \(name); it has \(sessions.count) others"]
        }
        let files = session.files.map { "\(Self.hex($0.token)) (\($0.handler))" }
        var facts = [
            files.isEmpty
                ? "session \(name) has no files in the state"
                : "session \(name) has \(files.count == 1 ? "1 file" : "\(files.count) files"): \(Self.list(files))"
        ]
        if named.count > 1 { facts.append("the state has \(named.count) sessions of that name") }
        if session.fileCount != UInt64(session.files.count) {
            facts.append("its record announces \(session.fileCount) files")
        }
        return facts
    }
}
