public import HandoverABI
public import HandoverState

extension CompatibilityCheck {
    /// The handover that the target would hand on in its turn: what it accepted, in its own formats.
    ///
    /// It is what decides whether there is a way back, or on to a third kernel.
    public func successor(of handover: Handover) -> Handover? {
        guard let profile = target.profile else { return nil }
        let accepted = Dictionary(
            items.map { ("\($0.kind.rawValue) \($0.path)", $0.outcome == .accepted) }, uniquingKeysWith: { $0 && $1 })
        func takes(_ kind: CheckedItem.Kind, _ path: String) -> Bool { accepted["\(kind.rawValue) \(path)"] ?? false }
        var next = handover
        next.remarks = []
        next.abi.profile = profile.name
        next.abi.compatible = profile.compatible
        next.state.subtrees = handover.state.subtrees.filter { $0.kind != .unknown && takesAny(of: $0) }
        if var liveUpdate = handover.state.liveUpdate, takes(.orchestrator, "/" + SubtreeNames.liveUpdate) {
            let path = "/" + SubtreeNames.liveUpdate
            liveUpdate.sessions = liveUpdate.sessions?.map { session in
                var session = session
                session.files = session.files.filter {
                    takes(.file, "\(path)/\(session.name)/0x\(String($0.token, radix: 16))")
                }
                for index in session.files.indices where session.files[index].memfd != nil {
                    if let memfd = profile.memfd { session.files[index].handler = memfd.rawValue }
                }
                return session
            }
            liveUpdate.flbs = liveUpdate.flbs?.filter { takes(.flb, "\(path)/\($0.name)") }
            next.state.liveUpdate = liveUpdate
        } else {
            next.state.liveUpdate = nil
        }
        next.state.reserveMem = handover.state.reserveMem?.filter {
            takes(.region, "/\(SubtreeNames.memblock)/\($0.name)")
        }
        if !items.contains(where: { $0.kind == .test && $0.outcome == .accepted }) { next.state.test = nil }
        if !profile.hasKexecMetadata { next.state.kernel = nil }
        return next
    }

    private func takesAny(of subtree: Subtree) -> Bool {
        let path = "/" + subtree.name
        return items.contains { $0.path.hasPrefix(path) && $0.outcome == .accepted }
    }

    /// Whether kernels of `origin` could take the state back from the target.
    public func rollback(of handover: Handover, to origin: Profile) -> CompatibilityCheck? {
        guard let successor = successor(of: handover) else { return nil }
        // What it wrote of components it can read too.
        let names = Set(handover.components.map(\.abi))
        let formats = ComponentFormat.known.filter { names.contains($0.name) }
        var kernel = TargetKernel(origin.components.isEmpty ? origin.with(components: formats) : origin)
        kernel.name = origin.name
        kernel.features = handover.features
        return CompatibilityCheck(
            target.features.map { successor.writing($0) } ?? successor, writtenBy: target.profile, for: kernel)
    }
}

/// A way from one kernel to another, over others where the direct one loses something.
public struct UpgradePlan: Sendable {
    /// The kernels in their order, the target last.
    public let steps: [CompatibilityCheck]
    /// How many kernels a way is looked for over: every order of them is tried.
    public static let mostKernels = 6

    /// How many items that are needed do not arrive, or may not.
    public let lostCount: Int

    /// The way for a handover as it was found, with all that is wrong in it.
    public init?(
        _ subject: Subject, to target: TargetKernel, over others: [TargetKernel], policy: CheckPolicy = CheckPolicy()
    ) {
        self.init(
            subject.handover, writtenBy: subject.profile, to: target, over: others,
            findings: Validator().findings(in: subject), policy: policy)
    }

    /// The way that loses least, and of those the shortest; `nil` where not even a losing one arrives.
    public init?(
        _ handover: Handover, writtenBy origin: Profile?, to target: TargetKernel, over others: [TargetKernel],
        findings: [Finding] = [], policy: CheckPolicy = CheckPolicy()
    ) {
        var best: UpgradePlan?
        // Few kernels are given, so every order of them can be tried; a kernel comes twice in none of them.
        func walk(
            _ state: Handover, _ writer: Profile?, _ steps: [CompatibilityCheck], _ left: [TargetKernel], _ lost: Int
        ) {
            if let best, lost >= best.lostCount { return }
            // What is wrong in the state matters to the kernel that reads it first; it writes its own anew.
            let flaws = steps.isEmpty ? findings : []
            let last = CompatibilityCheck(state, writtenBy: writer, for: target, findings: flaws)
            let total = lost + last.items.count(where: policy.isFailed)
            if last.arrives, best.map({ total < $0.lostCount }) ?? true {
                best = UpgradePlan(steps: steps + [last], lostCount: total)
            }
            for (index, kernel) in left.enumerated() {
                let step = CompatibilityCheck(state, writtenBy: writer, for: kernel, findings: flaws)
                guard step.arrives, let next = step.successor(of: state) else { continue }
                var rest = left
                rest.remove(at: index)
                walk(next, kernel.profile, steps + [step], rest, lost + step.items.count(where: policy.isFailed))
            }
        }
        walk(handover, origin, [], Array(others.prefix(Self.mostKernels)), 0)
        guard let best else { return nil }
        self = best
    }

    private init(steps: [CompatibilityCheck], lostCount: Int) {
        self.steps = steps
        self.lostCount = lostCount
    }
}

extension CompatibilityCheck {
    /// Whether the kernel takes the handover as a whole.
    var arrives: Bool { items.allSatisfy { $0.outcome < .refused } }
}

extension Handover {
    /// What was read of files and objects.
    fileprivate var components: [ComponentState] {
        (state.liveUpdate?.flbs ?? []).compactMap(\.component)
            + (state.liveUpdate?.sessions ?? []).flatMap { $0.files.compactMap(\.component) }
    }

    /// The masks of features by which files were written, by their handlers; `nil` where there are none.
    fileprivate var features: [String: FeatureMasks]? {
        var result: [String: FeatureMasks] = [:]
        for file in (state.liveUpdate?.sessions ?? []).flatMap(\.files) {
            guard let object = file.component?.root.object(at: "features"), let supported = object.raw("supp"),
                let required = object.raw("req"), let active = object.raw("active")
            else { continue }
            result[file.handler] = FeatureMasks(supported: supported, required: required, active: active)
        }
        return result.isEmpty ? nil : result
    }

    /// The handover with the masks of another kernel, which writes its own.
    fileprivate func writing(_ features: [String: FeatureMasks]) -> Handover {
        var result = self
        result.state.liveUpdate?.sessions = state.liveUpdate?.sessions?.map { session in
            var session = session
            for index in session.files.indices {
                guard let masks = features[session.files[index].handler],
                    var object = session.files[index].component?.root.object(at: "features")
                else { continue }
                object["supp"] = .number(masks.supported)
                object["req"] = .number(masks.required)
                object["active"] = .number(masks.active)
                session.files[index].component?.root["features"] = .object(object)
            }
            return session
        }
        return result
    }
}
