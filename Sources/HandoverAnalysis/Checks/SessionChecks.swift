import HandoverABI
import HandoverState

/// What kernels ask of sessions and their files.
enum SessionChecks {
    static let all: [Validator.Check] = [names, counts, tokens, handlers]

    /// Names are how user space gets its sessions back, so each needs one of its own.
    private static func names(_ subject: Subject, _ log: inout FindingLog) {
        var seen: Set<String> = []
        for session in subject.state.liveUpdate?.sessions ?? [] {
            let place = path(of: session)
            if session.name.isEmpty {
                log.add(.sessionNameEmpty, place, "a session has no name")
            } else if !session.name.utf8.allSatisfy(isPlain) {
                log.add(.sessionNameUnusual, place, "the name \"\(session.name)\" is hard to type or print")
            }
            if !seen.insert(session.name).inserted {
                log.add(.sessionNameDuplicate, place, "another session has the name \"\(session.name)\"")
            }
        }
    }

    /// Whether a character of a name can be typed in a shell and stand in a path; escapes hold a backslash.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7f && byte != UInt8(ascii: "/") && byte != UInt8(ascii: "\\")
    }

    private static func counts(_ subject: Subject, _ log: inout FindingLog) {
        guard let sessions = subject.state.liveUpdate?.sessions else { return }
        for session in sessions {
            if session.files.isEmpty, session.fileCount == 0 {
                log.add(.sessionEmpty, path(of: session), "the session has no files")
            }
            if subject.isToldOnly, session.fileCount != UInt64(session.files.count),
                !subject.isIncomplete(at: path(of: session))
            {
                log.add(
                    .fileCountMismatch, path(of: session),
                    "the session announces \(session.fileCount) files and has \(session.files.count)")
            }
        }
        guard subject.isToldOnly else { return }
        limits(sessions, subject, &log)
    }

    /// What a reader of memory never gets to see: more than there are places for.
    private static func limits(_ sessions: [Session], _ subject: Subject, _ log: inout FindingLog) {
        let blocks = subject.profile?.liveUpdate == .structure
        guard subject.profile?.liveUpdate != nil else { return }
        let mostSessions =
            blocks
            ? Block.chainLimit * Block.capacity(recordSize: SessionRecord.layout.size, pageShift: subject.pageShift)
            : SessionHeader.capacity(pageShift: subject.pageShift)
        let mostFiles =
            blocks
            ? Block.chainLimit * Block.capacity(recordSize: FileRecord.layout.size, pageShift: subject.pageShift)
            : FileRecord.capacity(pageShift: subject.pageShift)
        if sessions.count > mostSessions {
            log.add(
                blocks ? .blockChainLimit : .sessionsOverfull, LiveUpdateChecks.path,
                "there are \(sessions.count) sessions, kernels hand over at most \(mostSessions)")
        }
        for session in sessions where session.files.count > mostFiles {
            log.add(
                blocks ? .blockChainLimit : .filesOverfull, path(of: session),
                "the session has \(session.files.count) files, kernels hand over at most \(mostFiles)")
        }
    }

    private static func tokens(_ subject: Subject, _ log: inout FindingLog) {
        for session in subject.state.liveUpdate?.sessions ?? [] {
            var seen: Set<UInt64> = []
            for file in session.files where !seen.insert(file.token).inserted {
                log.add(
                    .tokenDuplicate, path(of: file, in: session),
                    "another file of the session has the token \(file.token.hex)")
            }
        }
    }

    private static func handlers(_ subject: Subject, _ log: inout FindingLog) {
        let told = subject.paths(remarkedFor: .handlerUnknown)
        let expected = subject.profile?.memfd
        for session in subject.state.liveUpdate?.sessions ?? [] {
            for file in session.files {
                if let version = MemfdABI(rawValue: file.handler) {
                    guard let expected, version != expected else { continue }
                    log.add(
                        .handlerForeign, path(of: file, in: session),
                        "the handler is \"\(file.handler)\", kernels of \(subject.profile?.name ?? "") have \"\(expected.rawValue)\""
                    )
                } else if subject.isToldOnly, !told.contains(path(of: file, in: session)) {
                    log.add(
                        .handlerUnknown, path(of: file, in: session),
                        "no known kernel has the handler \"\(file.handler)\"")
                }
            }
        }
    }

    static func path(of session: Session) -> String { LiveUpdateChecks.path + "/" + session.name }

    static func path(of file: PreservedFile, in session: Session) -> String {
        path(of: session) + "/" + file.token.hex
    }
}
