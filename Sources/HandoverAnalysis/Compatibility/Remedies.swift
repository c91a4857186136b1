import HandoverABI
import HandoverState

/// What would help where a kernel does not take all of a handover.
struct Remedies {
    let handover: Handover
    let origin: Profile?
    let target: TargetKernel
    let items: [CheckedItem]

    func sentences() -> [String] {
        let outcomes = Set(items.map(\.outcome))
        guard outcomes.contains(where: { $0 > .unknown }) else { return [] }
        if target.doubt != nil { return [] }
        guard let profile = target.profile else {
            return ["Build the target with CONFIG_KEXEC_HANDOVER and boot it with kho=on."]
        }
        var sentences: [String] = []
        let whole = items.contains {
            ($0.kind == .root || $0.kind == .map || $0.kind == .orchestrator) && $0.outcome > .lost
        }
        if whole {
            sentences.append(
                "Translate the state for \(target.name) between the two kernels: khotool encode STATE --profile "
                    + "\(profile.name) -o OUT.elf.")
            if let origin, origin.compatible == profile.compatible, origin.map != profile.map {
                sentences.append(
                    "Never kexec between the two with anything preserved: shut sessions down and boot cold, for "
                        + "neither kernel can notice.")
            }
        }
        let withoutOrchestrator = items.contains { $0.kind == .orchestrator && $0.outcome == .lost }
        if withoutOrchestrator, !whole {
            sentences.append("Finish the sessions, or migrate their owners away, before the kexec.")
        }
        let files = items.filter { $0.kind == .file && $0.outcome == .lost }
        if !files.isEmpty, !withoutOrchestrator, !whole {
            sentences.append(
                "Drop or finish the files that are lost, or choose a target that has their handlers; --plan finds an "
                    + "order of upgrades where there is one.")
        }
        return sentences
    }
}
