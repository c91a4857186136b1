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
        #expect(complaints(about: handover) == [])
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
        #expect(complaints(about: handover) == [])
    }
}

/// Compares part by part, so that a difference shows where it is, and not as two states of a megabyte each.
func expectSame(_ found: HandoverState, _ expected: HandoverState, _ comment: Comment = "") {
    if found == expected { return }
    var parts: [String] = []
    if found.root != expected.root { parts.append("root") }
    if found.memory != expected.memory { parts.append("memory") }
    if found.subtrees != expected.subtrees { parts.append("subtrees") }
    if found.reserveMem != expected.reserveMem { parts.append("reserveMem") }
    if found.liveUpdate != expected.liveUpdate { parts.append("liveUpdate") }
    if found.kernel != expected.kernel { parts.append("kernel") }
    if found.test != expected.test { parts.append("test") }
    Issue.record("\(parts) differ: \(comment)")
}

/// The remarks of a handover that are more than notes, one a line.
func complaints(about handover: Handover) -> [String] {
    handover.remarks.filter { $0.severity != .note }.map { "\($0.severity) \($0.path) \($0.message)" }
}
