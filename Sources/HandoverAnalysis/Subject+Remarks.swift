import HandoverState

extension Subject {
    /// Whether the reader has remarked on a rule, so that a check of the same need not be made again.
    func isRemarked(_ rule: RuleID) -> Bool {
        handover.remarks.contains { $0.rule == rule }
    }

    /// The paths on which the reader remarked on a rule.
    func paths(remarkedFor rule: RuleID) -> Set<String> {
        Set(handover.remarks.lazy.filter { $0.rule == rule }.map(\.path))
    }

    /// Whether the reader could not read all that belongs to a path itself.
    func isIncomplete(at path: String) -> Bool {
        handover.remarks.contains { $0.path == path && $0.severity != .note }
    }

    /// Whether all there is to go by was told by somebody, and not read from memory.
    var isToldOnly: Bool { memory.isEmpty }
}

extension UInt64 {
    /// As messages show numbers.
    var hex: String { "0x" + String(self, radix: 16) }
}
