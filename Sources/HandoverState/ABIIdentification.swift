/// Which kernel ABI a handover was written in, what that rests on, and how sure it is.
public struct ABIIdentification: Hashable, Sendable {
    /// The name of the profile, `linux-7.2`; `nil` where no known kernel writes this root.
    public var profile: String?
    /// The `compatible` string of the root tree; `nil` where it has none.
    public var compatible: String?
    /// The base page size in bytes.
    public var pageSize: Int
    /// How sure the profile is.
    public var confidence: Confidence
    /// What the choice rests on, a clause each.
    public var evidence: [String]

    /// How sure an identification is.
    public enum Confidence: String, Hashable, Sendable, CaseIterable {
        /// The data says so: the version string has one reading, or only one reading fits the memory.
        case certain
        /// More than one reading is possible, and the evidence favours this one.
        case likely
        /// Nothing in the input decides; this is a guess.
        case assumed
        /// The caller said so.
        case given
        /// No known kernel writes this.
        case unknown
    }

    /// An identification.
    public init(
        profile: String?, compatible: String?, pageSize: Int, confidence: Confidence, evidence: [String]
    ) {
        self.profile = profile
        self.compatible = compatible
        self.pageSize = pageSize
        self.confidence = confidence
        self.evidence = evidence
    }
}
