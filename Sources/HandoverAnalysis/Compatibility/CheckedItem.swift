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
    /// What the outcome depends on beyond the two kernels, a clause each: "its command line asks for the region".
    public let conditions: [String]
    /// The handler of a file.
    public var handler: String?
    /// Whether it is a session that comes back, and only fares as the worst of its files does.
    public var isSumOfFiles = false

    /// The parts of a handover that can fare differently.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case root, map, region, metadata, orchestrator, session, file, flb, test, subtree
    }

    /// An item.
    public init(
        _ kind: Kind, _ path: String, _ outcome: Outcome, _ reason: String? = nil, if conditions: [String] = []
    ) {
        self.kind = kind
        self.path = path
        self.outcome = outcome
        self.reason = reason
        self.conditions = conditions
    }

    /// The same item, faring otherwise; conditions of its acceptance mean nothing then.
    func becoming(_ outcome: Outcome, _ reason: String?) -> CheckedItem {
        var item = CheckedItem(kind, path, outcome, reason, if: outcome == .accepted ? conditions : [])
        item.handler = handler
        return item
    }

    /// The same item, faring no better than this.
    func atBest(_ outcome: Outcome, _ reason: String) -> CheckedItem {
        outcome > self.outcome ? becoming(outcome, reason) : self
    }
}
