import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory
import Testing

@Suite("Which kernel wrote a handover")
struct IdentificationTests {
    @Test("What the version string and the subtrees say is certain", arguments: Profile.all)
    func everything(profile: Profile) throws {
        let handover = try HandoverImage(.everything(profile)).decode()
        #expect(handover.abi.profile == profile.name)
        #expect(handover.abi.confidence == .certain)
        #expect(handover.abi.pageSize == 4096)
        #expect(!handover.abi.evidence.isEmpty)
    }

    @Test("Bitmaps of 512 bytes that share a page are not bitmaps of a page")
    func packedBitmaps() throws {
        var recipe = HandoverRecipe(profile: .linux616)
        recipe.blocks = (0..<40).map { .init(order: 0, number: 0x1001 + $0 * 4096) }
        let handover = try HandoverImage(recipe).decode()
        #expect(handover.abi.profile == "linux-6.16")
        #expect(handover.abi.confidence == .certain)
    }

    @Test("Blocks behind the first 512 bytes of a bitmap, known to be preserved, tell that it is a page")
    func knownPreserved() throws {
        var recipe = HandoverRecipe(profile: .linux618)
        recipe.start = 0x700_0000
        recipe.regions = [ReservedRegion(name: "r", address: 0x6ff_0000, size: 0x1_0000)]
        for region in recipe.regions ?? [] { recipe.preserve(region) }
        let handover = try HandoverImage(recipe).decode()
        #expect(handover.abi.profile == "linux-6.18")
        #expect(handover.abi.confidence == .certain)
    }

    @Test("The form of the test's list decides where nothing else does")
    func testForm() throws {
        for profile in [Profile.linux616, .linux618] {
            for count in [1, 2, 3] {
                var recipe = HandoverRecipe(profile: profile)
                recipe.test = (0..<count).map { .init(order: $0, words: [1]) }
                let handover = try HandoverImage(recipe).decode()
                #expect(handover.abi.profile == profile.name, "\(count) folios")
                #expect(handover.abi.confidence == .certain, "\(count) folios")
            }
        }
    }

    @Test("Where both readings give the same memory the profile is only likely, and the evidence says so")
    func sameMemory() throws {
        // All blocks lie in the first 16 MiB, which both forms of bitmap cover.
        var recipe = HandoverRecipe(profile: .linux618)
        recipe.regions = []
        let image = try HandoverImage(recipe)
        let handover = try image.decode()
        #expect(handover.abi.profile == "linux-6.18")
        #expect(handover.abi.confidence == .likely)
        #expect(handover.abi.evidence.contains { $0.contains("the preserved memory is the same") })
        #expect(handover.state.memory == image.expected.memory)
    }

    @Test("Page sizes are found from memory alone", arguments: RoundTripTests.profiles)
    func pageSizes(profile: Profile) throws {
        let image = try HandoverImage(.everything(profile))
        let handover = try image.decode(pageShifts: Profile.pageShifts)
        #expect(handover.abi.profile == profile.name)
        #expect(handover.abi.pageSize == profile.pageSize)
        #expect(handover.abi.confidence == .certain, "\(handover.abi.evidence)")
        #expect(handover.state == image.expected)
    }

    @Test("A map that says nothing leaves the page size open, and that is said")
    func unknownPageSize() throws {
        let image = try HandoverImage(HandoverRecipe(profile: .linux72))
        var input = try image.input(pageShifts: Profile.pageShifts)
        input.memory = MemoryImage()
        let handover = try HandoverDecoder(input).decode().handover
        #expect(handover.abi.profile == "linux-7.2")
        #expect(handover.abi.confidence == .assumed)
        #expect(handover.abi.evidence.contains { $0.contains("nothing in the input") })
    }

    @Test("A tree of pages of 16 KiB is read in both depths that kho-v3 has had")
    func depths() throws {
        let released = Profile.linux71.withPageShift(14)
        let candidate = released.withMap(.radix(.orderZeroPosition))
        for profile in [released, candidate] {
            var recipe = HandoverRecipe(profile: profile)
            // The lower tree loses the mark of order 0, but of no other order.
            recipe.regions = [ReservedRegion(name: "r", address: 0x40_0000_0000, size: 0x100_0000)]
            for region in recipe.regions ?? [] { recipe.preserve(region) }
            let image = try HandoverImage(recipe)
            let result = try HandoverDecoder(image.input()).decode()
            #expect(result.handover.abi.profile == "linux-7.1")
            #expect(result.profile?.map == profile.map)
            let large = try #require(result.handover.state.memory).blocksByOrder.filter { $0.order == 10 }
            #expect(large.map(\.count) == [1])
        }
    }

    @Test("A profile that is given is taken, and what contradicts it is said")
    func given() throws {
        let image = try HandoverImage(.everything(.linux71))
        let handover = try HandoverDecoder(image.input()).decode(as: .linux72).handover
        #expect(handover.abi.profile == "linux-7.2")
        #expect(handover.abi.confidence == .given)
        #expect(handover.abi.evidence.contains { $0.contains("\"kho-v3\"") && $0.contains("\"kho-v4\"") })
        // Both read the same map, and the orchestrator's state says itself what it is.
        #expect(handover.state == image.expected)
    }

    @Test("The release decides between kernels that write the same")
    func release() throws {
        let image = try HandoverImage(HandoverRecipe(profile: .linux619))
        var input = try image.input()
        input.release = "6.19.11+deb14"
        #expect(try HandoverDecoder(input).decode().handover.abi.profile == "linux-6.19")
    }

    @Test("Without page sizes to try, the decoder still answers")
    func noPageShifts() throws {
        let image = try HandoverImage(HandoverRecipe(profile: .linux618))
        for shifts in [[], [70], [-1], [3]] {
            var input = try image.input()
            input.pageShifts = shifts
            #expect(try HandoverDecoder(input).decode().handover.abi.compatible == "kho-v1")
        }
    }
}
