import Foundation
import HandoverABI
import HandoverState
import PhysicalMemory
import Testing

@testable import HandoverCoding

/// Random states of every profile and page size, written and read again.
///
/// A part of them by default; 10,000 with `KHO_THOROUGH=1` in the environment.
@Suite("Any state is written as it is read")
struct EncodingPropertyTests {
    private static let isThorough = ProcessInfo.processInfo.environment["KHO_THOROUGH"] == "1"
    private static let anewCount = isThorough ? 4000 : 80
    private static let translatedCount = isThorough ? 4000 : 80
    private static let inPlaceCount = isThorough ? 2000 : 60

    private func image(_ seed: UInt64, _ profile: Profile) throws -> HandoverImage {
        var generator = SeededGenerator(seed: seed)
        var recipe = HandoverRecipe.random(profile, using: &generator)
        // Kernels refuse two sessions of one name.
        var names: Set<String> = []
        recipe.liveUpdate?.sessions.removeAll { !names.insert($0.name).inserted }
        EncodedHandover.crowd(&recipe)
        return try HandoverImage(recipe)
    }

    @Test("Random states placed anew are read back as the same states")
    func anew() throws {
        let profiles = RoundTripTests.profiles
        for round in 0..<Self.anewCount {
            let seed = 0x656e_6300_0000 + UInt64(round)
            let profile = profiles[round % profiles.count]
            let image = try image(seed, profile)
            let comment: Comment = "seed \(seed), \(profile.name), page shift \(profile.pageShift)"
            let encoded = try EncodedHandover(image, as: profile)
            #expect(encoded.encoded.dropped.isEmpty, comment)
            try encoded.expectSound(comment)
        }
    }

    @Test("Random states translated to another profile lose what it cannot hold and nothing else")
    func translated() throws {
        let profiles = RoundTripTests.profiles
        for round in 0..<Self.translatedCount {
            let seed = 0x656e_6400_0000 + UInt64(round)
            let profile = profiles[round % profiles.count]
            let others = profiles.filter { $0.pageShift == profile.pageShift && $0.name != profile.name }
            let target = others[round / profiles.count % others.count]
            let image = try image(seed, profile)
            let comment: Comment =
                "seed \(seed), \(profile.name) to \(target.name), page shift \(profile.pageShift)"
            try EncodedHandover(image, as: target, losses: .drop).expectSound(comment)
        }
    }

    @Test("Random states encoded in place give back every byte of their structures")
    func inPlace() throws {
        let profiles = RoundTripTests.profiles
        for round in 0..<Self.inPlaceCount {
            let seed = 0x656e_6500_0000 + UInt64(round)
            let profile = profiles[round % profiles.count]
            let image = try image(seed, profile)
            let source = try HandoverDecoder(image.input()).decode(as: profile)
            let placement = try #require(source.placement)
            let encoded = try HandoverEncoder(profile, origin: profile).encode(source.handover.state, at: placement)
            let memory = LayeredMemory(encoded.image, over: image.memory)
            for range in source.structures {
                let before = try image.memory.bytes(at: range.start, count: Int(range.size))
                let after = try memory.bytes(at: range.start, count: Int(range.size))
                #expect(before == after, "seed \(seed), \(profile.name), page shift \(profile.pageShift), \(range)")
            }
        }
    }
}
