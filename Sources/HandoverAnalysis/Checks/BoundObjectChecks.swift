import HandoverABI
import HandoverState

/// What kernels ask of objects bound to files.
enum BoundObjectChecks {
    static let all: [Validator.Check] = [names, counts]

    private static func names(_ subject: Subject, _ log: inout FindingLog) {
        let objects = subject.state.liveUpdate?.flbs ?? []
        var seen: Set<String> = []
        for object in objects {
            if object.name.isEmpty { log.add(.flbNameEmpty, path(of: object), "an object has no name") }
            if !seen.insert(object.name).inserted {
                log.add(.flbNameDuplicate, path(of: object), "another object has the name \"\(object.name)\"")
            }
        }
        let most = FLBHeader.capacity(pageShift: subject.pageShift)
        if objects.count > most {
            log.add(
                .flbsOverfull, LiveUpdateChecks.path,
                "there are \(objects.count) objects, kernels hand over at most \(most)"
            )
        }
    }

    /// Every file counts once, so an object has at most as many users as there are files.
    private static func counts(_ subject: Subject, _ log: inout FindingLog) {
        guard let liveUpdate = subject.state.liveUpdate else { return }
        var files: UInt64?
        if let sessions = liveUpdate.sessions, !subject.isIncomplete(at: LiveUpdateChecks.path) {
            files = sessions.reduce(0) { sum, session in
                let (total, overflow) = sum.addingReportingOverflow(
                    max(session.fileCount, UInt64(session.files.count)))
                return overflow ? .max : total
            }
        }
        for object in liveUpdate.flbs ?? [] {
            if object.count == 0 {
                log.add(.flbCount, path(of: object), "no file depends on the object; kernels hand over none of these")
            } else if let files, object.count > files {
                log.add(
                    .flbCount, path(of: object),
                    "\(object.count) files are said to depend on the object, there are \(files)")
            }
        }
    }

    private static func path(of object: FileLifecycleBound) -> String { LiveUpdateChecks.path + "/" + object.name }
}
