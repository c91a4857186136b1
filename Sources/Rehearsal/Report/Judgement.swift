internal import ChildProcesses
internal import HandoverState
internal import PhysicalMemory

/// Holds what a kernel told against what the state says.
struct Judgement {
    let state: HandoverState
    let log: KernelLog
    let guest: GuestReport
    /// The hashes of the contents of files, by session and token, where they are known.
    let hashes: [String: [UInt64: UInt64]]
    /// What of each region is not as it was; `nil` for those that are.
    let regionChanges: [String: String]

    // MARK: The whole

    /// How the machine ended, seen from the emulator's end.
    func ending(timedOut: Bool) -> RehearsalReport.Ending {
        if guest.isComplete { return .finished }
        if let panic = log.panic { return .panicked(panic) }
        return timedOut ? .hung(wroteAnything: !log.lines.isEmpty) : .restarted
    }

    /// Whether the kernel took the handover.
    var acceptance: RehearsalReport.Acceptance {
        let refusals = log.all(
            "disabling KHO revival", "handover FDT (", "failed to get preserved", "failed to memremap",
            "failed to mark the scratch region")
        if !refusals.isEmpty { return .refused(refusals) }
        if log.first("found kexec handover data") != nil { return .accepted }
        if let line = log.first("CONFIG_KEXEC_HANDOVER not set") { return .ignored(line) }
        if guest.isComplete {
            return .ignored("the kernel says nothing of it: built without KHO, before Linux 6.16, or told kho=off")
        }
        return .unknown
    }

    /// Why an item is lost when the kernel did not even come to it.
    private var commonCause: String {
        switch acceptance {
        case .refused: "the kernel refused the handover"
        case .ignored: "the kernel ignored the handover"
        case .accepted, .unknown: guest.isComplete ? "not there" : "the kernel did not come that far"
        }
    }

    // MARK: Sessions

    func sessions() -> [SessionOutcome] {
        (state.liveUpdate?.sessions ?? []).enumerated().map { index, session in
            SessionOutcome(
                name: session.name, verdict: verdict(ofSession: index),
                files: session.files.map { outcome(of: $0, in: session, index) })
        }
    }

    private func verdict(ofSession index: Int) -> Verdict {
        guard let result = guest.sessions[index] else {
            if let code = guest.liveUpdate, code < 0 {
                return .lost("cannot open /dev/liveupdate: \(Self.reason(code))" + explanation)
            }
            return .lost(commonCause)
        }
        if result < 0 { return .lost("\(Self.reason(result))" + explanation) }
        guard let finish = guest.finishes[index] else { return .differs(["the kernel died before it was finished"]) }
        return finish < 0 ? .differs(["cannot be finished: \(Self.reason(finish))"]) : .revived
    }

    /// What the kernel's log adds to an error of the live update device.
    private var explanation: String {
        let lines = log.all(
            "Failed to deserialize", "Failed to insert session", "No registered handler", "Block set is",
            "Block contains",
            "File count mismatch", "LUO state is", "isabling live")
        return lines.first.map { " (\($0))" }
            ?? (guest.isComplete && acceptance == .accepted ? "" : " (\(commonCause))")
    }

    private func outcome(of file: PreservedFile, in session: Session, _ index: Int) -> FileOutcome {
        let expected = FileFacts(
            size: file.memfd?.size, position: file.memfd?.position,
            // The first version of the format has no seals, so they are not among what can come back.
            seals: file.handler == "memfd-v1" ? nil : file.memfd?.seals.rawValue,
            hash: hashes[session.name]?[file.token])
        var outcome = FileOutcome(
            token: file.token, handler: file.handler, verdict: .lost("its session is lost"), expected: expected)
        switch guest.files[index]?[file.token] {
        case .refused(let code): outcome.verdict = .lost(Self.reason(code))
        case .retrieved(let size, let position, let seals, let hash):
            let found = FileFacts(
                size: size, position: position, seals: seals < 0 ? nil : UInt32(truncatingIfNeeded: seals), hash: hash)
            outcome.found = found
            let differences = Self.differences(expected, found)
            outcome.verdict = differences.isEmpty ? .revived : .differs(differences)
        case nil:
            if (guest.sessions[index] ?? -1) >= 0 { outcome.verdict = .lost("the kernel died before it gave it back") }
        }
        return outcome
    }

    private static func differences(_ expected: FileFacts, _ found: FileFacts) -> [String] {
        var clauses: [String] = []
        if let size = expected.size, size != found.size { clauses.append("size \(text(found.size)), was \(size)") }
        if let position = expected.position, position != found.position {
            clauses.append("position \(text(found.position)), was \(position)")
        }
        if let seals = expected.seals, seals != found.seals {
            clauses.append("seals \(text(found.seals.map(UInt64.init))), were \(seals)")
        }
        if let hash = expected.hash, hash != found.hash { clauses.append("contents are not what they were") }
        return clauses
    }

    private static func text(_ value: UInt64?) -> String {
        value.map(String.init) ?? "unknown"
    }

    // MARK: Items

    /// What is revived has come to nothing where the kernel died afterwards.
    private func settled(_ verdict: Verdict) -> Verdict {
        verdict == .revived && !guest.isComplete ? .lost("the kernel revived it, then died") : verdict
    }

    /// The kernel tells of these only where its own test of them is built in.
    func flbs() -> [ItemOutcome] {
        (state.liveUpdate?.flbs ?? []).map { flb in
            let lines = log.all(flb.name)
            let verdict: Verdict =
                if let error = lines.first(where: { $0.contains("ERROR") }) {
                    .lost(error)
                } else if lines.contains(where: { $0.contains("found flb data") }) {
                    .revived
                } else if log.first("liveupdate test: Registered") != nil || guest.liveUpdate.map({ $0 < 0 }) == true {
                    .lost(commonCause)
                } else if guest.isComplete, acceptance == .accepted {
                    .unknown("its owner writes nothing to the kernel's log")
                } else {
                    .lost(commonCause)
                }
            return ItemOutcome(name: flb.name, verdict: settled(verdict))
        }
    }

    func regions() -> [ItemOutcome] {
        (state.reserveMem ?? []).map { region in
            let verdict: Verdict
            if log.first("Revived memory reservation '\(region.name)' from KHO") != nil {
                verdict = regionChanges[region.name].map { .differs([$0]) } ?? .revived
            } else {
                let lines = log.all("'\(region.name)'").filter { !$0.contains("ommand line") }
                verdict = .lost(lines.first ?? commonCause)
            }
            return ItemOutcome(name: region.name, verdict: settled(verdict))
        }
    }

    var test: Verdict? {
        guard let test = state.test else { return nil }
        if log.first("KHO restore succeeded") != nil { return settled(.revived) }
        if guest.isComplete, let code = guest.test, code < 0, acceptance == .accepted {
            return .unknown("built without CONFIG_TEST_KEXEC_HANDOVER")
        }
        if test.computedChecksum == nil, guest.isComplete, acceptance == .accepted {
            return .unknown("its contents are not in the input, so the test could not succeed")
        }
        // Before 6.19 the test says nothing where it fails.
        if let line = log.first("KHO restore failed") ?? log.first("failed to retrieve kho_test FDT") {
            return .lost(line)
        }
        return .lost(acceptance == .accepted && guest.isComplete ? "the kernel's test did not succeed" : commonCause)
    }

    /// An error of the guest's kernel as people know it.
    private static func reason(_ code: Int) -> String {
        ErrorText.text(of: Int32(truncatingIfNeeded: -code))
    }
}
