import HandoverABI
import HandoverCoding
import HandoverState

/// What holds for what components refer to, told from the graph of all that is handed over.
enum ComponentChecks {
    static let all: [Validator.Check] = [graph]

    /// A check of components.
    typealias Check = @Sendable (ComponentSubject, inout FindingLog) -> Void

    private static let checks: [Check] =
        LinkChecks.all + FunctionChecks.all + VFIOChecks.all + IOMMUChecks.all + MachineChecks.all
        + PreservedCPUChecks.all + HugePageChecks.all

    /// The graph is made once for all of them.
    private static func graph(_ subject: Subject, _ log: inout FindingLog) {
        guard let components = ComponentSubject(subject) else { return }
        for check in checks { check(components, &log) }
    }
}
