import DeviceTree
import HandoverABI
import HandoverState

/// The names in the trees: what kernels look for is found by its name alone.
enum NameChecks {
    static let all: [Validator.Check] = [rootNames, subtreeNames, documentNames]

    /// The properties of the root tree and of its subtrees' nodes, and the names of subtrees.
    static func rootNames(_ subject: Subject, _ log: inout FindingLog) {
        guard let root = subject.rootTree else { return }
        duplicates(in: root.tree.root, of: root, &log)
        let schema = subject.profile.map { TreeSchema.root(of: $0) }
        if let schema {
            for (property, meant) in slips(in: root.tree.root, schema) {
                // What is missing is reported by the path that it ought to have.
                log.add(
                    .propertyMisspelt, meant == RootTreeNames.map ? "/" + meant : "/",
                    at: root.address(of: property.offset), offset: root.offset(property.offset),
                    misspelt(property.name, meant))
            }
        }
        for node in root.tree.root.children {
            duplicates(in: node, of: root, &log)
            if let below = node.children.first {
                log.add(
                    .nodeUnknown, below.path, at: root.address(of: below.offset), offset: root.offset(below.offset),
                    "kernels write no node below that of a subtree")
            }
            if let profile = subject.profile { properties(of: node, in: root, profile, &log) }
        }
        subtreeNodes(subject, &log)
    }

    /// The properties of a subtree's node: its own, those of another kernel's format, and misspelt ones.
    private static func properties(
        of node: FlattenedDeviceTree.Node, in root: HandoverTree, _ profile: Profile, _ log: inout FindingLog
    ) {
        let own = [profile.subtreeAddress, profile.subtreeSize].compactMap { $0 }
        for property in node.properties where !own.contains(property.name) {
            let place = (root.address(of: property.offset), root.offset(property.offset))
            if let meant = own.first(where: { node[$0] == nil && Spelling.isSlip(property.name, of: $0) }) {
                log.add(.propertyMisspelt, node.path, at: place.0, offset: place.1, misspelt(property.name, meant))
            } else if TreeSchema.subtreeProperties.contains(property.name) {
                let stands = property.name != RootTreeNames.size && node[profile.subtreeAddress] == nil
                log.add(
                    stands ? .propertyForeign : .propertyUnknown, node.path, at: place.0, offset: place.1,
                    stands
                        ? "\"\(property.name)\" stands where \(profile.name) reads \"\(profile.subtreeAddress)\""
                        : "kernels of \(profile.name) do not write the property \"\(property.name)\"")
            }
        }
    }

    /// Subtrees that almost have the name of one that kernels look for, and others that nobody looks for.
    private static func subtreeNodes(_ subject: Subject, _ log: inout FindingLog) {
        let names = Set(subject.state.subtrees.map(\.name))
        let known = subject.profile.map { TreeSchema.subtreeNames(of: $0) } ?? []
        for subtree in subject.state.subtrees where subtree.kind == .unknown {
            let path = "/" + subtree.name
            if let meant = known.first(where: { !names.contains($0) && Spelling.isSlip(subtree.name, of: $0) }) {
                log.add(
                    .nodeMisspelt, path, at: subtree.address,
                    "\"\(subtree.name)\" is almost \"\(meant)\", which kernels look for and do not find")
            } else if !subject.isRemarked(.nodeUnknown, on: path) {
                log.add(.nodeUnknown, path, at: subtree.address, "no known kernel writes this subtree")
            }
        }
    }

    /// The names within the trees of subtrees.
    static func subtreeNames(_ subject: Subject, _ log: inout FindingLog) {
        for (subtree, tree) in subject.subtreeTrees {
            guard let schema = TreeSchema.subtree(subtree.kind) else { continue }
            check(tree.tree.root, of: tree, against: schema, &log)
        }
    }

    private static func check(
        _ node: FlattenedDeviceTree.Node, of tree: HandoverTree, against schema: TreeSchema, _ log: inout FindingLog
    ) {
        duplicates(in: node, of: tree, &log)
        let wrong = slips(in: node, schema)
        for (property, meant) in wrong {
            log.add(
                .propertyMisspelt, tree.path(of: node), at: tree.address(of: property.offset),
                offset: tree.offset(property.offset), misspelt(property.name, meant))
        }
        for property in node.properties
        where !schema.properties.contains(property.name) && !wrong.contains(where: { $0.0.offset == property.offset }) {
            log.add(
                .propertyUnknown, tree.path(of: node), at: tree.address(of: property.offset),
                offset: tree.offset(property.offset), "no known kernel writes the property \"\(property.name)\" here")
        }
        for child in node.children {
            switch schema.children {
            case .any(let below):
                check(child, of: tree, against: below, &log)
            case .named(let names):
                if let known = names.first(where: { $0.name == child.name }) {
                    check(child, of: tree, against: known.schema, &log)
                } else if let meant = names.first(where: {
                    node.child(named: $0.name) == nil && Spelling.isSlip(child.name, of: $0.name)
                }) {
                    log.add(
                        .nodeMisspelt, tree.path(of: node), at: tree.address(of: child.offset),
                        offset: tree.offset(child.offset), misspelt(child.name, meant.name))
                } else {
                    unknown(child, of: tree, &log)
                }
            case .none:
                unknown(child, of: tree, &log)
            }
        }
    }

    private static func unknown(_ node: FlattenedDeviceTree.Node, of tree: HandoverTree, _ log: inout FindingLog) {
        log.add(
            .nodeUnknown, tree.path(of: node), at: tree.address(of: node.offset), offset: tree.offset(node.offset),
            "no known kernel writes the node \"\(node.name)\" here")
    }

    /// Properties that almost have the name of one that is missing, and that name.
    private static func slips(
        in node: FlattenedDeviceTree.Node, _ schema: TreeSchema
    ) -> [(FlattenedDeviceTree.Property, meant: String)] {
        let missing = schema.properties.filter { node[$0] == nil }
        if missing.isEmpty { return [] }
        return node.properties.compactMap { property in
            missing.first { Spelling.isSlip(property.name, of: $0) }.map { (property, $0) }
        }
    }

    private static func duplicates(
        in node: FlattenedDeviceTree.Node, of tree: HandoverTree, _ log: inout FindingLog
    ) {
        var seen: Set<String> = []
        for property in node.properties where !seen.insert(property.name).inserted {
            log.add(
                .propertyDuplicate, tree.path(of: node), at: tree.address(of: property.offset),
                offset: tree.offset(property.offset),
                "the property \"\(property.name)\" stands here before; kernels read the first")
        }
    }

    /// The names that a document tells of, where there are no trees.
    static func documentNames(_ subject: Subject, _ log: inout FindingLog) {
        guard subject.root == nil, let profile = subject.profile else { return }
        if let root = subject.state.root, root.map == nil {
            for property in root.unknownProperties where Spelling.isSlip(property.name, of: RootTreeNames.map) {
                log.add(.propertyMisspelt, "/" + RootTreeNames.map, misspelt(property.name, RootTreeNames.map))
            }
        }
        for subtree in subject.state.subtrees where subtree.address == nil {
            for property in subtree.unknownProperties
            where Spelling.isSlip(property.name, of: profile.subtreeAddress) {
                log.add(.propertyMisspelt, "/" + subtree.name, misspelt(property.name, profile.subtreeAddress))
            }
        }
        subtreeNodes(subject, &log)
    }

    private static func misspelt(_ name: String, _ meant: String) -> String {
        "\"\(name)\" is almost \"\(meant)\", which kernels look for and do not find"
    }
}
