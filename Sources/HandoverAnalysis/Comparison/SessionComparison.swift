import HandoverABI
import HandoverState

/// Compares sessions by name and their files by token, and sees what was renamed or moved.
struct SessionComparison {
    private(set) var contents: ContentComparison
    /// Files of both sides that are the same, by session and token.
    private(set) var pairs: [(FilePlace, FilePlace)] = []

    init(contents: ContentComparison) {
        self.contents = contents
    }

    mutating func compare(_ old: [Session], _ new: [Session], _ log: inout ChangeLog) {
        let matching = SessionMatching(contents.sessions(old, of: .old), contents.sessions(new, of: .new))
        var moving = MovedFiles()
        for (before, after) in matching.pairs {
            if before.name != after.name {
                log.add(
                    Change(.renamed, .sessions, after.path, from: .text(before.path), to: .text(after.path)))
            }
            compare(before, after, &moving, &log)
        }
        for session in matching.removed {
            log.add(Change(.removed, .sessions, session.path, from: .text(Self.extent(of: session))))
            moving.leave(session)
        }
        for session in matching.added {
            log.add(Change(.added, .sessions, session.path, to: .text(Self.extent(of: session))))
            moving.arrive(session)
        }
        report(moving, &log)
    }

    private static func extent(of session: ComparedSession) -> String {
        session.files.count == 1 ? "1 file" : "\(session.files.count) files"
    }

    // MARK: Files

    private mutating func compare(
        _ old: ComparedSession, _ new: ComparedSession, _ moving: inout MovedFiles, _ log: inout ChangeLog
    ) {
        let pairs = Pairing(old.files, new.files) { $0.file.token }
        moving.gone += pairs.removed.map {
            .init(file: $0, place: old.place(of: $0), path: "\(old.path)/\($0.token)", isWithSession: false)
        }
        moving.come += pairs.added.map {
            .init(file: $0, place: new.place(of: $0), path: "\(new.path)/\($0.token)", isWithSession: false)
        }
        for (before, after) in pairs.common {
            let places = (old.place(of: before), new.place(of: after))
            compare(before, after, places, "\(new.path)/\(after.token)", &log)
        }
    }

    private mutating func compare(
        _ old: ComparedFile, _ new: ComparedFile, _ places: (FilePlace, FilePlace), _ path: String,
        _ log: inout ChangeLog
    ) {
        pairs.append(places)
        guard let before = old.file.memfd, let after = new.file.memfd else {
            compareOpaque(old, new, path, &log)
            return
        }
        log.compare(.number(before.size), .number(after.size), .sessions, path + "/size")
        log.compare(.number(before.position), .number(after.position), .sessions, path + "/position")
        log.compare(.list(before.seals.names), .list(after.seals.names), .sessions, path + "/seals")
        log.compare(
            .hexadecimal(UInt64(before.flags)), .hexadecimal(UInt64(after.flags)), .sessions, path + "/flags")
        if before.size == after.size {
            if let first = before.folios, let second = after.folios, first.countByOrder != second.countByOrder {
                log.compare(.text(Self.folios(first)), .text(Self.folios(second)), .sessions, path + "/folios")
            }
            if before.size > 0 { contents.compare(old.sum, new.sum, .sessions, path, &log) }
        }
        contents.compareRanges(old.file.heldMemory, new.file.heldMemory, path, &log)
    }

    /// Files of which one at least is no memfd, or one that could not be read.
    private mutating func compareOpaque(
        _ before: ComparedFile, _ after: ComparedFile, _ path: String, _ log: inout ChangeLog
    ) {
        let (old, new) = (before.file, after.file)
        let known = [old, new].map { MemfdABI(rawValue: $0.handler) != nil }
        if known == [true, true] {
            contents.leaveOut()
        } else if let component = old.component?.component, component == new.component?.component {
            // Revisions of one component may have strings of their own: what differs in meaning is told by itself.
            log.compare(.hexadecimal(old.data), .hexadecimal(new.data), .sessions, path + "/data", nature: .address)
            compareHeld(before, after, path, &log)
        } else if old.handler != new.handler {
            log.compare(.text(old.handler), .text(new.handler), .sessions, path + "/handler")
        } else {
            log.compare(.hexadecimal(old.data), .hexadecimal(new.data), .sessions, path + "/data", nature: .address)
        }
    }

    /// Contents of files that are no memfds, and have memory all the same.
    private mutating func compareHeld(
        _ old: ComparedFile, _ new: ComparedFile, _ path: String, _ log: inout ChangeLog
    ) {
        guard let before = old.file.heldMemory, let after = new.file.heldMemory else { return }
        if before.size == after.size, before.size > 0 { contents.compare(old.sum, new.sum, .sessions, path, &log) }
        contents.compareRanges(before, after, path, &log)
    }

    /// How many folios of which order, which is how long they are.
    private static func folios(_ folios: FolioTable) -> String {
        let parts = folios.countByOrder.enumerated().filter { $0.element > 0 }
            .map { "\($0.element) of order \($0.offset)" }
        return parts.isEmpty ? "none" : parts.joined(separator: ", ")
    }

    // MARK: Moved files

    private mutating func report(_ moving: MovedFiles, _ log: inout ChangeLog) {
        let pairs = moving.paired()
        for (old, new) in pairs.common {
            if old.path != new.path {
                log.add(Change(.moved, .sessions, new.path, from: .text(old.path), to: .text(new.path)))
            }
            compare(old.file, new.file, (old.place, new.place), new.path, &log)
        }
        // What came or went with its whole session is told by the session's line.
        for place in pairs.removed {
            if !place.isWithSession {
                log.add(Change(.removed, .sessions, place.path, from: .text(place.file.file.handler)))
            }
            contents.compareRanges(place.file.file.heldMemory, nil, place.path, &log)
        }
        for place in pairs.added {
            if !place.isWithSession {
                log.add(Change(.added, .sessions, place.path, to: .text(place.file.file.handler)))
            }
            contents.compareRanges(nil, place.file.file.heldMemory, place.path, &log)
        }
    }
}

/// Files that one side has and the other has not under the same session and token.
private struct MovedFiles {
    struct Place {
        let file: ComparedFile
        let place: FilePlace
        let path: String
        let isWithSession: Bool
    }

    var gone: [Place] = []
    var come: [Place] = []

    mutating func leave(_ session: ComparedSession) { gone += Self.places(of: session) }

    mutating func arrive(_ session: ComparedSession) { come += Self.places(of: session) }

    private static func places(of session: ComparedSession) -> [Place] {
        session.files.map {
            Place(
                file: $0, place: session.place(of: $0), path: "\(session.path)/\($0.token)", isWithSession: true)
        }
    }

    /// The files that are the same: first of those with the same token, then of the rest.
    func paired() -> (common: [(old: Place, new: Place)], removed: [Place], added: [Place]) {
        let close = Pairing(gone, come) { $0.key(withToken: $0.file.file.token) }
        let far = Pairing(close.removed, close.added) { $0.key(withToken: nil) }
        return (close.common + far.common, far.removed, far.added)
    }
}

extension MovedFiles.Place {
    /// What a file is known by; one that is known by nothing is like none.
    fileprivate struct Key: Hashable {
        let identity: FileIdentity
        let token: UInt64?
    }

    fileprivate func key(withToken token: UInt64?) -> Key? {
        file.identity.map { Key(identity: $0, token: token) }
    }
}
