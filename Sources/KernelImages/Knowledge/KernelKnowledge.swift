public import HandoverABI

/// How sure a finding is.
public enum Certainty: String, Hashable, Sendable, CaseIterable {
    /// The kernel says so.
    case certain
    /// More than one reading is possible, and the evidence favours this one.
    case likely
    /// Nothing in the kernel decides; this is what kernels of its kind do.
    case assumed
}

/// One format that a kernel writes and reads, known by its version string.
public struct ComponentABI: Hashable, Sendable {
    /// The part of the handover: `kho`, `luo`, `memfd`.
    public let component: String
    /// The version string: `kho-v4`.
    public let version: String
    /// Whether the kernel understands it.
    public let isReadable: Bool
    /// Whether the kernel writes it.
    public let isWritable: Bool
    /// What that rests on.
    public let evidence: String
    /// How sure it is.
    public let certainty: Certainty

    init(
        _ component: String, _ version: String, isReadable: Bool = true, isWritable: Bool = true, evidence: String,
        _ certainty: Certainty
    ) {
        self.component = component
        self.version = version
        self.isReadable = isReadable
        self.isWritable = isWritable
        self.evidence = evidence
        self.certainty = certainty
    }
}

/// Something told, with what it rests on.
public struct Finding<Value: Hashable & Sendable>: Hashable, Sendable {
    /// What was found.
    public let value: Value
    /// What that rests on, a clause each.
    public let evidence: [String]
    /// How sure it is.
    public let certainty: Certainty

    init(_ value: Value, evidence: [String], _ certainty: Certainty) {
        self.value = value
        self.evidence = evidence
        self.certainty = certainty
    }
}

/// What a kernel is known to hand over, told from the kernel itself.
public struct KernelKnowledge: Sendable {
    /// The release, `7.3.4-kho`; `nil` where nothing says it.
    public internal(set) var release: Finding<String>?
    /// The machine; `nil` where nothing says it.
    public internal(set) var machine: String?
    /// The base page size as a power of two; `nil` where nothing says it.
    public internal(set) var pageShift: Finding<Int>?
    /// Whether the kernel takes part in handovers; `nil` where the input cannot tell.
    public internal(set) var hasHandover: Bool?
    /// Why it does not, a sentence each.
    public internal(set) var obstacles: [String] = []
    /// What it needs, or lacks, although it takes part.
    public internal(set) var conditions: [String] = []
    /// The formats, the root first.
    public internal(set) var components: [ComponentABI] = []
    /// The features of parts that are told by feature bits, not version strings.
    public internal(set) var features: [FeatureSet] = []
    /// The strings of all its file handlers, where the kernel lists them itself; `nil` where it does not.
    public internal(set) var listedHandlers: Set<String>?
    /// The profile that fits; `nil` where none does, or too many.
    public internal(set) var profile: Finding<Profile>?
    /// Why there is no profile.
    public internal(set) var profileDoubt: String?
    /// How the kernel was configured; `nil` where nothing says it.
    public internal(set) var configuration: KernelConfiguration?
    /// What was odd about the input.
    public internal(set) var notes: [String] = []

    /// The version strings of a part, in the order found.
    public func versions(of component: String) -> [ComponentABI] {
        components.filter { $0.component == component }
    }
}
