public import HandoverABI

/// The structures of a profile held against what a kernel says of its own types.
public struct LayoutVerification: Sendable {
    /// The profile, with the page size that was used.
    public let profile: Profile
    /// Each structure of the profile, from the outside in.
    public let comparisons: [LayoutComparison]

    /// Compares every structure of a profile.
    public init(of profile: Profile, with types: TypeInformation) {
        self.profile = profile
        comparisons = ExpectedStructure.all(of: profile).map {
            LayoutComparison($0, with: types, pageSize: profile.pageSize)
        }
    }

    /// The structures with some verdict.
    public func comparisons(_ verdict: LayoutComparison.Verdict) -> [LayoutComparison] {
        comparisons.filter { $0.verdict == verdict }
    }

    /// Whether the kernel's types have any structure that only handovers have.
    public var hasHandover: Bool {
        comparisons.contains { $0.found != nil && ExpectedStructure.handoverNames.contains($0.expected.name) }
    }

    /// Whether the kernel contradicts the profile nowhere, and confirms it somewhere.
    public var isConfirmed: Bool { hasHandover && comparisons(.different).isEmpty }
}
