import HandoverABI
import HandoverState

/// What becomes of sessions, files and objects in a kernel.
struct LiveUpdateCompatibility {
    let handover: Handover
    let origin: Profile?
    let target: TargetKernel
    private static let path = "/" + SubtreeNames.liveUpdate

    private var form: LiveUpdateABI? { target.profile?.liveUpdate }

    func items(_ subtree: Subtree) -> [CheckedItem] {
        let root = orchestrator(subtree)
        guard let liveUpdate = handover.state.liveUpdate else { return [root] }
        var items = sessions(of: liveUpdate) + (liveUpdate.flbs ?? []).map(object)
        if root.outcome != .accepted {
            let fate = Fate(outcome: root.outcome, reason: Self.consequence(of: root))
            items = items.map(fate.of)
        } else if let duplicate = duplicateName(liveUpdate) {
            // One session that cannot be inserted makes the device unusable until the next reboot.
            let reason =
                "two sessions are called \"\(duplicate)\": every open of /dev/liveupdate fails with EIO"
            items = items.map { $0.kind == .flb ? $0 : CheckedItem($0.kind, $0.path, max($0.outcome, .lost), reason) }
        } else if form != .tree, let stranger = items.first(where: { $0.isUnknownHandler }) {
            let reason =
                "the handler of \(stranger.path) decides: without it every open of /dev/liveupdate fails with EIO"
            items = items.map {
                $0.kind == .flb
                    ? $0 : CheckedItem($0.kind, $0.path, max($0.outcome, stranger.outcome), $0.reason ?? reason)
            }
        }
        return [root] + items
    }

    private static func consequence(of root: CheckedItem) -> String {
        switch root.outcome {
        case .panics: "the kernel panics over the orchestrator's root"
        case .unknown: root.reason ?? "it is not known what becomes of the orchestrator's root"
        default: root.reason ?? "the orchestrator's root is lost"
        }
    }

    // MARK: The root

    private func orchestrator(_ subtree: Subtree) -> CheckedItem {
        guard let form, target.hasOrchestrator != false else {
            return CheckedItem(
                .orchestrator, Self.path, .lost,
                form == nil
                    ? "\(target.name) has no Live Update Orchestrator"
                    : "\(target.name) is built without CONFIG_LIVEUPDATE")
        }
        let condition = target.hasOrchestrator == nil ? "\(target.name) is built with CONFIG_LIVEUPDATE" : nil
        guard let found = written(subtree) else {
            return CheckedItem(
                .orchestrator, Self.path, subtree.content == nil ? .unknown : .panics,
                subtree.content == nil
                    ? "the orchestrator's state could not be read"
                    : "\(target.name) cannot read the orchestrator's state, and panics: \"The incoming tree failed to "
                        + "initialize properly\"", if: condition)
        }
        if found.compatible != form.compatible {
            return CheckedItem(
                .orchestrator, Self.path, .panics,
                "it is \"\(found.compatible)\", \(target.name) expects \"\(form.compatible)\" and panics: \"The incoming "
                    + "tree failed to initialize properly\"", if: condition)
        }
        if form == .treeWithFLBs, found == .tree {
            return CheckedItem(
                .orchestrator, Self.path, .panics,
                "it has no node \"\(LiveUpdateTreeNames.flbs)\", without which \(target.name) panics", if: condition)
        }
        if let broken = brokenRoot() {
            return CheckedItem(
                .orchestrator, Self.path, .panics, "\(broken); \(target.name) panics over it", if: condition)
        }
        return CheckedItem(.orchestrator, Self.path, .accepted, if: condition)
    }

    /// The form in which the state was written.
    private func written(_ subtree: Subtree) -> LiveUpdateABI? {
        guard handover.state.liveUpdate != nil else { return nil }
        return origin?.liveUpdate
    }

    /// What kernels panic over: their root of the orchestrator, and since 7.2 a chain of sessions.
    private func brokenRoot() -> String? {
        let grave: Set<RuleID> = [
            .numberMissing, .orchestratorNodeMissing, .headMissing, .orchestratorSize, .orchestratorUnreadable,
            .orchestratorVersion,
        ]
        let chain: Set<RuleID> = [.blockLoop, .blockCount, .blockMisaligned, .blockChainLimit]
        return handover.remarks.first { remark in
            remark.path.hasPrefix(Self.path)
                && (grave.contains(remark.rule)
                    || form == .structure && remark.path == Self.path && chain.contains(remark.rule))
        }?.message
    }

    // MARK: Sessions and files

    private func duplicateName(_ liveUpdate: LiveUpdate) -> String? {
        var seen: Set<String> = []
        return liveUpdate.sessions?.first { !seen.insert($0.name).inserted }?.name
    }

    private func sessions(of liveUpdate: LiveUpdate) -> [CheckedItem] {
        guard let sessions = liveUpdate.sessions else {
            return [CheckedItem(.session, Self.path, .unknown, "the sessions could not be read")]
        }
        var items: [CheckedItem] = []
        for session in sessions {
            let path = "\(Self.path)/\(session.name)"
            var files = session.files.map { file($0, in: path) }
            // 6.19 leaves the rest of a session out behind the first file that it cannot take.
            if form == .tree, let first = files.firstIndex(where: { $0.isUnknownHandler }) {
                for index in files.indices where index > first {
                    files[index] = CheckedItem(
                        .file, files[index].path, max(files[index].outcome, files[first].outcome),
                        "\(target.name) stops at the file before it whose handler it may not have")
                }
            }
            let failed = files.count { $0.outcome != .accepted }
            let worst = files.map(\.outcome).max() ?? .accepted
            let damage = handover.remarks.first { $0.severity == .damage && $0.path == path }
            if let damage {
                items.append(CheckedItem(.session, path, max(worst, .unknown), damage.message))
            } else {
                items.append(
                    CheckedItem(
                        .session, path, worst,
                        failed == 0 ? nil : "\(failed) of its \(files.count) files are not accepted"))
            }
            items += files
        }
        return items
    }

    private func file(_ file: PreservedFile, in session: String) -> CheckedItem {
        let path = "\(session)/0x\(String(file.token, radix: 16))"
        guard let version = target.profile?.memfd, let memfd = file.memfd else { return stranger(file, path) }
        if file.handler != version.rawValue {
            return CheckedItem(
                .file, path, .lost,
                "\(target.name) has the handler \"\(version.rawValue)\" and none for \"\(file.handler)\"")
        }
        if let damage = handover.remarks.first(where: { $0.severity == .damage && $0.path == path }) {
            return CheckedItem(.file, path, .lost, damage.message)
        }
        let strange = memfd.seals.rawValue & ~0x3f
        if strange != 0 {
            return CheckedItem(
                .file, path, .lost,
                "its seals 0x\(String(strange, radix: 16)) are none that \(target.name) knows: EOPNOTSUPP")
        }
        guard let folios = memfd.folios else {
            return CheckedItem(.file, path, .unknown, "its folios could not be read")
        }
        if handover.state.memory != nil, folios.unpreservedCount > 0 {
            return CheckedItem(
                .file, path, .lost,
                "\(folios.unpreservedCount) of its folios are not preserved: \"Unable to restore folio\", EIO")
        }
        if let profile = target.profile, profile.restoresOnlyBuddyOrders, folios.countByOrder.count > 11 {
            return CheckedItem(
                .file, path, .lost,
                "it has a folio of order \(folios.countByOrder.count - 1), and \(target.name) restores none above order 10"
            )
        }
        return CheckedItem(.file, path, .accepted)
    }

    private func stranger(_ file: PreservedFile, _ path: String) -> CheckedItem {
        if MemfdABI(rawValue: file.handler) != nil {
            return CheckedItem(.file, path, .unknown, "the memfd could not be read")
        }
        if let handlers = target.handlers {
            return handlers.contains(file.handler)
                ? CheckedItem(.file, path, .accepted)
                : CheckedItem(.file, path, .lost, Self.noHandler + "\"\(file.handler)\"")
        }
        return CheckedItem(
            .file, path, .unknown, Self.noHandler + "\"\(file.handler)\" is known; a module may have one")
    }

    fileprivate static let noHandler = "no handler "

    // MARK: Objects

    private func object(_ object: FileLifecycleBound) -> CheckedItem {
        let path = "\(Self.path)/\(object.name)"
        guard form?.hasFLBs == true else {
            return CheckedItem(.flb, path, .lost, "\(target.name) has no objects bound to files")
        }
        if let names = target.flbNames {
            return names.contains(object.name)
                ? CheckedItem(.flb, path, .accepted)
                : CheckedItem(.flb, path, .lost, "nothing in \(target.name) asks for it")
        }
        return CheckedItem(.flb, path, .accepted, if: "something in \(target.name) asks for \"\(object.name)\"")
    }
}

extension CheckedItem {
    fileprivate var isUnknownHandler: Bool {
        kind == .file && reason?.hasPrefix(LiveUpdateCompatibility.noHandler) == true
            || kind == .file && reason?.contains(" and none for ") == true
    }
}

extension Profile {
    /// Whether these kernels refuse to restore a folio larger than the page allocator gives out, although they preserve
    /// it: 6.16 to 6.19.
    fileprivate var restoresOnlyBuddyOrders: Bool {
        if case .chunks = map { return true }
        return false
    }
}
