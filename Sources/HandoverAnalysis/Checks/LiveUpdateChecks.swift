import DeviceTree
import HandoverABI
import HandoverState

/// What kernels ask of the orchestrator's root.
enum LiveUpdateChecks {
    static let all: [Validator.Check] = [version, nodes, number] + SessionChecks.all + BoundObjectChecks.all

    static let path = "/" + SubtreeNames.liveUpdate

    /// A form that is known, but not to kernels of this root.
    private static func version(_ subject: Subject, _ log: inout FindingLog) {
        guard let expected = subject.profile?.liveUpdate?.compatible,
            let subtree = subject.state.subtrees.first(where: { $0.kind == .liveUpdate }),
            let found = subtree.compatible, found != expected, isKnown(found)
        else { return }
        log.add(
            .orchestratorVersion, path, at: subtree.address,
            "the orchestrator's version is \"\(found)\", kernels of \(subject.profile?.name ?? "") read \"\(expected)\""
        )
    }

    private static func isKnown(_ version: String) -> Bool {
        version == LiveUpdateABI.tree.compatible || version == LiveUpdateABI.structure.compatible
    }

    /// The decoder reads trees with and without objects; a kernel that has them asks for their node.
    private static func nodes(_ subject: Subject, _ log: inout FindingLog) {
        guard subject.profile?.liveUpdate == .treeWithFLBs, let tree = subject.trees[SubtreeNames.liveUpdate],
            subject.state.liveUpdate != nil, tree.root.child(named: LiveUpdateTreeNames.flbs) == nil
        else { return }
        let address = subject.state.subtrees.first { $0.kind == .liveUpdate }?.address
        log.add(
            .orchestratorNodeMissing, path, at: address, "the tree has no node \"\(LiveUpdateTreeNames.flbs)\"")
    }

    private static func number(_ subject: Subject, _ log: inout FindingLog) {
        guard let number = subject.state.liveUpdate?.number else { return }
        if number == 0 {
            log.add(.numberImpossible, path, "the live update has number 0, the first has 1")
        }
        if let count = subject.state.kernel?.kexecCount, count > 0, number > UInt64(count) {
            log.add(
                .numberImpossible, path, "the live update has number \(number.hex), of only \(UInt64(count).hex) kexecs"
            )
        }
    }
}
