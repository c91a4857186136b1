public import PhysicalMemory

/// Something a reader has to say about a handover beside its contents.
public struct Remark: Hashable, Sendable {
    /// The rule that was broken, or that told the reader to say this.
    public var rule: RuleID
    /// How much it matters.
    public var severity: Severity
    /// Where in the handover: a path such as `/LUO/vm-0/0x100`.
    public var path: String
    /// Where in memory.
    public var address: PhysicalAddress?
    /// What is the matter, a clause without a full stop.
    public var message: String

    /// How much a remark matters.
    public enum Severity: String, Hashable, Sendable, CaseIterable {
        /// Bytes that no kernel writes: something is lost or cannot be trusted.
        case damage
        /// The input does not carry what is needed; nothing is known to be wrong.
        case unavailable
        /// Worth knowing: unusual, unknown or assumed.
        case note
    }

    /// A remark.
    public init(
        _ severity: Severity, _ rule: RuleID, path: String, address: PhysicalAddress? = nil, _ message: String
    ) {
        self.rule = rule
        self.severity = severity
        self.path = path
        self.address = address
        self.message = message
    }
}
