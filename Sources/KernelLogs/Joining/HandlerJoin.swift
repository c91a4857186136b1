import HandoverState

extension StateJoin {
    /// Which files of the state use a handler; with a token, which of them have it.
    func facts(aboutHandler handler: String, token: Value?) -> [String] {
        let token = token?.number
        var names: [String] = []
        var users = 0
        var inSessions = 0
        for session in sessions {
            let files = session.files.filter { $0.handler == handler && (token == nil || $0.token == token) }
            if !files.isEmpty { inSessions += 1 }
            users += files.count
            for file in files where names.count < 7 { names.append("\(session.name)/\(Self.hex(file.token))") }
        }
        if users == 0 {
            let handlers = Set(sessions.flatMap(\.files).map(\.handler)).sorted()
            return ["no file of the state uses \(handler); they use \(handlers.isEmpty ? "none" : Self.list(handlers))"]
        }
        let rest = users - min(names.count, 6)
        let count = users == 1 ? "1 file" : "\(users) files"
        return [
            "\(handler) is used by \(count) in \(inSessions == 1 ? "1 session" : "\(inSessions) sessions"): "
                + names.prefix(6).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
        ]
    }
}
