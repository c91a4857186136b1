package import FixtureSupport
import HandoverABI
package import HandoverState

/// Something wrong in a handover, made on purpose in the bytes of a real capture.
///
/// What kernels do about each is recorded in `Fixtures/mistake-reactions.json`.
package struct Mistake: Sendable, CustomStringConvertible {
    /// The name.
    package let id: String
    /// What is wrong, in a sentence without a full stop.
    package let sentence: String
    /// The rule by which a validation finds the mistake; `nil` where none is named.
    package var expectedRule: RuleID?
    private let suits: @Sendable (Profile) -> Bool
    private let make: @Sendable (inout CapturePlaces) throws -> Void

    init(
        _ id: String, _ sentence: String, in profiles: Profiles = .all, expectedRule: RuleID? = nil,
        _ make: @escaping @Sendable (inout CapturePlaces) throws -> Void
    ) {
        self.id = id
        self.sentence = sentence
        self.expectedRule = expectedRule
        self.suits = { profiles.contains($0) }
        self.make = make
    }

    /// Which profiles have the thing that is wrong.
    enum Profiles {
        case all, withChunks, withSizes, withLiveUpdate, withBlocks, withSeals

        func contains(_ profile: Profile) -> Bool {
            switch self {
            case .all: true
            case .withChunks: if case .chunks = profile.map { true } else { false }
            case .withSizes: profile.subtreeSize != nil
            case .withLiveUpdate: profile.liveUpdate != nil
            case .withBlocks: profile.liveUpdate == .structure
            case .withSeals: profile.memfd == .v2
            }
        }
    }

    /// The name, as test reports show it.
    package var description: String { id }

    /// The captures in which the mistake can be made: of those, the ones of everyday size that hold contents.
    package var captures: [Fixture] {
        Fixture.all.filter { fixture in
            !fixture.name.contains("-") && Profile.named(fixture.profile).map(suits) == true
        }
    }

    /// Makes the mistake.
    ///
    /// - Parameter core: a capture's ELF core, not compressed.
    /// - Returns: the same with the one mistake in it, of the same length.
    /// - Throws: ``CapturePlaces/Unsuited`` where the capture has nothing in which to make it.
    package func made(in core: [UInt8]) throws -> [UInt8] {
        try made(in: CapturePlaces(core))
    }

    /// Makes the mistake in a capture that has been decoded, for whoever makes many in one.
    package func made(in places: CapturePlaces) throws -> [UInt8] {
        var places = places
        try make(&places)
        return places.image.bytes
    }
}
