public import HandoverState

extension RuleID {
    /// The family, the name without its number: `KHO-MAP`.
    public var family: String { String(rawValue.prefix(upTo: rawValue.lastIndex(of: "-") ?? rawValue.endIndex)) }

    /// Every family, in the order of the rules.
    public static let families: [String] = {
        var families: [String] = []
        for rule in Rule.all where !families.contains(rule.id.family) { families.append(rule.id.family) }
        return families
    }()
}
