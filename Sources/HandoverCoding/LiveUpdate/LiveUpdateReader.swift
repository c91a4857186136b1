import DeviceTree
import HandoverABI
import HandoverState
import PhysicalMemory

/// Reads the state of the Live Update Orchestrator, in whatever form its data shows.
struct LiveUpdateReader {
    private static let path = "/" + SubtreeNames.liveUpdate

    static func liveUpdate<Memory: PhysicalMemory>(
        in data: SubtreeData, memfds: MemfdReader, components: ComponentFormats,
        from reader: inout StructureReader<Memory>
    ) -> LiveUpdate? {
        let described = components.handlers
        var result: LiveUpdate?
        if let tree = data.tree {
            result = read(tree, at: data.address, memfds: memfds, described: described, from: &reader)
        } else {
            result = read(data, memfds: memfds, described: described, from: &reader)
        }
        guard var liveUpdate = result else { return nil }
        LiveUpdateComponents.read(components, into: &liveUpdate, memfds: memfds, from: &reader)
        return liveUpdate
    }

    /// The form in which the state is written; `nil` where it is none that is known.
    static func form(of data: SubtreeData) -> LiveUpdateABI? {
        switch data.compatible {
        case LiveUpdateABI.structure.compatible: data.tree == nil ? .structure : nil
        case nil where LiveUpdateFeatureRoot(data) != nil: .structure
        case LiveUpdateTreeNames.compatible:
            data.tree.map { $0.root.child(named: LiveUpdateTreeNames.flbs) == nil ? .tree : .treeWithFLBs }
        default: nil
        }
    }

    /// The form of 6.19 to 7.1: a tree that points to arrays.
    private static func read<Memory: PhysicalMemory>(
        _ tree: FlattenedDeviceTree, at address: PhysicalAddress?, memfds: MemfdReader, described: Set<String>,
        from reader: inout StructureReader<Memory>
    ) -> LiveUpdate? {
        let root = tree.root
        guard let compatible = root[RootTreeNames.compatible]?.string,
            compatible == LiveUpdateTreeNames.compatible
        else {
            noteUnknown(root[RootTreeNames.compatible]?.string, at: address, &reader.log)
            return nil
        }
        guard let number = root[LiveUpdateTreeNames.number]?.nativeUInt64 else {
            reader.log.damage(
                .numberMissing, path, address, "the tree has no \"\(LiveUpdateTreeNames.number)\" of 8 bytes")
            return nil
        }
        var sessions = SessionReader(form: .arrays, memfds: memfds, described: described)
        var result = LiveUpdate(number: number, sessions: nil, flbs: nil)
        if let header = header(
            in: root, at: address, node: LiveUpdateTreeNames.sessions,
            compatible: LiveUpdateTreeNames.sessionsCompatible,
            property: LiveUpdateTreeNames.sessionsHeader, presence: .required, log: &reader.log)
        {
            result.sessions = sessions.sessions(at: header, from: &reader)
        }
        if let header = header(
            in: root, at: address, node: LiveUpdateTreeNames.flbs, compatible: LiveUpdateTreeNames.flbsCompatible,
            property: LiveUpdateTreeNames.flbsHeader, presence: .optional, log: &reader.log)
        {
            result.flbs = sessions.flbs(at: header, from: &reader)
        }
        return result
    }

    /// Whether every kernel of this form writes a node.
    private enum Presence { case required, optional }

    private static func header(
        in root: FlattenedDeviceTree.Node, at address: PhysicalAddress?, node name: String, compatible: String,
        property: String, presence: Presence, log: inout RemarkLog
    ) -> PhysicalAddress? {
        guard let node = root.child(named: name) else {
            if presence == .required {
                log.damage(.orchestratorNodeMissing, path, address, "the tree has no node \"\(name)\"")
            }
            return nil
        }
        guard node[RootTreeNames.compatible]?.string == compatible else {
            let found = node[RootTreeNames.compatible]?.string ?? ""
            log.note(
                .orchestratorVersion, path + "/" + name, address,
                "version \"\(found)\" is not known; expected \"\(compatible)\"")
            return nil
        }
        guard let value = node[property]?.nativeUInt64 else {
            log.damage(.headMissing, path + "/" + name, address, "the node has no \"\(property)\" of 8 bytes")
            return nil
        }
        return PhysicalAddress(value)
    }

    /// The form of 7.2 and later: a structure that points to block sets.
    private static func read<Memory: PhysicalMemory>(
        _ data: SubtreeData, memfds: MemfdReader, described: Set<String>, from reader: inout StructureReader<Memory>
    ) -> LiveUpdate? {
        if let root = LiveUpdateFeatureRoot(data) {
            reader.log.note(
                .orchestratorVersion, path, data.address, "instead of a version there are \(root.description)")
            var sessions = SessionReader(form: .blocks, memfds: memfds, described: described)
            var result = LiveUpdate(
                number: root.number, sessions: sessions.sessions(at: root.sessions, from: &reader),
                flbs: sessions.flbs(at: root.flbs, from: &reader))
            result.featureMasks = root.masks
            return result
        }
        guard let record = Record(LiveUpdateRoot.layout, in: data.bytes.span) else {
            reader.log.damage(
                .orchestratorSize, path, data.address,
                "the structure has \(data.bytes.count) bytes, expected \(LiveUpdateRoot.layout.size)")
            return nil
        }
        let compatible = record.text(LiveUpdateRoot.compatible)
        guard compatible.bytes == Array(LiveUpdateABI.structure.compatible.utf8) else {
            if data.isFromFile, data.compatible == nil {
                let message = "the data is not the orchestrator's; a running kernel frees it once it has read it"
                reader.log.unavailable(.memoryAbsent, path, nil, message)
            } else {
                noteUnknown(compatible.description, at: data.address, &reader.log)
            }
            return nil
        }
        var sessions = SessionReader(form: .blocks, memfds: memfds, described: described)
        return LiveUpdate(
            number: record[LiveUpdateRoot.number],
            sessions: sessions.sessions(at: PhysicalAddress(record[LiveUpdateRoot.sessions]), from: &reader),
            flbs: sessions.flbs(at: PhysicalAddress(record[LiveUpdateRoot.flbs]), from: &reader))
    }

    private static func noteUnknown(_ compatible: String?, at address: PhysicalAddress?, _ log: inout RemarkLog) {
        guard let compatible, compatible.hasPrefix("luo-v") else {
            log.damage(
                .orchestratorUnreadable, path, address,
                "the data is neither a tree \"\(LiveUpdateTreeNames.compatible)\" nor a structure \"\(LiveUpdateABI.structure.compatible)\""
            )
            return
        }
        log.note(
            .orchestratorVersion, path, address,
            "version \"\(compatible)\" is not known; its bytes are kept as they are")
    }
}
