import HandoverABI
import HandoverState

extension StateJoin {
    /// Where a version was refused, what the state has, and which releases take it.
    func versions(refusedBy said: ExplainedMessage) -> [String] {
        switch said.message.id {
        case "KHO-LOG-005":
            let found = handover.abi.compatible.map { "\"\($0)\"" } ?? "no version"
            var facts = ["the root of the state says \(found)"]
            if let releases = releases { facts.append("kernels that take it: \(releases)") }
            if let expected = said.value(.expected)?.text, expected == handover.abi.compatible {
                facts.append("that is what the kernel asks for: it was handed something else than this state")
            }
            return facts
        case "LUO-LOG-003", "LUO-LOG-007", "LUO-LOG-016", "LUO-LOG-019", "LUO-LOG-018":
            let subtree = state.subtrees.first { $0.kind == .liveUpdate }
            var facts = ["the orchestrator's version in the state is \(subtree?.compatible ?? "not known")"]
            if let releases = releases { facts.append("kernels that take it: \(releases)") }
            return facts
        default: return []
        }
    }

    private var releases: String? {
        guard let name = handover.abi.profile, let profile = Profile.named(name), !profile.releases.isEmpty else {
            return nil
        }
        return profile.releases.map(\.description).joined(separator: ", ")
    }
}
