public import HandoverState

/// A rule that a handover has to keep: what it asks, why, and what kernels do where it is broken.
public struct Rule: Hashable, Sendable {
    /// The name, which never changes.
    public let id: RuleID
    /// How much a breach matters.
    public let severity: Severity
    /// What is wrong where it is broken, a clause: "a folio of a file is not preserved".
    public let title: String
    /// Why that matters, a sentence or two.
    public let rationale: String
    /// What kernels do about it.
    public let kernel: [KernelBehaviour]
    /// What to do next, a sentence.
    public let remedy: String
    /// Rules whose breaches on the same path are mere consequences of this one, and are not reported beside it.
    public let explains: [RuleID]

    /// A rule.
    public init(
        _ id: RuleID, _ severity: Severity, _ title: String, why rationale: String, kernel: [KernelBehaviour],
        remedy: String, explains: [RuleID] = []
    ) {
        self.id = id
        self.severity = severity
        self.title = title
        self.rationale = rationale
        self.kernel = kernel
        self.remedy = remedy
        self.explains = explains
    }
}

/// What the kernels of some releases do about a breach of a rule, and where in their source.
public struct KernelBehaviour: Hashable, Sendable {
    /// The function that checks, or that meets the consequences.
    public let function: String
    /// The file, within the kernel's source tree, as the newest of the releases has it.
    public let file: String
    /// The releases: "6.16-6.18", "7.2 and later", "all".
    public let releases: String
    /// What they do, a clause: "refuses the block; the boot panics".
    public let reaction: String

    /// What kernels do.
    public init(_ function: String, in file: String, _ releases: String, _ reaction: String) {
        self.function = function
        self.file = file
        self.releases = releases
        self.reaction = reaction
    }
}
