import HandoverABI
import HandoverState
import PhysicalMemory
import Testing

@testable import HandoverCoding

@Suite("Encoding pages that are exactly full, one more, and what does not fit")
struct EncodingEdgeTests {
    private func check(
        _ recipe: HandoverRecipe, as target: Profile? = nil, _ comment: Comment = ""
    ) throws {
        let target = target ?? recipe.profile
        let encoded = try EncodedHandover(HandoverImage(recipe), as: target)
        try encoded.expectSound("\(recipe.profile.name) to \(target.name): \(comment)")
    }

    private func refusal(_ recipe: HandoverRecipe, as target: Profile) throws -> EncodingError {
        try #require(throws: EncodingError.self) { _ = try EncodedHandover(HandoverImage(recipe), as: target) }
    }

    private func sessions(_ count: Int, files: Int = 0, _ profile: Profile) -> HandoverRecipe {
        var recipe = HandoverRecipe(profile: profile)
        let files = (0..<UInt64(files)).map { HandoverRecipe.File(token: $0, content: .memfd(.init(size: 0))) }
        recipe.liveUpdate = .init(sessions: (0..<count).map { .init(name: "session-\($0)", files: files) })
        return recipe
    }

    @Test("A little of everything, placed anew", arguments: RoundTripTests.profiles)
    func everything(profile: Profile) throws {
        try check(.everything(profile))
    }

    @Test("Nothing at all, placed anew", arguments: RoundTripTests.profiles)
    func nothing(profile: Profile) throws {
        try check(HandoverRecipe(profile: profile))
    }

    @Test("Chunks of 254 to 511 bitmaps", arguments: [254, 255, 256, 510, 511])
    func chunks(count: Int) throws {
        for profile in [Profile.linux616, .linux618] {
            var recipe = HandoverRecipe(profile: profile)
            let bits: UInt64 = profile == .linux616 ? 4096 : 32768
            recipe.blocks = (0..<UInt64(count)).map { .init(order: 0, number: $0 * bits + (1 << 30) + 77) }
            try check(recipe, "\(count)")
        }
    }

    @Test("Lists of one full chunk of pages, and one page more", arguments: [511, 512])
    func lists(pages: Int) throws {
        var recipe = HandoverRecipe(profile: .linux72)
        let folios = (0..<UInt64(pages) * 256).map { HandoverRecipe.Folio(index: $0, order: nil, flags: 0) }
        recipe.liveUpdate = .init(
            sessions: [
                .init(
                    name: "vm",
                    files: [.init(token: 1, content: .memfd(.init(size: UInt64(pages) << 20, folios: folios)))])
            ])
        try check(recipe, as: pages == 511 ? .linux72 : .linux619, "\(pages)")
    }

    @Test("Sessions by the block and by the array", arguments: [0, 1, 51, 52, 102, 103, 819])
    func sessions(count: Int) throws {
        for target in [Profile.linux619, .linux71, .linux72] {
            try check(sessions(count, .linux72), as: target, "\(count)")
        }
    }

    @Test("Files by the block and by the array", arguments: [0, 1, 63, 64, 126, 127, 128])
    func files(count: Int) throws {
        for target in [Profile.linux619, .linux71, .linux72] {
            try check(sessions(2, files: count, .linux72), as: target, "\(count)")
        }
    }

    @Test("Sessions and files beyond an array are named one by one, or left out")
    func beyondArrays() throws {
        let many = sessions(820, .linux72)
        guard case .cannotHold(let lost) = try refusal(many, as: .linux71) else {
            Issue.record("expected a list of items")
            return
        }
        #expect(lost.map(\.path) == ["/LUO/session-819"])
        let full = sessions(1, files: 129, .linux72)
        guard case .cannotHold(let files) = try refusal(full, as: .linux71) else {
            Issue.record("expected a list of items")
            return
        }
        #expect(files.map(\.path) == ["/LUO/session-0/0x80"])
        let dropped = try EncodedHandover(HandoverImage(full), as: .linux71, losses: .drop)
        #expect(dropped.encoded.dropped == files)
        #expect(dropped.state.liveUpdate?.sessions?.first?.files.count == 128)
    }

    @Test("Names as long as their fields allow are kept, longer ones refused")
    func names() throws {
        func state(session: String, release: String, object: String) throws -> HandoverState {
            var state = HandoverState(root: nil)
            var memory = PreservedMemory.Builder(pageShift: 12)
            state.memory = memory.build()
            state.kernel = PreviousKernel(version: 1, release: release, kexecCount: 1)
            state.liveUpdate = LiveUpdate(
                number: 1, sessions: [Session(name: session, fileCount: 0, files: [])],
                flbs: [FileLifecycleBound(name: object, data: 1, count: 1)])
            return state
        }
        func encode(_ state: HandoverState) throws {
            _ = try HandoverEncoder(.linux72).encode(state, in: .init(ram: [[EncodedHandover.ram]]))
        }
        func name(_ count: Int) -> String { String(repeating: "n", count: count) }
        try encode(state(session: name(63), release: name(64), object: name(47)))
        for long in [
            try state(session: name(64), release: "r", object: "o"),
            try state(session: "s", release: name(65), object: "o"),
            try state(session: "s", release: "r", object: name(48)),
        ] {
            #expect(throws: EncodingError.self) { try encode(long) }
        }
    }

    @Test("Blocks of every order stay preserved", arguments: RoundTripTests.profiles)
    func orders(profile: Profile) throws {
        var recipe = HandoverRecipe(profile: profile)
        for order in 0..<(62 - profile.pageShift) {
            // The last block of the address space but one: clear of the memory in use.
            recipe.blocks.append(.init(order: order, number: UInt64.max >> UInt64(profile.pageShift + order) - 1))
        }
        let image = try HandoverImage(recipe)
        let encoded = try EncodedHandover(image, as: profile)
        #expect(encoded.result.handover.state.memory == encoded.encoded.preserved)
        let source = try #require(encoded.source.placement)
        let inPlace = try HandoverEncoder(profile).encode(encoded.source.handover.state, at: source)
        for range in encoded.source.structures {
            let after = try LayeredMemory(inPlace.image, over: image.memory).bytes(
                at: range.start, count: Int(range.size))
            #expect(try image.memory.bytes(at: range.start, count: Int(range.size)) == after)
        }
    }

    @Test("A file of an unknown handler is kept for the same formats and named for others")
    func unknownHandler() throws {
        var recipe = HandoverRecipe(profile: .linux72)
        let file = HandoverRecipe.File(token: 7, content: .opaque(handler: "vfio-pci-v1", data: 0xfeed))
        recipe.liveUpdate = .init(sessions: [.init(name: "vm", files: [file])])
        let same = try EncodedHandover(HandoverImage(recipe), as: .linux72)
        let kept = PreservedFile(token: 7, handler: "vfio-pci-v1", data: 0xfeed)
        #expect(same.state.liveUpdate?.sessions?.first?.files == [kept])
        guard case .cannotHold(let items) = try refusal(recipe, as: .linux71) else {
            Issue.record("expected a list of items")
            return
        }
        #expect(items.map(\.path) == ["/LUO/vm/0x7"])
        #expect(items.first?.reason.contains("vfio-pci-v1") == true)
    }

    @Test("A subtree that no known kernel writes keeps its bytes and its address", arguments: RoundTripTests.profiles)
    func stranger(profile: Profile) throws {
        var recipe = HandoverRecipe(profile: profile)
        recipe.strangers = [.init(name: "x-mine", compatible: "mine-v1")]
        let encoded = try EncodedHandover(HandoverImage(recipe), as: profile)
        let before = try #require(encoded.source.handover.state.subtrees.first { $0.name == "x-mine" })
        let after = try #require(encoded.state.subtrees.first { $0.name == "x-mine" })
        #expect(before.content == after.content)
        #expect(before.address == after.address)
        #expect(encoded.state.memory?.order(at: after.address ?? 0) != nil)
    }

    @Test("More subtrees than the page of the root tree holds are refused")
    func tooManySubtrees() throws {
        var recipe = HandoverRecipe(profile: .linux72)
        recipe.strangers = [.init(name: "x-mine", compatible: "mine-v1")]
        let source = try HandoverDecoder(HandoverImage(recipe).input()).decode(as: .linux72)
        var state = source.handover.state
        let one = try #require(state.subtrees.first { $0.content != nil })
        state.subtrees = (0..<200).map { index in
            var subtree = one
            subtree.name = "subtree-\(index)"
            return subtree
        }
        let error = try #require(throws: EncodingError.self) {
            _ = try HandoverEncoder(.linux72).encode(state, in: .init(ram: [[EncodedHandover.ram]]))
        }
        #expect("\(error)".contains("the root tree does not fit its page"))
    }

    @Test("Without free memory for structures there is an error that says so")
    func noSpace() throws {
        let image = try HandoverImage(.everything(.linux72))
        let tiny = MemoryRange(from: 0x2200_0000, to: 0x2200_3000)
        let error = try #require(throws: EncodingError.self) {
            _ = try EncodedHandover(image, as: .linux72, ram: tiny)
        }
        #expect("\(error)".contains("no free memory"))
    }

    @Test("Memory at the very end of the address space is no trap")
    func endOfMemory() throws {
        let image = try HandoverImage(.everything(.linux71))
        let last = try #require(MemoryRange(start: PhysicalAddress(UInt64.max - 0x1fff), size: 0x1fff))
        #expect(throws: EncodingError.self) { _ = try EncodedHandover(image, as: .linux71, ram: last) }
    }

    @Test("A state of another page size is refused")
    func otherPageSize() throws {
        let image = try HandoverImage(.everything(.linux72))
        let error = try #require(throws: EncodingError.self) {
            _ = try EncodedHandover(image, as: .linux72.withPageShift(16))
        }
        #expect("\(error)".contains("a handover between page sizes is not possible"))
    }

    @Test("More objects than a page holds are named")
    func tooManyObjects() throws {
        var state = HandoverState(root: nil)
        var memory = PreservedMemory.Builder(pageShift: 12)
        state.memory = memory.build()
        state.liveUpdate = LiveUpdate(
            number: 1, sessions: [], flbs: (0..<64).map { FileLifecycleBound(name: "flb-\($0)", data: 1, count: 1) })
        let error = #expect(throws: EncodingError.self) {
            _ = try HandoverEncoder(.linux72).encode(state, in: .init(ram: [[EncodedHandover.ram]]))
        }
        #expect(error.map { "\($0)" } == "/LUO/flb-63: linux-7.2 holds 63 objects bound to files")
    }
}
