import HandoverABI
import HandoverState
import PhysicalMemory
import Testing

@testable import HandoverCoding

/// A handover that was encoded anew, beside the one that it was made of.
struct EncodedHandover {
    let source: HandoverDecoder<MemoryImage>.Result
    let encoded: HandoverEncoder.Result
    /// What is read from the new image, the old one's contents below it.
    let result: HandoverDecoder<LayeredMemory<MemoryImage>>.Result
    let target: Profile

    var state: HandoverState { result.handover.state }

    /// A gigabyte that recipes leave alone but for what ``crowd(_:)`` puts there.
    static let ram = MemoryRange(from: 0x2000_0000, to: 0x6000_0000)
    static let scratch = [
        MemoryRange(from: 0x2000_0000, to: 0x2010_0000), MemoryRange(from: 0x2080_0000, to: 0x2100_0000),
    ]

    /// Puts preserved blocks between which structures have to find room.
    static func crowd(_ recipe: inout HandoverRecipe) {
        let first: UInt64 = 0x2010_0000 >> UInt64(recipe.profile.pageShift)
        recipe.blocks += (0..<4).map { .init(order: 0, number: first + $0 * 2) }
        recipe.blocks.append(.init(order: 2, number: first / 4 + 3))
    }

    /// Encodes the image of a recipe anew.
    init(
        _ image: HandoverImage, as target: Profile, losses: HandoverEncoder.Losses = .refuse, ram: MemoryRange = ram
    ) throws {
        source = try HandoverDecoder(image.input()).decode(as: image.profile)
        var state = source.handover.state
        state.scratch = Self.scratch
        let encoder = HandoverEncoder(target, losses: losses, origin: image.profile)
        encoded = try encoder.encode(state, in: .init(ram: [[ram]], replaced: source.structures))
        let memory = LayeredMemory(encoded.image, over: image.memory)
        let input = HandoverInput(
            root: .whole(try memory.bytes(at: encoded.root, count: target.pageSize)), rootAddress: encoded.root,
            memory: memory, pageShifts: [target.pageShift])
        result = try HandoverDecoder(input).decode(as: target)
        self.target = target
    }

    /// Expects everything that makes a kernel find what there is, and nothing where it must not be.
    func expectSound(_ comment: Comment) throws {
        let damage = result.handover.remarks.filter { $0.severity == .damage }
        #expect(damage.isEmpty, "\(comment): \(damage.map { "\($0.path) \($0.message)" })")
        #expect(state.withoutPlaces == source.handover.state.expected(on: target, from: source.profile), comment)
        let memory = try #require(state.memory)
        #expect(memory == encoded.preserved, comment)
        expectContentsKept(in: memory, comment)
        try expectOrders(in: memory, comment)
        expectPlaces(in: memory, comment)
    }

    private var contents: [PreservedRange] {
        let structures = source.structures
        return (source.handover.state.memory.map { Array($0.ranges) } ?? []).filter { range in
            !structures.contains { $0.overlaps(range.range) }
        }
    }

    private func expectContentsKept(in memory: PreservedMemory, _ comment: Comment) {
        for range in contents {
            var address = range.range.start.value
            while address < range.range.end.value {
                #expect(memory.contains(PhysicalAddress(address), order: range.order), comment)
                address += memory.size(ofOrder: range.order)
            }
        }
    }

    /// The orders under which kernels look for structures.
    private func expectOrders(in memory: PreservedMemory, _ comment: Comment) throws {
        let placement = try #require(result.placement)
        let isArrays = target.liveUpdate != .structure
        for (piece, address) in placement.pieces {
            switch piece {
            case .sessions: #expect(memory.contains(address, order: isArrays ? 4 : 0), comment)
            case .files: #expect(memory.contains(address, order: isArrays ? 1 : 0), comment)
            case .root, .memfd, .flbs: #expect(memory.contains(address, order: 0), comment)
            case .subtree("kho_test"): #expect((memory.order(at: address) ?? 0) >= 1, comment)
            case .subtree: #expect(memory.order(at: address) != nil, comment)
            }
        }
        for list in placement.vmallocs.values {
            for page in list.chunks + list.entries { #expect(memory.contains(page, order: 0), comment) }
        }
    }

    /// New structures lie in free RAM, each in pages of its own; those of the map are not preserved.
    private func expectPlaces(in memory: PreservedMemory, _ comment: Comment) {
        let kept = state.subtrees.filter { $0.content != nil }.compactMap(\.address)
        let taken = Self.scratch + contents.map(\.range)
        for range in result.structures where !kept.contains(range.start) {
            #expect(Self.ram.contains(range), comment)
            #expect(!taken.contains { $0.overlaps(range) }, comment)
        }
        for page in result.placement?.map?.pages ?? [] { #expect(memory.order(at: page) == nil, comment) }
        let starts = (result.placement?.pieces.values.map { $0 } ?? []).map { $0.value >> UInt64(target.pageShift) }
        #expect(Set(starts).count == starts.count, comment)
    }
}

extension MapPlacement {
    /// The pages of a map, bitmaps included.
    var pages: [PhysicalAddress] {
        switch self {
        case .chunks(let chunks): chunks.map(\.address) + chunks.flatMap { $0.elements.map(\.bitmap) }
        case .nodes(let nodes): Array(nodes.values)
        }
    }
}

extension HandoverState {
    /// The state without what encoding it anew is free to choose.
    var withoutPlaces: HandoverState {
        var state = self
        state.root = nil
        state.memory = nil
        state.scratch = nil
        state.subtrees = subtrees.filter { $0.content != nil }.sorted { $0.name < $1.name }
        // One profile has the size in the root tree, another does not.
        for index in state.subtrees.indices { state.subtrees[index].size = state.subtrees[index].content?.count }
        state.liveUpdate?.sessions = liveUpdate?.sessions?.map { session in
            var session = session
            for index in session.files.indices where session.files[index].memfd != nil { session.files[index].data = 0 }
            return session
        }
        return state
    }

    /// What kernels of a profile are to find of the state.
    func expected(on target: Profile, from origin: Profile?) -> HandoverState {
        var state = withoutPlaces
        if !target.hasKexecMetadata { state.kernel = nil }
        guard let form = target.liveUpdate, let memfd = target.memfd else {
            state.liveUpdate = nil
            return state
        }
        if state.liveUpdate != nil { state.liveUpdate?.flbs = form.hasFLBs ? liveUpdate?.flbs ?? [] : nil }
        let sessions = state.liveUpdate?.sessions
        state.liveUpdate?.sessions = sessions?.map { session in
            var session = session
            session.files = session.files.compactMap { file in
                guard var contents = file.memfd else { return origin?.name == target.name ? file : nil }
                if memfd == .v1 {
                    contents.seals = []
                    contents.flags = 0
                }
                return PreservedFile(token: file.token, handler: memfd.rawValue, data: 0, memfd: contents)
            }
            session.fileCount = UInt64(session.files.count)
            return session
        }
        return state
    }
}
