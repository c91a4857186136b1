import HandoverABI
import HandoverState

/// What kernels ask of sessions and of objects bound to files.
enum LiveUpdateChecks {
    static let all: [Validator.Check] = [names]

    private static let path = "/" + SubtreeNames.liveUpdate

    /// Names are how user space gets its sessions back, so each needs one of its own.
    static func names(_ subject: Subject, _ log: inout FindingLog) {
        var seen: Set<String> = []
        for session in subject.state.liveUpdate?.sessions ?? [] {
            let place = path + "/" + session.name
            if session.name.isEmpty { log.add(.sessionNameEmpty, place, "a session has no name") }
            if !seen.insert(session.name).inserted {
                log.add(.sessionNameDuplicate, place, "another session has the name \"\(session.name)\"")
            }
        }
    }
}
