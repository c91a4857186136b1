public import HandoverABI
public import HandoverCoding
public import HandoverState
public import MemoryDumps
public import PhysicalMemory

/// A handover encoded for a profile, with the contents that it names.
public struct HandoverImage: Sendable {
    /// What encoding gave.
    public let encoded: HandoverEncoder.Result
    /// The memory of the image: structures over contents over the memory of the capture.
    public let memory: LayeredMemory<LayeredMemory<Dump>>
    private let note: HandoverNote
    private let machine: Machine

    /// Encodes a capture for a profile, its structures in free memory.
    ///
    /// Free is what the capture holds and does not need: the pages of its own structures first, then other pages of the
    /// dump, then the gaps between known memory. `ram` names what to use instead.
    ///
    /// - Throws: `EncodingError`.
    public init(
        _ capture: HandoverCapture, _ decoded: HandoverDecoder<Dump>.Result, for profile: Profile,
        losses: HandoverEncoder.Losses = .refuse, ram: [MemoryRange] = [],
        components: [ComponentFormat] = ComponentFormat.known
    ) throws(EncodingError) {
        let source = capture.input.memory
        let state = decoded.handover.state
        let structures = decoded.structures
        let known = source.present + (state.scratch ?? []) + (state.memory?.ranges.map(\.range) ?? [])
        let tiers = ram.isEmpty ? [structures, source.present, Self.gaps(in: known)] : [ram]
        let encoder = HandoverEncoder(
            profile, losses: losses, origin: decoded.profile, components: components)
        encoded = try encoder.encode(state, in: .init(ram: tiers, replaced: structures))
        memory = LayeredMemory(encoded.image, over: LayeredMemory(MemoryImage(), over: source))
        machine = source.machine ?? .x86_64
        note = HandoverNote(
            root: encoded.root, scratch: state.scratch, release: profile.hasKexecMetadata ? state.kernel?.release : nil,
            pageSize: UInt64(profile.pageSize))
    }

    /// Encodes a capture in place: every structure where it was read.
    ///
    /// - Throws: `EncodingError`, also where the capture is damaged, or was read for totals alone.
    public init(
        inPlace capture: HandoverCapture, _ decoded: HandoverDecoder<Dump>.Result, for profile: Profile,
        components: [ComponentFormat] = ComponentFormat.known
    ) throws(EncodingError) {
        guard let placement = decoded.placement else {
            throw .unusable(path: "/", reason: "the places of the structures are not known")
        }
        if let damage = decoded.handover.remarks.first(where: { $0.severity == .damage }) {
            throw .unusable(
                path: damage.path, reason: "the state is damaged, so it cannot be encoded in place: \(damage.message)")
        }
        let source = capture.input.memory
        let state = decoded.handover.state
        encoded = try HandoverEncoder(profile, origin: decoded.profile, components: components)
            .encode(state, at: placement)
        memory = LayeredMemory(encoded.image, over: LayeredMemory(MemoryImage(), over: source))
        machine = source.machine ?? .x86_64
        note = HandoverNote(
            root: encoded.root, scratch: state.scratch, release: state.kernel?.release ?? capture.input.release,
            pageSize: UInt64(profile.pageSize))
    }

    /// Composes a plan for a profile.
    ///
    /// - Parameter load: gives the bytes of a file that the plan names; `nil` where it cannot be read.
    /// - Throws: `EncodingError`.
    public init(
        _ plan: HandoverPlan, for profile: Profile, losses: HandoverEncoder.Losses = .refuse, ram: [MemoryRange] = [],
        components: [ComponentFormat] = ComponentFormat.known, loading load: PlanComposer.Loader
    ) throws(EncodingError) {
        // A plan speaks of a kernel that has the formats which it names; where the profile has another, that is meant.
        let named = plan.components.compactMap { components.named($0.abi) }
        let profile = profile.liveUpdate == nil ? profile : profile.with(components: named + profile.components)
        let composed = try PlanComposer.compose(plan, pageShift: profile.pageShift, loading: load)
        let encoder = HandoverEncoder(profile, losses: losses, components: components)
        encoded = try encoder.encode(composed.state, in: .init(ram: [ram.isEmpty ? composed.ram : ram]))
        memory = LayeredMemory(encoded.image, over: LayeredMemory(composed.image, over: .none))
        machine = .x86_64
        note = HandoverNote(
            root: encoded.root, scratch: composed.state.scratch,
            release: profile.hasKexecMetadata ? plan.release : nil, pageSize: UInt64(profile.pageSize))
    }

    /// Encodes a state of which only the document is there: its structures in free memory, and no contents.
    ///
    /// What the document tells of the places of old structures (the root tree, subtrees, memfds) is not preserved any
    /// more; of pages of lists, which no document names, some stay preserved without being used.
    ///
    /// - Throws: `EncodingError`.
    public init(
        _ handover: Handover, for profile: Profile, losses: HandoverEncoder.Losses = .refuse, ram: [MemoryRange] = [],
        components: [ComponentFormat] = ComponentFormat.known
    ) throws(EncodingError) {
        let state = handover.state
        let known = (state.scratch ?? []) + (state.memory?.ranges.map(\.range) ?? [])
        let encoder = HandoverEncoder(
            profile, losses: losses, origin: handover.abi.profile.flatMap { Profile.named($0) },
            components: components)
        encoded = try encoder.encode(
            state,
            in: .init(ram: [ram.isEmpty ? Self.gaps(in: known) : ram], replaced: Self.structures(named: handover)))
        memory = LayeredMemory(encoded.image, over: LayeredMemory(MemoryImage(), over: .none))
        machine = .x86_64
        note = HandoverNote(
            root: encoded.root, scratch: state.scratch, release: profile.hasKexecMetadata ? state.kernel?.release : nil,
            pageSize: UInt64(profile.pageSize))
    }

    /// The structures whose places a document tells, a page each or more.
    private static func structures(named handover: Handover) -> [MemoryRange] {
        let state = handover.state
        let page = UInt64(max(handover.abi.pageSize, 4096))
        var ranges = [state.root?.address.flatMap { MemoryRange(start: $0, size: page) }]
        for subtree in state.subtrees where subtree.content == nil {
            let size = max(page, subtree.size.flatMap { UInt64(exactly: $0) } ?? 0)
            ranges.append(subtree.address.flatMap { MemoryRange(start: $0, size: size) })
        }
        for session in state.liveUpdate?.sessions ?? [] {
            for file in session.files where file.memfd != nil {
                ranges.append(MemoryRange(start: PhysicalAddress(file.data), size: page))
            }
        }
        return ranges.compactMap { $0 }.filter { $0.start.value != 0 }.merged()
    }

    /// The gaps between known pieces of memory that no firmware or device takes on a PC: between 1 MiB and 3 GiB, and
    /// above 4 GiB.
    private static func gaps(in known: [MemoryRange]) -> [MemoryRange] {
        guard let low = known.map(\.start).min(), let high = known.map(\.end).max() else { return [] }
        let hull = MemoryRange(from: low, to: high)
        let usable = [
            MemoryRange(from: 0x10_0000, to: 0xc000_0000),
            MemoryRange(from: 0x1_0000_0000, to: PhysicalAddress(1 << 52)),
        ]
        return usable.map { hull.intersection($0) }.filter { !$0.isEmpty }
    }

    /// Writes each blob as a file of a directory, as debugfs shows them: `fdt` and `sub_fdts/NAME`.
    ///
    /// - Throws: `OutputError`.
    public func writeBlobs(to directory: String) throws(OutputError) {
        try Directory.make(directory)
        try Directory.make(directory + "/sub_fdts")
        for blob in encoded.blobs {
            let name = blob.name.isEmpty ? "fdt" : "sub_fdts/" + blob.name
            guard !blob.name.contains("/"), blob.name != ".." else {
                throw OutputError(path: directory + "/" + name, reason: "no file can have the subtree's name")
            }
            try AtomicFile.write(blob.bytes, to: directory + "/" + name)
        }
    }

    /// Writes the root tree alone.
    ///
    /// - Throws: `OutputError`.
    public func writeRoot(to path: String) throws(OutputError) {
        try AtomicFile.write(encoded.blobs.first?.bytes ?? [], to: path)
    }

    /// Writes the image as a core file that needs no `--root`: structures and preserved memory, as far as it is there.
    ///
    /// - Throws: `OutputError`.
    public func write(to path: String) throws(OutputError) {
        var ranges = encoded.image.present
        for range in encoded.preserved.ranges { ranges.append(range.range) }
        let writer = ELFCoreWriter(machine: machine, notes: [note.elfNote])
        try writer.write(ranges.merged().intersection(memory.present), of: memory, to: path)
    }
}
