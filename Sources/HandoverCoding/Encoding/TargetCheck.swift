import HandoverABI
import HandoverState

/// Finds what a profile has no place for, and leaves it out of a state.
struct TargetCheck {
    let profile: Profile
    /// Whether the kernels that wrote the state have the same formats; what is not known to us may be known to them.
    var isSameProfile = false
    /// Formats that components may have been read by.
    var formats: [ComponentFormat] = ComponentFormat.known

    /// What became of a state.
    struct Fitted {
        var state: HandoverState
        /// What the profile does not hold.
        var unheld: [EncodingError.Unheld]
        /// What its formats of components ask for and the state did not say.
        var additions: [ComponentTranslation.Item]
    }

    /// A state as far as the profile holds it, and what it does not hold.
    func fit(_ state: HandoverState) -> Fitted {
        var fitted = state
        var unheld: [EncodingError.Unheld] = []
        let (state, additions) = translate(state, &unheld)
        if let liveUpdate = state.liveUpdate {
            if profile.liveUpdate == nil {
                unheld += everything(in: liveUpdate)
                fitted.liveUpdate = nil
            } else {
                fitted.liveUpdate = fit(liveUpdate, &unheld)
            }
        }
        if state.kernel != nil, !profile.hasKexecMetadata {
            unheld.append(.init("/" + SubtreeNames.kexecMetadata, "\(profile.name) has no word of the previous kernel"))
            fitted.kernel = nil
        }
        unheld += unknownProperties(in: state)
        fitted.subtrees = state.subtrees.filter { fits($0, in: fitted, &unheld) }
        return Fitted(state: fitted, unheld: unheld, additions: additions)
    }

    /// Properties that no known kernel writes have no place in a root tree that is written anew.
    private func unknownProperties(in state: HandoverState) -> [EncodingError.Unheld] {
        let reason = "\(profile.name) writes no such property"
        return (state.root?.unknownProperties ?? []).map { .init("/" + $0.name, reason) }
            + state.subtrees.flatMap { subtree in
                subtree.unknownProperties.map { .init("/\(subtree.name)/\($0.name)", reason) }
            }
    }

    /// Whether a subtree can be written: one of a known kind from what the state says of it, any other from its bytes.
    private func fits(
        _ subtree: Subtree, in state: HandoverState, _ unheld: inout [EncodingError.Unheld]
    ) -> Bool {
        let isUnderstood =
            switch subtree.kind {
            case .liveUpdate: state.liveUpdate != nil || profile.liveUpdate == nil
            case .kexecMetadata: state.kernel != nil || !profile.hasKexecMetadata
            case .reserveMem: state.reserveMem != nil
            case .test: state.test != nil
            case .unknown: false
            }
        if isUnderstood, subtree.content == nil { return true }
        let path = "/" + subtree.name
        if subtree.content == nil {
            unheld.append(.init(path, "the subtree's bytes are not known"))
            return false
        }
        if subtree.kind == .unknown || isSameProfile { return true }
        unheld.append(.init(path, "\(profile.name) may not know the version \"\(subtree.compatible ?? "")\""))
        return false
    }

    var path: String { "/" + SubtreeNames.liveUpdate }

    private func everything(in liveUpdate: LiveUpdate) -> [EncodingError.Unheld] {
        let reason = "\(profile.name) has no Live Update Orchestrator"
        let sessions = liveUpdate.sessions ?? []
        return sessions.flatMap { session in
            session.files.isEmpty
                ? [EncodingError.Unheld("\(path)/\(session.name)", reason)]
                : session.files.map { .init("\(path)/\(session.name)/0x\(String($0.token, radix: 16))", reason) }
        } + (liveUpdate.flbs ?? []).map { .init("\(path)/\($0.name)", reason) }
            + (sessions.isEmpty && (liveUpdate.flbs ?? []).isEmpty ? [.init(path, reason)] : [])
    }

    private func fit(_ liveUpdate: LiveUpdate, _ unheld: inout [EncodingError.Unheld]) -> LiveUpdate {
        var fitted = liveUpdate
        if let form = profile.liveUpdate, !form.hasFLBs, let flbs = liveUpdate.flbs {
            let reason = "\(profile.name) has no objects bound to files"
            unheld += flbs.map { .init("\(path)/\($0.name)", reason) }
            fitted.flbs = nil
        }
        fitted.flbs = fitted.flbs?.filter { holds($0.component, called: $0.name, at: "\(path)/\($0.name)", &unheld) }
        let flbLimit = FLBHeader.capacity(pageShift: profile.pageShift)
        if let flbs = fitted.flbs, flbs.count > flbLimit {
            unheld += flbs[flbLimit...].map {
                .init("\(path)/\($0.name)", "\(profile.name) holds \(flbLimit) objects bound to files")
            }
            fitted.flbs = Array(flbs.prefix(flbLimit))
        }
        guard let sessions = liveUpdate.sessions else { return fitted }
        var kept: [Session] = []
        for session in sessions {
            guard kept.count < sessionLimit else {
                unheld.append(.init("\(path)/\(session.name)", "\(profile.name) holds \(sessionLimit) sessions"))
                continue
            }
            kept.append(fit(session, &unheld))
        }
        fitted.sessions = kept
        return fitted
    }

    private func fit(_ session: Session, _ unheld: inout [EncodingError.Unheld]) -> Session {
        var fitted = session
        fitted.files = []
        for file in session.files {
            let path = "\(path)/\(session.name)/0x\(String(file.token, radix: 16))"
            guard fitted.files.count < fileLimit else {
                unheld.append(.init(path, "\(profile.name) holds \(fileLimit) files a session"))
                continue
            }
            guard var memfd = file.memfd else {
                if MemfdABI(rawValue: file.handler) != nil {
                    unheld.append(.init(path, "the memfd could not be read"))
                    continue
                }
                if !profile.components.isEmpty, file.component != nil {
                    if holds(file.component, called: file.handler, at: path, &unheld) { fitted.files.append(file) }
                    continue
                }
                // An opaque handle means something to the kernels that wrote it.
                if isSameProfile {
                    fitted.files.append(file)
                    continue
                }
                unheld.append(.init(path, "\(profile.name) has no handler \"\(file.handler)\""))
                continue
            }
            if profile.memfd == .v1, !memfd.seals.isEmpty {
                let seals = memfd.seals.names.joined(separator: ", ")
                unheld.append(.init(path, "memfd-v1 has no place for the seals \(seals)"))
                memfd.seals = []
            }
            if profile.memfd == .v1, memfd.flags != 0 {
                unheld.append(.init(path, "memfd-v1 has no place for the flags 0x\(String(memfd.flags, radix: 16))"))
                memfd.flags = 0
            }
            var held = file
            held.memfd = memfd
            fitted.files.append(held)
        }
        fitted.fileCount = UInt64(fitted.files.count)
        return fitted
    }

    private var sessionLimit: Int {
        switch profile.liveUpdate {
        case .tree, .treeWithFLBs: SessionHeader.capacity(pageShift: profile.pageShift)
        case .structure:
            Block.chainLimit * Block.capacity(recordSize: SessionRecord.layout.size, pageShift: profile.pageShift)
        case nil: 0
        }
    }

    private var fileLimit: Int {
        switch profile.liveUpdate {
        case .tree, .treeWithFLBs: FileRecord.capacity(pageShift: profile.pageShift)
        case .structure:
            Block.chainLimit * Block.capacity(recordSize: FileRecord.layout.size, pageShift: profile.pageShift)
        case nil: 0
        }
    }
}
