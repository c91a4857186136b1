import HandoverABI
import HandoverState

/// Compares sessions by name and their files by token, and sees what was renamed or moved.
struct SessionComparison {
    private(set) var contents: ContentComparison
    private static let path = "/" + SubtreeNames.liveUpdate

    init(contents: ContentComparison) {
        self.contents = contents
    }

    mutating func compare(_ old: [Session], _ new: [Session], _ log: inout ChangeLog) {
        let pairs = Pairing(old, new) { $0.name }
        let renames = renamed(pairs.removed, pairs.added)
        var moving = MovedFiles()
        for (before, after) in pairs.common { compare(before, after, &moving, &log) }
        for (before, after) in renames.pairs {
            log.add(
                Change(
                    .renamed, .sessions, "\(Self.path)/\(after.name)", from: .text(before.name), to: .text(after.name)))
            compare(before, after, &moving, &log)
        }
        for session in renames.removed {
            log.add(Change(.removed, .sessions, "\(Self.path)/\(session.name)", from: .text(Self.extent(of: session))))
            moving.leave(session, identity: identity(on: contents.old))
        }
        for session in renames.added {
            log.add(Change(.added, .sessions, "\(Self.path)/\(session.name)", to: .text(Self.extent(of: session))))
            moving.arrive(session, identity: identity(on: contents.new))
        }
        report(moving, &log)
    }

    private func identity(on side: ComparedHandover) -> (PreservedFile) -> String? {
        { contents.identity(of: $0, on: side) }
    }

    private static func extent(of session: Session) -> String {
        session.files.count == 1 ? "1 file" : "\(session.files.count) files"
    }

    // MARK: Renamed sessions

    /// Sessions that are gone and sessions that are new, of which some hold the same files.
    private func renamed(
        _ removed: [Session], _ added: [Session]
    ) -> (pairs: [(old: Session, new: Session)], removed: [Session], added: [Session]) {
        if removed.isEmpty || added.isEmpty { return ([], removed, added) }
        let (old, new) = (identity(on: contents.old), identity(on: contents.new))
        // A session without files is like any other of the kind, and not worth a guess.
        let pairs = Pairing(
            removed.map { ($0, signature(of: $0, old) ?? "old " + $0.name) }
                + [], added.map { ($0, signature(of: $0, new) ?? "new " + $0.name) }
        ) { $0.1 }
        return (
            pairs.common.map { ($0.old.0, $0.new.0) }, pairs.removed.map { $0.0 }, pairs.added.map { $0.0 }
        )
    }

    private func signature(of session: Session, _ identity: (PreservedFile) -> String?) -> String? {
        if session.files.isEmpty { return nil }
        return session.files.map { "\($0.token) \(identity($0) ?? "\($0.handler) \($0.data)")" }.sorted()
            .joined(separator: "\n")
    }

    // MARK: Files

    private mutating func compare(
        _ old: Session, _ new: Session, _ moving: inout MovedFiles, _ log: inout ChangeLog
    ) {
        let pairs = Pairing(old.files, new.files) { $0.token }
        let path = "\(Self.path)/\(new.name)"
        for file in pairs.removed {
            moving.gone.append(
                .init(
                    file: file, path: "\(Self.path)/\(old.name)/\(Self.token(file))",
                    identity: contents.identity(of: file, on: contents.old)))
        }
        for file in pairs.added {
            moving.come.append(
                .init(
                    file: file, path: "\(path)/\(Self.token(file))",
                    identity: contents.identity(of: file, on: contents.new)))
        }
        for (before, after) in pairs.common { compare(before, after, "\(path)/\(Self.token(after))", &log) }
    }

    fileprivate static func token(_ file: PreservedFile) -> String { "0x" + String(file.token, radix: 16) }

    private mutating func compare(
        _ old: PreservedFile, _ new: PreservedFile, _ path: String, _ log: inout ChangeLog
    ) {
        guard let before = old.memfd, let after = new.memfd else {
            log.compare(.text(old.handler), .text(new.handler), .sessions, path + "/handler")
            if old.handler == new.handler, old.memfd == nil, new.memfd == nil {
                log.compare(.hexadecimal(old.data), .hexadecimal(new.data), .sessions, path + "/data", nature: .address)
            }
            return
        }
        log.compare(.number(before.size), .number(after.size), .sessions, path + "/size")
        log.compare(.number(before.position), .number(after.position), .sessions, path + "/position")
        log.compare(.list(before.seals.names), .list(after.seals.names), .sessions, path + "/seals")
        log.compare(
            .hexadecimal(UInt64(before.flags)), .hexadecimal(UInt64(after.flags)), .sessions, path + "/flags")
        if before.size == after.size {
            if before.folios?.countByOrder != after.folios?.countByOrder {
                log.compare(.text(Self.folios(before)), .text(Self.folios(after)), .sessions, path + "/folios")
            }
            if before.size > 0 { contents.compare(.memfd(before), .memfd(after), .sessions, path, &log) }
        }
    }

    /// How many folios of which order, which is how long they are.
    private static func folios(_ memfd: Memfd) -> String {
        let counts = memfd.folios?.countByOrder ?? []
        let parts = counts.enumerated().filter { $0.element > 0 }.map { "\($0.element) of order \($0.offset)" }
        return parts.isEmpty ? "none" : parts.joined(separator: ", ")
    }

    // MARK: Moved files

    private func report(_ moving: MovedFiles, _ log: inout ChangeLog) {
        let pairs = Pairing(moving.gone, moving.come) { $0.identity ?? $0.path }
        for (old, new) in pairs.common where old.path != new.path {
            log.add(Change(.moved, .sessions, new.path, from: .text(old.path), to: .text(new.path)))
        }
        // What came or went with its whole session is told by the session's line.
        for file in pairs.removed where !file.isWithSession {
            log.add(Change(.removed, .sessions, file.path, from: .text(file.file.handler)))
        }
        for file in pairs.added where !file.isWithSession {
            log.add(Change(.added, .sessions, file.path, to: .text(file.file.handler)))
        }
    }
}

/// Files that one side has and the other has not under the same session and token.
private struct MovedFiles {
    struct Place {
        let file: PreservedFile
        let path: String
        let identity: String?
        var isWithSession = false
    }

    var gone: [Place] = []
    var come: [Place] = []

    mutating func leave(_ session: Session, identity: (PreservedFile) -> String?) {
        gone += Self.places(of: session, identity)
    }

    mutating func arrive(_ session: Session, identity: (PreservedFile) -> String?) {
        come += Self.places(of: session, identity)
    }

    private static func places(of session: Session, _ identity: (PreservedFile) -> String?) -> [Place] {
        session.files.map {
            Place(
                file: $0, path: "/\(SubtreeNames.liveUpdate)/\(session.name)/\(SessionComparison.token($0))",
                identity: identity($0), isWithSession: true)
        }
    }
}
