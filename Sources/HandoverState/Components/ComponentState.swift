/// What a handler or object of the orchestrator stored, read by one of the formats that go by its string.
public struct ComponentState: Hashable, Sendable {
    /// The format: `pci@v9`.
    public var abi: String
    /// How sure the format is.
    public var confidence: ABIIdentification.Confidence
    /// What the choice rests on, a clause each.
    public var evidence: [String]
    /// Other formats that the bytes do not contradict.
    public var alternatives: [String]
    /// What was read.
    public var root: ComponentObject

    /// The component that it is a format of: `pci`.
    public var component: String { String(abi.prefix { $0 != "@" }) }

    /// What was read by a format.
    public init(
        abi: String, confidence: ABIIdentification.Confidence, evidence: [String] = [], alternatives: [String] = [],
        root: ComponentObject
    ) {
        self.abi = abi
        self.confidence = confidence
        self.evidence = evidence
        self.alternatives = alternatives
        self.root = root
    }
}
