public import HandoverABI
public import HandoverState
public import PhysicalMemory

/// Writes a state in the formats of a profile: contents stay where they are, the handover's own structures are built anew
/// in free memory.
public struct HandoverEncoder: Sendable {
    /// The kernel ABI to write.
    public let profile: Profile
    /// What to do with what the profile has no place for.
    public let losses: Losses
    /// The profile of the kernel that wrote the state, where there was one: what only its kernels know, such as a file of
    /// an unknown handler, is kept for a kernel of the same formats and for no other.
    public let origin: Profile?
    /// The formats by which what handlers and objects of the orchestrator stored was read, and is written where the
    /// profile has none of its own.
    public let components: [ComponentFormat]

    /// What to do with items that the profile has no place for.
    public enum Losses: Hashable, Sendable {
        /// Refuse, naming each.
        case refuse
        /// Leave them out, and tell.
        case drop
    }

    /// An encoder for a profile.
    public init(
        _ profile: Profile, losses: Losses = .refuse, origin: Profile? = nil,
        components: [ComponentFormat] = ComponentFormat.known
    ) {
        self.components = components
        self.profile = profile
        self.losses = losses
        self.origin = origin
    }

    private func fit(_ state: HandoverState) throws(EncodingError) -> TargetCheck.Fitted {
        let check = TargetCheck(profile: profile, isSameProfile: origin?.name == profile.name, formats: components)
        let fitted = check.fit(state)
        if !fitted.unheld.isEmpty, losses == .refuse { throw .cannotHold(fitted.unheld) }
        return fitted
    }

    /// The memory in which a state is encoded.
    public struct Space: Hashable, Sendable {
        /// Ranges of RAM, by preference: structures go into the first that are free.
        public var ram: [[MemoryRange]]
        /// The memory of structures that the new ones replace; blocks in it are not preserved any more.
        public var replaced: [MemoryRange]

        /// A space.
        public init(ram: [[MemoryRange]], replaced: [MemoryRange] = []) {
            self.ram = ram
            self.replaced = replaced
        }
    }

    /// What encoding gave.
    public struct Result: Sendable {
        /// The pages of the handover's own structures.
        public let image: MemoryImage
        /// The address of the root tree.
        public let root: PhysicalAddress
        /// The blobs by name: the root tree under the empty name, and the data of each subtree.
        public let blobs: [(name: String, bytes: [UInt8])]
        /// All memory that is preserved now, contents and structures.
        public let preserved: PreservedMemory
        /// What was left out.
        public let dropped: [EncodingError.Unheld]
        /// What formats of components ask for and the state did not say, and what was put there.
        public let additions: [ComponentTranslation.Item]
    }

    /// Encodes a state in free memory.
    ///
    /// - Throws: ``EncodingError``.
    public func encode(_ state: HandoverState, in space: Space) throws(EncodingError) -> Result {
        let fitted = try fit(state)
        let state = fitted.state
        guard let memory = state.memory else {
            throw .unusable(path: "/", reason: "the preserved memory is not known")
        }
        guard memory.pageShift == profile.pageShift else { throw pageSizes(memory) }
        let kept = Self.keptBlobs(of: state, in: memory)
        let contents = try contents(of: memory, without: PageAllocator.difference(space.replaced.merged(), kept))
        var counting = contents
        let bounds = space.ram.joined().filter { !$0.isEmpty }
        let hull = MemoryRange(from: bounds.map { $0.start }.min() ?? 0, to: bounds.map { $0.end }.max() ?? 0)
        var taken = (state.scratch ?? []) + counting.build().ranges(touching: hull)
        // The first page is where firmware keeps what it needs, and 0 means none.
        taken.append(MemoryRange(from: 0, to: PhysicalAddress(UInt64(max(profile.pageSize, 1 << 20)))))
        let allocator = PageAllocator(ram: space.ram, taken: taken, pageShift: profile.pageShift)
        var builder = ImageBuilder(profile: profile, allocator: allocator, preserving: contents)
        let root = try builder.preservedBlock()
        var blobs: [(name: String, bytes: [UInt8])] = []
        var entries: [SubtreeEntry] = []
        for subtree in order(of: state) {
            if let address = subtree.address, let content = subtree.content {
                // Left where it is: what it holds may name its own place.
                blobs.append((subtree.name, content))
                entries.append(SubtreeEntry(name: subtree.name, address: address, size: content.count))
                continue
            }
            guard let data = try data(of: subtree, in: state, &builder) else { continue }
            let block = subtree.kind == .test ? max(1, builder.order(for: data.count)) : builder.order(for: data.count)
            let address = try builder.preservedBlock(order: block)
            try builder.write(data, at: address)
            blobs.append((subtree.name, data))
            entries.append(SubtreeEntry(name: subtree.name, address: address, size: data.count))
        }
        let (preserved, map) = try builder.writeMap()
        let tree = try RootWriter(profile: profile).write(
            map: map, subtrees: entries, multikernel: state.multikernel)
        try builder.write(tree, at: root)
        return Result(
            image: builder.image, root: root, blobs: [("", tree)] + blobs, preserved: preserved,
            dropped: fitted.unheld, additions: fitted.additions)
    }

    /// Encodes a state in place: every structure where it was read, all memory preserved as before.
    ///
    /// - Throws: ``EncodingError``, also where the state has changed so that it does not fit its places any more.
    public func encode(_ state: HandoverState, at placement: Placement) throws(EncodingError) -> Result {
        let fitted = try fit(state)
        let state = fitted.state
        guard let memory = state.memory, let map = placement.map else {
            throw .unusable(path: "/", reason: "the preserved memory is not known")
        }
        guard memory.pageShift == profile.pageShift else { throw pageSizes(memory) }
        try Self.requireUniqueNames(in: state)
        var builder = ImageBuilder(
            profile: profile, placement: placement, preserving: PreservedMemory.Builder(pageShift: memory.pageShift))
        let root = try builder.block(for: .root)
        var blobs: [(name: String, bytes: [UInt8])] = []
        var entries: [SubtreeEntry] = []
        // The root tree keeps its order, whatever the kernel that wrote it was configured with.
        for subtree in state.subtrees {
            guard let data = try data(of: subtree, in: state, &builder), let address = subtree.address else { continue }
            if subtree.content == nil {
                try builder.clear(PhysicalAddress(address.value & ~UInt64(profile.pageSize - 1)), order: 0)
                try builder.write(data, at: address)
            }
            blobs.append((subtree.name, data))
            entries.append(SubtreeEntry(name: subtree.name, address: address, size: data.count))
        }
        let address = try builder.writeMap(at: map, of: memory)
        let tree = try RootWriter(profile: profile).write(
            map: address, subtrees: entries, multikernel: state.multikernel)
        try builder.write(tree, at: root)
        return Result(
            image: builder.image, root: root, blobs: [("", tree)] + blobs, preserved: memory,
            dropped: fitted.unheld, additions: fitted.additions)
    }

    /// Places are known by the names of what lies there, so that names twice would put two structures in one place.
    private static func requireUniqueNames(in state: HandoverState) throws(EncodingError) {
        var names: Set<String> = []
        for session in state.liveUpdate?.sessions ?? [] {
            let path = "/" + SubtreeNames.liveUpdate + "/" + session.name
            guard names.insert(session.name).inserted else {
                throw .unusable(path: path, reason: "two sessions have this name; place the state anew")
            }
            var tokens: Set<UInt64> = []
            for file in session.files where !tokens.insert(file.token).inserted {
                let token = String(file.token, radix: 16)
                throw .unusable(path: "\(path)/0x\(token)", reason: "two files have this token; place the state anew")
            }
        }
    }

    private func pageSizes(_ memory: PreservedMemory) -> EncodingError {
        .unusable(
            path: "/",
            reason: "the state has pages of \(1 << memory.pageShift) bytes, the profile \(profile.pageSize); "
                + "a handover between page sizes is not possible")
    }

    /// The preserved blocks but those of structures that are replaced.
    private func contents(
        of memory: PreservedMemory, without replaced: [MemoryRange]
    ) throws(EncodingError) -> PreservedMemory.Builder {
        guard memory.pageShift == profile.pageShift else {
            throw pageSizes(memory)
        }
        let replaced = replaced.merged()
        var builder = PreservedMemory.Builder(pageShift: memory.pageShift)
        // Stretch by stretch, since there can be far more ranges than stretches.
        try memory.forEachBitmap { (bitmap) throws(EncodingError) in
            var words = bitmap.words
            let shift = UInt64(memory.pageShift + bitmap.order)
            for range in replaced {
                let first = max(range.start.value >> shift, bitmap.firstBlock)
                let last = min((range.end.value - 1) >> shift, bitmap.firstBlock + UInt64(words.count) * 64 - 1)
                if first > last { continue }
                for block in first...last {
                    let place = Int(block - bitmap.firstBlock)
                    words[place / 64] &= ~(1 << UInt64(place % 64))
                }
            }
            guard builder.add(bitmap: words.span, order: bitmap.order, firstBlock: bitmap.firstBlock) else {
                let start = PhysicalAddress(bitmap.firstBlock << shift)
                throw .unusable(path: "/preserved-memory-map", reason: "the blocks at \(start) cannot be preserved")
            }
        }
        return builder
    }

    /// The blocks in which subtrees lie that are kept as they are.
    private static func keptBlobs(of state: HandoverState, in memory: PreservedMemory) -> [MemoryRange] {
        state.subtrees.compactMap { keptBlob($0, in: memory) }.merged()
    }

    /// The memory of a subtree that is kept where it lies; `nil` for one that is written anew.
    private static func keptBlob(_ subtree: Subtree, in memory: PreservedMemory) -> MemoryRange? {
        guard let content = subtree.content, let address = subtree.address,
            let range = MemoryRange(start: address, size: UInt64(content.count)), memory.covers(range)
        else { return nil }
        let page = memory.size(ofOrder: 0)
        let (end, overflow) = range.end.value.addingReportingOverflow(page - 1)
        return overflow
            ? nil
            : MemoryRange(
                from: PhysicalAddress(range.start.value & ~(page - 1)), to: PhysicalAddress(end & ~(page - 1)))
    }

    // MARK: Subtrees

    /// The subtrees to write, in the order in which the kernels of the profile have them in their root tree; others
    /// after them.
    private func order(of state: HandoverState) -> [Subtree] {
        let names: [String]
        switch profile.rootWriter {
        case .onePass: names = [SubtreeNames.test, SubtreeNames.memblock]
        case .incremental:
            names = [SubtreeNames.memblock, SubtreeNames.liveUpdate, SubtreeNames.test, SubtreeNames.kexecMetadata]
        }
        var known: [Subtree] = []
        for name in names where isPresent(name, in: state) {
            known.append(Subtree(name: name, address: nil, size: nil, kind: Self.kind(of: name)))
        }
        let kept = state.subtrees.filter { subtree in
            subtree.content != nil && !known.contains { $0.name == subtree.name }
        }
        return known
            + kept.map { subtree in
                var subtree = subtree
                if state.memory.flatMap({ Self.keptBlob(subtree, in: $0) }) == nil { subtree.address = nil }
                return subtree
            }
    }

    private func isPresent(_ name: String, in state: HandoverState) -> Bool {
        switch name {
        case SubtreeNames.test: state.test != nil
        case SubtreeNames.memblock: state.reserveMem != nil
        case SubtreeNames.liveUpdate: state.liveUpdate != nil
        default: state.kernel != nil
        }
    }

    private static func kind(of name: String) -> Subtree.Kind {
        switch name {
        case SubtreeNames.test: .test
        case SubtreeNames.memblock: .reserveMem
        case SubtreeNames.liveUpdate: .liveUpdate
        default: .kexecMetadata
        }
    }

    private func data(
        of subtree: Subtree, in state: HandoverState, _ builder: inout ImageBuilder
    ) throws(EncodingError) -> [UInt8]? {
        if let content = subtree.content { return content }
        switch subtree.kind {
        case .test: return try state.test.map { (test) throws(EncodingError) in try builder.testTree(test) }
        case .reserveMem:
            return try state.reserveMem.map { (regions) throws(EncodingError) in try builder.memblockTree(regions) }
        case .kexecMetadata:
            return try state.kernel.map { (kernel) throws(EncodingError) in try builder.kexecMetadata(kernel) }
        case .liveUpdate:
            guard let liveUpdate = state.liveUpdate, let form = profile.liveUpdate, let memfd = profile.memfd else {
                return nil
            }
            return try builder.write(liveUpdate, as: form, memfd: memfd, components: profile.components + components)
        case .unknown: return nil
        }
    }
}
