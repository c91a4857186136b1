import DeviceTree
import HandoverABI
import HandoverState

/// What kernels ask of the trees that carry a handover.
enum TreeChecks {
    static let all: [Validator.Check] = [rootSize, container] + NameChecks.all + ByteOrderChecks.all

    /// The root tree has a page, and no more of it is mapped at boot.
    static func rootSize(_ subject: Subject, _ log: inout FindingLog) {
        guard let root = subject.state.root, root.size > subject.handover.abi.pageSize else { return }
        log.add(
            .rootTooLarge, "/", at: root.address,
            "the root tree has \(root.size) bytes, kernels give it a page of \(subject.handover.abi.pageSize)")
    }

    /// What a tree has beside its nodes.
    static func container(_ subject: Subject, _ log: inout FindingLog) {
        let trees = [subject.rootTree].compactMap { $0 } + subject.subtreeTrees.map(\.tree)
        for tree in trees where tree.isAsItCame {
            if let first = tree.tree.reservations.first {
                log.add(
                    .reservationsPresent, tree.path, at: tree.address,
                    "the memory reservation block has \(tree.tree.reservations.count) entries, the first for "
                        + "\(digits(first.size)) bytes at \(digits(first.address))")
            }
            if tree.tree.version != 17 {
                log.add(
                    .treeVersion, tree.path, at: tree.address, offset: tree.offset(20),
                    "the header says version \(tree.tree.version), kernels write 17")
            }
            trailing(tree, subject, &log)
        }
    }

    /// Bytes behind a tree, where it came as a file of its own or its size is said beside.
    private static func trailing(_ tree: HandoverTree, _ subject: Subject, _ log: inout FindingLog) {
        let end = tree.tree.totalSize
        let rest = tree.tree.blob.count - end
        guard rest > 0 else { return }
        let node = subject.root?.root.child(named: String(tree.path.dropFirst()))
        if tree.path != "/", node?[RootTreeNames.size] != nil {
            log.add(
                .subtreeSizeTooLarge, tree.path, at: tree.address,
                "the subtree is given \(tree.tree.blob.count) bytes, its tree has \(end)")
        } else if tree.address == nil, tree.tree.blob[end...].contains(where: { $0 != 0 }) {
            log.add(.treeTrailing, tree.path, offset: tree.offset(end), "\(rest) bytes follow the tree's end")
        }
    }
}
