import HandoverABI
import HandoverState

/// What kernels write into a node of a tree, and look for in it.
struct TreeSchema {
    /// The names of its properties, each of which kernels need.
    let properties: [String]
    /// The nodes below it.
    let children: Children

    /// The nodes below a node.
    indirect enum Children {
        /// None.
        case none
        /// Any names, all of one schema.
        case any(TreeSchema)
        /// These names.
        case named([(name: String, schema: TreeSchema)])
    }

    private init(_ properties: [String], _ children: Children = .none) {
        self.properties = properties
        self.children = children
    }

    /// The root tree as kernels of a profile write it.
    static func root(of profile: Profile) -> TreeSchema {
        let subtree = TreeSchema([profile.subtreeAddress, profile.subtreeSize].compactMap { $0 })
        return TreeSchema([RootTreeNames.compatible, RootTreeNames.map], .any(subtree))
    }

    /// The tree of a subtree; `nil` for what no known kernel hands over as a tree.
    static func subtree(_ kind: Subtree.Kind) -> TreeSchema? {
        let version = RootTreeNames.compatible
        switch kind {
        case .reserveMem:
            let region = TreeSchema([version, MemblockTreeNames.start, MemblockTreeNames.size])
            return TreeSchema([version], .any(region))
        case .test:
            let data = TreeSchema([TestTreeNames.folioCount, TestTreeNames.folios, TestTreeNames.checksum])
            return TreeSchema([version, TestTreeNames.magic], .named([(TestTreeNames.data, data)]))
        case .liveUpdate:
            return TreeSchema(
                [version, LiveUpdateTreeNames.number],
                .named([
                    (LiveUpdateTreeNames.sessions, TreeSchema([version, LiveUpdateTreeNames.sessionsHeader])),
                    (LiveUpdateTreeNames.flbs, TreeSchema([version, LiveUpdateTreeNames.flbsHeader])),
                ]))
        case .kexecMetadata, .unknown:
            return nil
        }
    }

    /// The names of properties that kernels of any profile give a subtree's node.
    static let subtreeProperties = [RootTreeNames.tree, RootTreeNames.data, RootTreeNames.size]

    /// The subtrees that kernels of a profile look for.
    static func subtreeNames(of profile: Profile) -> [String] {
        var names = [SubtreeNames.memblock, SubtreeNames.test]
        if profile.liveUpdate != nil { names.append(SubtreeNames.liveUpdate) }
        if profile.hasKexecMetadata { names.append(SubtreeNames.kexecMetadata) }
        return names
    }
}
