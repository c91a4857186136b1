import DeviceTree
import HandoverABI
import HandoverState
import PhysicalMemory

/// What kernels ask of the root tree, and what its subtrees are to be.
enum RootChecks {
    static let all: [Validator.Check] = [
        version, versionLists, profile, map, sizes, structures, addresses, foreign,
    ]

    /// Every kernel accepts one version and passes over a handover of any other.
    static func version(_ subject: Subject, _ log: inout FindingLog) {
        guard subject.state.root != nil, let found = subject.handover.abi.compatible,
            !Profile.all.contains(where: { $0.compatible == found }), !subject.isRemarked(.compatibleUnknown)
        else { return }
        log.add(.compatibleUnknown, "/", at: subject.state.root?.address, "no known kernel writes \"\(found)\"")
    }

    /// Kernels accept a list of strings, though none writes one.
    static func versionLists(_ subject: Subject, _ log: inout FindingLog) {
        for tree in [subject.rootTree].compactMap({ $0 }) + subject.subtreeTrees.map(\.tree) {
            guard let property = tree.tree.root[RootTreeNames.compatible], let list = property.strings, list.count > 1
            else { continue }
            log.add(
                .compatibleList, tree.path, at: tree.address(of: property.offset), offset: tree.offset(property.offset),
                "the version string is a list of \(list.count): "
                    + list.prefix(4).map { "\"\($0)\"" }.joined(separator: ", "))
        }
    }

    /// Whether the data tells which kernel wrote it.
    static func profile(_ subject: Subject, _ log: inout FindingLog) {
        let abi = subject.handover.abi
        let reason = abi.evidence.last ?? "there is no evidence"
        if abi.confidence == .assumed {
            log.add(.profileUncertain, "/", "read as \(abi.profile ?? "of no known kernel") by assumption: \(reason)")
        } else if abi.confidence == .unknown, subject.state.root == nil, !subject.state.subtrees.isEmpty {
            log.add(.profileUncertain, "/", "the data does not tell the kernel: \(reason)")
        }
    }

    /// A dump of what was handed over has its map; a running kernel may not have written it yet.
    static func map(_ subject: Subject, _ log: inout FindingLog) {
        guard let root = subject.state.root, !subject.memory.isEmpty, root.map?.value == 0 else { return }
        log.add(
            .mapMissing, "/" + RootTreeNames.map, at: root.address, "the map lies at address 0: it was never written")
    }

    /// The sizes of subtrees, where kernels of the version write them.
    static func sizes(_ subject: Subject, _ log: inout FindingLog) {
        guard let root = subject.rootTree, root.isAsItCame, let name = subject.profile?.subtreeSize else { return }
        let others = MultikernelNames.nodes.filter { name in !subject.state.subtrees.contains { $0.name == name } }
        for node in root.tree.root.children where node[name] == nil && !others.contains(node.name) {
            log.add(
                .subtreeSizeMissing, node.path, at: root.address(of: node.offset), offset: root.offset(node.offset),
                "the node has no \"\(name)\", without which kernels do not read the subtree")
        }
    }

    /// Structures have one size; of trees their own headers tell.
    static func structures(_ subject: Subject, _ log: inout FindingLog) {
        for subtree in subject.state.subtrees {
            guard let size = subtree.size, let layout = layout(of: subtree, subject), size > layout.size else {
                continue
            }
            log.add(
                .subtreeSizeTooLarge, "/" + subtree.name, at: subtree.address,
                "the subtree is given \(size) bytes, struct \(layout.name) has \(layout.size)")
        }
    }

    private static func layout(of subtree: Subtree, _ subject: Subject) -> Layout? {
        switch subtree.kind {
        case .kexecMetadata where subject.state.kernel != nil: KexecMetadata.layout
        case .liveUpdate where subtree.compatible == LiveUpdateABI.structure.compatible: LiveUpdateRoot.layout
        default: nil
        }
    }

    /// What a document tells of subtrees; a reader of bytes has remarked on it.
    static func addresses(_ subject: Subject, _ log: inout FindingLog) {
        guard subject.root == nil else { return }
        var seen: Set<String> = []
        for subtree in subject.state.subtrees {
            let path = "/" + subtree.name
            if subtree.address?.value == 0, !subject.isRemarked(.subtreeAddressZero, on: path) {
                log.add(.subtreeAddressZero, path, "the subtree lies at address 0")
            }
            if !seen.insert(subtree.name).inserted, !subject.isRemarked(.subtreeDuplicate, on: path) {
                log.add(.subtreeDuplicate, path, at: subtree.address, "another subtree has this name")
            }
        }
    }

    /// Subtrees that kernels of the profile have not heard of, though others have.
    static func foreign(_ subject: Subject, _ log: inout FindingLog) {
        guard let profile = subject.profile else { return }
        for subtree in subject.state.subtrees {
            let isKnown =
                switch subtree.kind {
                case .liveUpdate: profile.liveUpdate != nil
                case .kexecMetadata: profile.hasKexecMetadata
                case .reserveMem, .test, .unknown: true
                }
            if isKnown { continue }
            log.add(
                .subtreeForeign, "/" + subtree.name, at: subtree.address,
                "kernels of \(profile.name) neither write this subtree nor look for it")
        }
    }
}
