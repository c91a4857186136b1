import HandoverABI
import HandoverState
import PhysicalMemory
import Testing

@Suite("What a kernel writes is what the decoder reads")
struct RoundTripTests {
    /// Every profile at every page size, but the tree that loses order 0.
    static let profiles = Profile.all.flatMap { profile in
        Profile.pageShifts.map { profile.withPageShift($0) }.filter { !losesOrderZero($0) }
    }

    static func losesOrderZero(_ profile: Profile) -> Bool {
        profile.map == .radix(.orderZeroPosition) && profile.pageShift == 14
    }

    @Test("A little of everything is read back, without a remark about damage", arguments: profiles)
    func everything(profile: Profile) throws {
        let image = try HandoverImage(.everything(profile))
        let handover = try image.decodeAsWritten()
        expectSame(handover.state, image.expected)
        #expect(handover.remarks.filter { $0.severity != .note } == [])
    }

    @Test("An empty map and a tree without subtrees are no damage", arguments: profiles)
    func nothing(profile: Profile) throws {
        var recipe = HandoverRecipe(profile: profile)
        if profile.liveUpdate != nil { recipe.liveUpdate = .init() }
        recipe.regions = []
        recipe.test = []
        let image = try HandoverImage(recipe)
        let handover = try image.decodeAsWritten()
        expectSame(handover.state, image.expected)
        #expect(handover.remarks.filter { $0.severity != .note } == [])
    }
}

/// Compares part by part, so that a difference shows where it is.
func expectSame(_ found: HandoverState, _ expected: HandoverState, _ comment: Comment? = nil) {
    #expect(found.root == expected.root, comment)
    #expect(found.memory == expected.memory, comment)
    #expect(found.subtrees == expected.subtrees, comment)
    #expect(found.reserveMem == expected.reserveMem, comment)
    #expect(found.liveUpdate == expected.liveUpdate, comment)
    #expect(found.kernel == expected.kernel, comment)
    #expect(found.test == expected.test, comment)
    #expect(found == expected, comment)
}
