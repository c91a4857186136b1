import HandoverState

/// Holds a handover against every rule.
///
/// What its reader remarked while decoding is part of the result: the two share their rules.
public struct Validator: Sendable {
    /// A validator of all rules.
    public init() {}

    /// Everything that breaks a rule, in one pass: the gravest first.
    public func findings(in subject: Subject) -> [Finding] {
        var log = FindingLog()
        for remark in subject.handover.remarks { log.add(remark) }
        for check in Self.checks { check(subject, &log) }
        return log.result
    }

    private static let checks: [@Sendable (Subject, inout FindingLog) -> Void] = [
        LiveUpdateChecks.names
    ]
}
