import HandoverABI
import HandoverState
import Testing

@Suite("Any state that a kernel can write")
struct PropertyTests {
    @Test("Five hundred random states are read back as they were written")
    func randomStates() throws {
        let profiles = RoundTripTests.profiles
        for round in 0..<500 {
            let seed = 0x6b68_6f00 + UInt64(round)
            var generator = SeededGenerator(seed: seed)
            let profile = profiles[round % profiles.count]
            let image = try HandoverImage(.random(profile, using: &generator))
            let handover = try image.decodeAsWritten()
            let comment: Comment = "seed \(seed), \(profile.name), page shift \(profile.pageShift)"
            if handover.state != image.expected { expectSame(handover.state, image.expected, comment) }
            #expect(handover.remarks.filter { $0.severity == .damage } == [], comment)
        }
    }

    @Test("Random states are recognised by their version strings and their memory, or said to be doubtful")
    func randomStatesIdentified() throws {
        for round in 0..<280 {
            let seed = 0x6b69_0000 + UInt64(round)
            var generator = SeededGenerator(seed: seed)
            let profile = Profile.all[round % Profile.all.count]
            let image = try HandoverImage(.random(profile, using: &generator))
            let handover = try image.decode()
            let comment: Comment = "seed \(seed), \(profile.name)"
            if handover.abi.profile != profile.name {
                #expect(handover.abi.compatible == "kho-v1", comment)
                #expect([.likely, .assumed].contains(handover.abi.confidence), comment)
            }
            if handover.abi.confidence == .certain, handover.state != image.expected {
                expectSame(handover.state, image.expected, comment)
            }
        }
    }
}
