import HandoverAnalysis
import HandoverState

/// A handover that breaks one rule, made from one that keeps it.
struct Sample: Sendable, CustomStringConvertible {
    /// The rule that is broken.
    let rule: RuleID
    /// What was done to the sound handover.
    let deed: String
    /// The handover as it was.
    let sound: @Sendable () throws -> Subject
    /// The handover with the rule broken.
    let broken: @Sendable () throws -> Subject

    /// Every sample: at least one for each rule.
    static let all: [Sample] =
        input + tree + root + map + reachability + scratch + liveUpdate + memfd + vmalloc + reservedRegions + metadata
        + test + component + links

    /// The rule and the deed, as test reports show them.
    var description: String { "\(rule.rawValue): \(deed)" }

    /// A real capture, and a change to its bytes.
    init(
        _ rule: RuleID, _ deed: String, in capture: String = "7.3.4",
        _ change: @escaping @Sendable (inout EditedCapture) throws -> Void
    ) {
        self.rule = rule
        self.deed = deed
        sound = { try EditedCapture(capture).subject() }
        broken = {
            var edited = try EditedCapture(capture)
            try change(&edited)
            return try edited.subject()
        }
    }

    /// What a document tells of a real capture, and a change to what it tells.
    init(
        _ rule: RuleID, _ deed: String, tellingOf capture: String,
        _ change: @escaping @Sendable (inout HandoverState) throws -> Void
    ) {
        self.rule = rule
        self.deed = deed
        sound = { Subject(document: try EditedCapture(capture).subject().handover) }
        broken = {
            var handover = try EditedCapture(capture).subject().handover
            handover.remarks = []
            try change(&handover.state)
            return Subject(document: handover)
        }
    }

    /// Two inputs of any kind.
    init(
        _ rule: RuleID, _ deed: String, sound: @escaping @Sendable () throws -> Subject,
        broken: @escaping @Sendable () throws -> Subject
    ) {
        self.rule = rule
        self.deed = deed
        self.sound = sound
        self.broken = broken
    }
}
