public import DeviceTree
public import HandoverABI
public import HandoverState
public import PhysicalMemory

/// Reads a handover: from the bytes that a kernel left behind to the typed state in them.
///
/// Reading goes on past damage: what is broken is remarked on and left out, what is sound is told. Only a root tree that
/// cannot be read at all is an error.
public struct HandoverDecoder<Memory: PhysicalMemory> {
    private let input: HandoverInput<Memory>
    private let retention: FolioTable.Retention
    private let components: ComponentFormats

    /// A decoder for an input.
    ///
    /// - Parameter components: the formats by which it reads what handlers and objects of the orchestrator stored.
    public init(
        _ input: HandoverInput<Memory>, retaining retention: FolioTable.Retention = .every,
        components: ComponentFormats = .known
    ) {
        var input = input
        input.pageShifts.removeAll { !Profile.pageShifts.contains($0) }
        if input.pageShifts.isEmpty { input.pageShifts = [12] }
        self.input = input
        self.retention = retention
        self.components = components
    }

    /// What decoding gave.
    public struct Result: Sendable {
        /// The handover.
        public let handover: Handover
        /// The profile that it was read by; `nil` where no known kernel writes its root.
        public let profile: Profile?
        /// The memory that the handover's own structures take, the contents of files and folios not included.
        ///
        /// - Complexity: made each time it is asked for, from a set that grows with the structures.
        public var structures: [MemoryRange] { claims.ranges }
        /// The root tree; `nil` where there is none.
        public let root: FlattenedDeviceTree?
        /// The trees of those subtrees that are trees, and that of an instance of the multikernel patches, by name.
        public let trees: [String: FlattenedDeviceTree]
        let claims: ClaimedMemory
        /// Where the structures lie, to be written there again; `nil` where only totals were asked for.
        public let placement: Placement?
    }

    /// Reads the handover by the profile that its version strings and the memory tell.
    ///
    /// - Throws: ``DecodingError`` where the root tree cannot be read or is not one of a handover.
    public func decode() throws(DecodingError) -> Result {
        try decode { $0.identify() }
    }

    /// Reads the handover by a profile, whatever its version strings say.
    ///
    /// - Throws: ``DecodingError`` where the root tree cannot be read.
    public func decode(as profile: Profile) throws(DecodingError) -> Result {
        try decode { $0.take(profile) }
    }

    private func decode(
        _ choose: (ProfileIdentifier<Memory>) -> ProfileIdentifier<Memory>.Choice
    ) throws(DecodingError) -> Result {
        let (root, tree, size) = try readRoot()
        var reader = StructureReader(memory: input.memory, pageShift: input.pageShifts.first ?? 12)
        reader.log = root.log
        if retention == .every { reader.placement = Placement() }
        if let address = input.rootAddress, let size {
            _ = reader.claim(address, count: size, "/", .structure("the root tree"))
            reader.placement?.record(.root, at: address)
        }
        var subtrees = root.subtrees
        let data = fetch(subtrees, from: &reader)
        let identifier = identifier(root, subtrees, data, rootSize: size, claims: reader.claims)
        let choice = choose(identifier)
        for doubt in identifier.doubts(about: choice) { reader.log.add(doubt) }
        if let profile = choice.profile, profile.pageShift != reader.pageShift {
            reader = reader.withPageShift(profile.pageShift)
        }
        var state = HandoverState(
            root: size.map { size in
                RootTree(
                    address: input.rootAddress, size: size, map: root.map, unknownProperties: root.unknownProperties)
            })
        state.scratch = input.scratch
        state.multikernel = root.multikernel
        if size != nil { state.memory = takeMap(choice, root, &reader) }
        let memfds = MemfdReader(lookup: state.memory.map { OrderLookup($0) }, retention: retention)
        if let profile = choice.profile, let map = root.map, state.memory != nil, reader.placement != nil {
            reader.placement?.map = MapPlacement(of: map, as: profile, in: input.memory)
        }
        for index in subtrees.indices {
            if let address = subtrees[index].address {
                reader.placement?.record(.subtree(subtrees[index].name), at: address)
            }
            describe(&subtrees[index], data[index])
            guard let found = data[index] else { continue }
            if !read(found, of: subtrees[index], memfds, into: &state, &reader) {
                subtrees[index].content = found.bytes
            }
        }
        state.subtrees = subtrees
        let handover = Handover(abi: choice.identification, state: state, remarks: reader.log.bounded)
        let trees = zip(subtrees, data).compactMap { subtree, data in data?.tree.map { (subtree.name, $0) } }
        let instanceTree = root.multikernel?.tree.flatMap { try? FlattenedDeviceTree(blob: $0) }
        let allTrees = trees + [instanceTree.map { (MultikernelNames.tree, $0) }].compactMap { $0 }
        return Result(
            handover: handover, profile: choice.profile, root: tree,
            trees: Dictionary(allTrees, uniquingKeysWith: { first, _ in first }), claims: reader.claims,
            placement: reader.placement)
    }

    /// Reads the root tree and tells its size; `nil` where there is none.
    private func readRoot() throws(DecodingError) -> (
        root: RootTreeReader, tree: FlattenedDeviceTree?, size: Int?
    ) {
        let names = input.blobs.keys.sorted()
        var root: RootTreeReader
        let tree: FlattenedDeviceTree
        let size: Int
        switch input.root {
        case .absent:
            var root = RootTreeReader(subtreesNamed: names)
            root.log.unavailable(.rootAbsent, "/", nil, "there is no root tree; the subtrees are read without it")
            return (root, nil, nil)
        case .whole(let blob):
            tree = try parse(blob)
            root = RootTreeReader(tree)
            size = tree.totalSize
        case .mayBeCut(let blob):
            guard let declared = FlattenedDeviceTree.declaredSize(blob), declared > blob.count else {
                tree = try parse(blob)
                root = RootTreeReader(tree)
                size = tree.totalSize
                break
            }
            let cut = try parseCut(blob)
            tree = cut.tree
            root = RootTreeReader(cut.tree, begun: cut.begun)
            root.log.unavailable(.treeCut, "/", nil, "the root tree is cut short: \(cut.reason)")
            size = declared
        }
        root.add(subtreesNamed: names)
        guard root.compatible?.hasPrefix(RootTreeNames.versionPrefix) == true || root.map != nil else {
            let found = root.compatible.map { "says \"\($0)\"" } ?? "has no version string"
            throw DecodingError(.notAHandover, "the tree is not the root of a handover: it \(found)")
        }
        return (root, tree, size)
    }

    private func parse(_ blob: [UInt8]) throws(DecodingError) -> FlattenedDeviceTree {
        do throws(DeviceTreeError) {
            return try FlattenedDeviceTree(blob: blob)
        } catch {
            throw DecodingError(.brokenRoot, "the root tree is broken: \(error)")
        }
    }

    private func parseCut(_ blob: [UInt8]) throws(DecodingError) -> CutRootTree {
        do throws(DeviceTreeError) {
            return try CutRootTree(blob)
        } catch {
            throw DecodingError(.brokenRoot, "the root tree is broken: \(error)")
        }
    }
}

// MARK: - Steps

extension HandoverDecoder {
    /// Finds the data of each subtree; of two with one name a kernel finds the first.
    private func fetch(_ subtrees: [Subtree], from reader: inout StructureReader<Memory>) -> [SubtreeData?] {
        var room = SubtreeData.totalLimit
        var seen: Set<String> = []
        return subtrees.map { subtree in
            guard seen.insert(subtree.name).inserted else {
                reader.log.damage(
                    .subtreeDuplicate, "/" + subtree.name, subtree.address,
                    "the root tree has another subtree of this name, which kernels find first")
                return nil
            }
            let data = SubtreeData.fetch(subtree, blobs: input.blobs, room: room, from: &reader)
            room -= data?.bytes.count ?? 0
            return data
        }
    }

    private func identifier(
        _ root: RootTreeReader, _ subtrees: [Subtree], _ data: [SubtreeData?], rootSize: Int?,
        claims: ClaimedMemory
    ) -> ProfileIdentifier<Memory> {
        var known: [MemoryRange] = []
        if let address = input.rootAddress, let rootSize {
            known += [MemoryRange(start: address, size: UInt64(rootSize))].compactMap { $0 }
        }
        var testForm: Profile.TestFolios?
        var liveUpdate: LiveUpdateABI?
        for (subtree, data) in zip(subtrees, data) {
            guard let data else { continue }
            if let address = subtree.address {
                known += [MemoryRange(start: address, size: UInt64(data.bytes.count))].compactMap { $0 }
            }
            if subtree.kind == .liveUpdate { liveUpdate = LiveUpdateReader.form(of: data) }
            guard let tree = data.tree else { continue }
            if subtree.kind == .test { testForm = TestTreeReader.form(in: tree) }
            if subtree.kind == .reserveMem {
                var log = RemarkLog()
                known += MemblockTreeReader.regions(in: tree, at: nil, log: &log).compactMap { $0.range }
            }
        }
        return ProfileIdentifier(
            root: root, memory: input.memory, claims: claims, knownPreserved: known.merged(), release: input.release,
            testForm: testForm, liveUpdate: liveUpdate, pageShifts: input.pageShifts)
    }

    private func takeMap(
        _ choice: ProfileIdentifier<Memory>.Choice, _ root: RootTreeReader, _ reader: inout StructureReader<Memory>
    ) -> PreservedMemory? {
        let path = "/" + RootTreeNames.map
        if let map = choice.map {
            reader.claims = map.claims
            reader.log.add(map.log)
            return map.memory
        }
        switch root.map?.value {
        case nil where root.multikernel?.tree != nil && root.subtrees.isEmpty:
            reader.log.note(
                .mapNotWritten, path, nil, "the host of the instance hands nothing on to it but its tree and buffers")
        case nil: reader.log.damage(.mapMissing, path, nil, "the root tree does not say where the map lies")
        case 0:
            reader.log.note(
                .mapNotWritten, path, nil, "the kernel has not written the map yet; it does so in the reboot itself")
        default:
            if choice.profile == nil {
                reader.log.note(
                    root.compatible == nil ? .compatibleMissing : .compatibleUnknown, path, root.map,
                    "the map cannot be read: no known kernel writes \"\(root.compatible ?? "")\"")
            } else {
                reader.log.unavailable(
                    .memoryAbsent, path, root.map, "the map is not available: the input holds no memory")
            }
        }
        return nil
    }

    private func describe(_ subtree: inout Subtree, _ data: SubtreeData?) {
        guard let data else { return }
        subtree.compatible = data.compatible
        if subtree.size == nil { subtree.size = data.tree?.totalSize ?? data.bytes.count }
    }

    /// Reads what a subtree holds.
    ///
    /// - Returns: whether its meaning is in the state now; where not, its bytes are to be kept.
    private func read(
        _ data: SubtreeData, of subtree: Subtree, _ memfds: MemfdReader, into state: inout HandoverState,
        _ reader: inout StructureReader<Memory>
    ) -> Bool {
        switch subtree.kind {
        case .liveUpdate:
            state.liveUpdate = LiveUpdateReader.liveUpdate(
                in: data, memfds: memfds, components: components, from: &reader)
            return state.liveUpdate != nil
        case .kexecMetadata:
            state.kernel = KexecMetadataReader.kernel(in: data, log: &reader.log)
            return state.kernel != nil
        case .reserveMem:
            if let tree = expectTree(data, of: subtree, MemblockTreeNames.compatible, &reader.log) {
                state.reserveMem = MemblockTreeReader.regions(in: tree, at: data.address, log: &reader.log)
            }
            return state.reserveMem != nil
        case .test:
            if let tree = expectTree(data, of: subtree, TestTreeNames.compatible, &reader.log) {
                state.test = TestTreeReader.test(in: tree, at: data.address, from: &reader)
            }
            return state.test != nil
        case .unknown:
            reader.log.note(
                .nodeUnknown, "/" + subtree.name, subtree.address,
                "no known kernel writes this subtree; it is kept as it is")
            return false
        }
    }

    /// The tree of a subtree, if it is of the version that is known.
    private func expectTree(
        _ data: SubtreeData, of subtree: Subtree, _ compatible: String, _ log: inout RemarkLog
    ) -> FlattenedDeviceTree? {
        let path = "/" + subtree.name
        guard let tree = data.tree else {
            if !FlattenedDeviceTree.looksLikeTree(data.bytes) {
                log.damage(.subtreeNotTree, path, subtree.address, "the subtree's data is not a device tree")
            }
            return nil
        }
        // Kernels accept a list of strings in which theirs stands.
        guard tree.root[RootTreeNames.compatible]?.strings?.contains(compatible) == true else {
            let found = tree.root[RootTreeNames.compatible]?.strings?.first ?? ""
            log.note(
                .subtreeVersionUnknown, path, subtree.address,
                "version \"\(found)\" is not known, expected \"\(compatible)\"; its bytes are kept as they are")
            return nil
        }
        return tree
    }
}
