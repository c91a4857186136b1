import HandoverABI
import HandoverState

/// What becomes of the orchestrator's root, and with it of sessions, files and objects, in a kernel.
struct LiveUpdateCompatibility {
    let handover: Handover
    let origin: Profile?
    let target: TargetKernel
    let flaws: Flaws
    static let path = "/" + SubtreeNames.liveUpdate

    private var form: LiveUpdateABI? { target.profile?.liveUpdate }

    func items(_ subtree: Subtree) -> [CheckedItem] {
        let root = flaws.applied(to: orchestrator(subtree))
        guard let liveUpdate = handover.state.liveUpdate else { return [root] }
        let components = ComponentCompatibility(target: target)
        let objects = (liveUpdate.flbs ?? []).map { object($0, components) }
        let sessions = SessionCompatibility(handover: handover, target: target, flaws: flaws, objects: objects)
        let items = sessions.items(of: liveUpdate) + objects
        if root.outcome == .accepted { return [root] + items }
        let fate = Fate(outcome: root.outcome, reason: Self.consequence(of: root))
        return [root] + items.map(fate.of)
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
        if let reason = panic(over: subtree, form) {
            // The orchestrator looks at its root whether or not liveupdate=on is given.
            return CheckedItem(.orchestrator, Self.path, .panics, reason, if: buildConditions)
        }
        if handover.state.liveUpdate == nil {
            return CheckedItem(.orchestrator, Self.path, .unknown, "the orchestrator's state could not be read")
        }
        return CheckedItem(.orchestrator, Self.path, .accepted, if: buildConditions + [bootCondition])
    }

    private var buildConditions: [String] {
        target.hasOrchestrator == nil ? ["\(target.name) is built with CONFIG_LIVEUPDATE"] : []
    }

    private var bootCondition: String {
        target.isOnByDefault == true
            ? "\(target.name) is booted with liveupdate=on" : "\(target.name) is booted with kho=on liveupdate=on"
    }

    /// Why the target panics over the root: "The incoming tree failed to initialize properly".
    private func panic(over subtree: Subtree, _ form: LiveUpdateABI) -> String? {
        let lookUp: Set<RuleID> = [.subtreeAddressMissing, .subtreeAddressZero, .subtreeSizeMissing]
        if let finding = flaws.first(of: lookUp, at: Self.path) { return "\(finding.message); \(target.name) panics" }
        if handover.state.liveUpdate != nil, let found = origin?.liveUpdate {
            if found.compatible != form.compatible {
                return "it is \"\(found.compatible)\", \(target.name) expects \"\(form.compatible)\" and panics: \"The "
                    + "incoming tree failed to initialize properly\""
            }
            if form == .treeWithFLBs, found == .tree {
                return "it has no node \"\(LiveUpdateTreeNames.flbs)\", without which \(target.name) panics"
            }
        }
        return brokenRoot(form).map { "\($0); \(target.name) panics over it" }
    }

    /// What kernels panic over: their root of the orchestrator, and since 7.2 a chain of sessions.
    private func brokenRoot(_ form: LiveUpdateABI) -> String? {
        if form == .structure {
            let rules: Set<RuleID> = [
                .orchestratorSize, .orchestratorVersion, .blockLoop, .blockCount, .blockChainLimit,
            ]
            return flaws.first(of: rules, at: Self.path)?.message
        }
        if let finding = flaws.first(of: [.orchestratorVersion, .numberMissing], at: Self.path) {
            return finding.message
        }
        let nodes = [LiveUpdateTreeNames.sessions] + (form.hasFLBs ? [LiveUpdateTreeNames.flbs] : [])
        for path in [Self.path] + nodes.map({ Self.path + "/" + $0 }) {
            var rules: Set<RuleID> = [.orchestratorNodeMissing, .orchestratorVersion]
            // At the root itself the rule is about an address of 0, which no kernel tests.
            if path != Self.path { rules.insert(.headMissing) }
            if let finding = flaws.first(of: rules, at: path) { return finding.message }
        }
        return nil
    }

    // MARK: Objects

    private func object(_ object: FileLifecycleBound, _ components: ComponentCompatibility) -> CheckedItem {
        let path = "\(Self.path)/\(object.name)"
        guard form?.hasFLBs == true else {
            return CheckedItem(.flb, path, .lost, "\(target.name) has no objects bound to files")
        }
        if components.isAbsent(object.name, at: .flb) {
            return CheckedItem(.flb, path, .lost, "nothing in \(target.name) asks for it: no format of it was named")
        }
        if let fate = object.component.flatMap({ components.misreading(of: $0) }) {
            return CheckedItem(.flb, path, fate.outcome, fate.reason)
        }
        if components.has(object.name, at: .flb) { return flaws.applied(to: CheckedItem(.flb, path, .accepted)) }
        if let names = target.flbNames {
            return names.contains(object.name)
                ? flaws.applied(to: CheckedItem(.flb, path, .accepted))
                : CheckedItem(.flb, path, .lost, "nothing in \(target.name) asks for it")
        }
        return flaws.applied(
            to: CheckedItem(
                .flb, path, .accepted, if: ["something in \(target.name) asks for \"\(object.name)\""]))
    }
}
