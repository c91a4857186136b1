import HandoverABI
import HandoverState

/// What becomes of sessions and their files in a kernel that takes the orchestrator's root.
struct SessionCompatibility {
    let handover: Handover
    let target: TargetKernel
    let flaws: Flaws
    /// What becomes of the objects bound to files.
    let objects: [CheckedItem]
    private static let path = LiveUpdateCompatibility.path

    private var form: LiveUpdateABI? { target.profile?.liveUpdate }
    private let components: ComponentCompatibility

    init(handover: Handover, target: TargetKernel, flaws: Flaws, objects: [CheckedItem]) {
        self.handover = handover
        self.target = target
        self.flaws = flaws
        self.objects = objects
        components = ComponentCompatibility(target: target)
    }

    func items(of liveUpdate: LiveUpdate) -> [CheckedItem] {
        guard let sessions = liveUpdate.sessions else {
            return [CheckedItem(.session, Self.path, .unknown, "the sessions could not be read")]
        }
        var files = sessions.map { session in
            var tokens: Set<UInt64> = []
            return session.files.map { file($0, in: session, isFirst: tokens.insert($0.token).inserted) }
        }
        if let cascade = ComponentCascade(handover, objects: objects) {
            var items = files.map { $0.map(\.item) }
            cascade.apply(to: &items)
            for session in files.indices {
                for file in files[session].indices { files[session][file].item = items[session][file] }
            }
        }
        let closed = closing(sessions, files)
        var items: [CheckedItem] = []
        for (session, files) in zip(sessions, files) {
            let own = form == .tree ? stopped(files) : files
            let all = [self.session(session, own)] + own.map(\.item)
            items += closed.map { closed in all.map { $0.atBest(closed.outcome, closed.reason) } } ?? all
        }
        return items
    }

    private func path(of session: Session) -> String { "\(Self.path)/\(session.name)" }

    // MARK: The device

    /// Why no session at all can be had: /dev/liveupdate cannot be opened until the next reboot.
    private func closing(_ sessions: [Session], _ files: [[File]]) -> Fate? {
        let consequence = "every open of /dev/liveupdate fails with EIO"
        var seen: Set<String> = []
        if let twin = sessions.first(where: { !seen.insert($0.name).inserted }) {
            return Fate(outcome: .lost, reason: "two sessions are called \"\(twin.name)\": \(consequence)")
        }
        // 6.19 leaves out what it cannot read of a session, and goes on.
        if form == .tree { return nil }
        var rules: Set<RuleID> = [.fileCountMismatch]
        if form == .structure { rules.formUnion([.blockLoop, .blockCount, .blockChainLimit]) }
        for session in sessions {
            if let flaw = flaws.first(of: rules, at: path(of: session)), isFatal(flaw, to: session) {
                return Fate(outcome: .lost, reason: "\(session.name): \(flaw.message); \(consequence)")
            }
        }
        let strangers = files.joined().filter { $0.lacksHandler }
        guard let stranger = strangers.max(by: { $0.item.outcome < $1.item.outcome }) else { return nil }
        return Fate(
            outcome: stranger.item.outcome,
            reason: stranger.item.outcome == .unknown
                ? "the handler of \(stranger.item.path) decides: without it \(consequence)"
                : "there is no handler for \(stranger.item.path): \(consequence)")
    }

    /// Up to 7.1 a count below that of the files leaves files out, and one above it makes the kernel read a record that
    /// is none.
    private func isFatal(_ flaw: Finding, to session: Session) -> Bool {
        flaw.rule != .fileCountMismatch || form == .structure || session.fileCount > UInt64(session.files.count)
    }

    // MARK: Sessions

    private func session(_ session: Session, _ files: [File]) -> CheckedItem {
        let path = path(of: session)
        let own = flaws.applied(to: CheckedItem(.session, path, .accepted))
        let worst = files.map(\.item.outcome).max() ?? .accepted
        guard worst > own.outcome else { return own }
        let failed = files.count { $0.item.outcome != .accepted }
        var item = own.becoming(
            worst, own.reason ?? "\(failed) of its \(files.count) files \(failed == 1 ? "is" : "are") not accepted")
        item.isSumOfFiles = own.outcome == .accepted
        return item
    }

    /// 6.19 leaves the rest of a session out behind the first file that it cannot take.
    private func stopped(_ files: [File]) -> [File] {
        guard let first = files.firstIndex(where: \.lacksHandler) else { return files }
        var files = files
        let outcome = files[first].item.outcome
        for index in files.indices where index > first {
            files[index].item = files[index].item.atBest(
                outcome, "\(target.name) stops at the file before it whose handler it may not have")
        }
        return files
    }

    // MARK: Files

    /// A file's fate, and whether it is for want of a handler.
    private struct File {
        var item: CheckedItem
        var lacksHandler = false
    }

    private func file(_ file: PreservedFile, in session: Session, isFirst: Bool) -> File {
        let path = "\(path(of: session))/0x\(String(file.token, radix: 16))"
        func result(_ outcome: Outcome, _ reason: String?, lacksHandler: Bool = false) -> File {
            var item = CheckedItem(.file, path, outcome, reason)
            item.handler = file.handler
            return File(item: item, lacksHandler: lacksHandler)
        }
        if let doubt = handlerDoubt(file.handler) {
            return result(doubt.outcome, doubt.reason, lacksHandler: true)
        }
        if !isFirst {
            return result(.lost, "a file before it has its token: \(target.name) gives out the first")
        }
        let reason = file.memfd.flatMap(loss) ?? nil
        var found = result(reason == nil ? .accepted : .lost, reason)
        if reason == nil, file.memfd == nil, MemfdABI(rawValue: file.handler) != nil {
            found = result(.unknown, "the memfd could not be read")
        } else if reason == nil, let memfd = file.memfd, memfd.folios == nil, memfd.folioCount > 0 {
            found = result(.unknown, "its folios could not be read")
        }
        if let fate = file.component.flatMap({ components.misreading(of: $0) }) {
            found = result(fate.outcome, fate.reason)
        }
        found.item = flaws.applied(to: found.item)
        return found
    }

    /// Why the target may have no handler of a name; `nil` where it has one.
    private func handlerDoubt(_ handler: String) -> Fate? {
        if target.knownHandlers.contains(handler) || target.handlers?.contains(handler) == true { return nil }
        if MemfdABI(rawValue: handler) != nil {
            guard target.hasMemfd != false else {
                return Fate(outcome: .lost, reason: "\(target.name) is built without CONFIG_LIVEUPDATE_MEMFD")
            }
            guard let version = target.profile?.memfd?.rawValue, version != handler else { return nil }
            return Fate(
                outcome: .lost, reason: "\(target.name) has the handler \"\(version)\" and none for \"\(handler)\"")
        }
        if components.has(handler, at: .file) { return nil }
        if target.handlers == nil, components.isAbsent(handler, at: .file) {
            return Fate(
                outcome: .lost, reason: "\(target.name) has no handler \"\(handler)\": no format of it was named")
        }
        return target.handlers == nil
            ? Fate(outcome: .unknown, reason: "no handler \"\(handler)\" is known; a module may have one")
            : Fate(outcome: .lost, reason: "\(target.name) has no handler \"\(handler)\"")
    }

    /// Why a memfd is lost to a kernel that has its handler; `nil` where nothing speaks for that.
    private func loss(of memfd: Memfd) -> String? {
        let strange = memfd.seals.rawValue & ~0x3f
        if strange != 0 {
            return "its seals 0x\(String(strange, radix: 16)) are none that \(target.name) knows: EOPNOTSUPP"
        }
        guard let folios = memfd.folios else { return nil }
        if handover.state.memory != nil, folios.unpreservedCount > 0 {
            return "\(folios.unpreservedCount) of its folios are not preserved: \"Unable to restore folio\", EIO"
        }
        if let largest = target.profile?.largestRestoredOrder, folios.countByOrder.count > largest + 1 {
            return "it has a folio of order \(folios.countByOrder.count - 1), and \(target.name) restores none above "
                + "order \(largest)"
        }
        return nil
    }
}

extension Profile {
    /// The largest order that these kernels restore, although they preserve larger ones: that of the page allocator up
    /// to 7.0, as it is where nobody configures another.
    var largestRestoredOrder: Int? {
        guard case .chunks = map else { return nil }
        switch pageShift {
        case 12: return 10
        case 14: return 11
        default: return 13
        }
    }
}
