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

    /// A check: it looks at a handover and adds what it finds.
    typealias Check = @Sendable (Subject, inout FindingLog) -> Void

    private static let checks: [Check] =
        TreeChecks.all + RootChecks.all + MapChecks.all + ReachabilityChecks.all + ScratchChecks.all
        + MultikernelChecks.all
        + LiveUpdateChecks.all + MemfdChecks.all + ReservedRegionChecks.all + MetadataChecks.all + TestChecks.all
        + ComponentChecks.all + NameOfFormatChecks.all
}
