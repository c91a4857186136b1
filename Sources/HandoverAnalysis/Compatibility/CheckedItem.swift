/// A part of a handover, and what becomes of it in another kernel.
public struct CheckedItem: Hashable, Sendable {
    /// What it is.
    public let kind: Kind
    /// Where it is in the handover: `/LUO/vm-0/0x100`.
    public let path: String
    /// What becomes of it.
    public let outcome: Outcome
    /// Why, in the target's terms, a clause; `nil` of what is simply accepted.
    public let reason: String?
    /// What the outcome depends on beyond the two kernels, a clause: "if its command line asks for the region".
    public let condition: String?

    /// The parts of a handover that can fare differently.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case root, map, region, metadata, orchestrator, session, file, flb, test, subtree
    }

    /// An item.
    public init(
        _ kind: Kind, _ path: String, _ outcome: Outcome, _ reason: String? = nil, if condition: String? = nil
    ) {
        self.kind = kind
        self.path = path
        self.outcome = outcome
        self.reason = reason
        self.condition = condition
    }
}
