import DeviceTree
import HandoverAnalysis
import HandoverState
import Multikernel

/// The states that a machine goes through, each held against the rules, and what was wrong before.
struct CheckedStates {
    /// The tree that the machine came from, whose manner its states are told in.
    let source: Machine
    /// What was wrong with the last state.
    private var known: Set<Breach> = []

    init(source: Machine) { self.source = source }

    /// What is broken, and where: messages may tell of numbers that change.
    private struct Breach: Hashable {
        let rule: RuleID
        let path: String

        init(_ finding: Finding) { (rule, path) = (finding.rule, finding.path) }
    }

    /// Takes findings for known.
    mutating func know(_ findings: [Finding]) { known.formUnion(findings.map { Breach($0) }) }

    /// What is wrong with a state and was not with the one before.
    mutating func newFindings(in machine: RunningMachine) -> [Finding] {
        let findings = findings(in: machine)
        let new = findings.filter { !known.contains(Breach($0)) }
        known = Set(findings.map { Breach($0) })
        return new
    }

    private func findings(in machine: RunningMachine) -> [Finding] {
        do {
            let reading = try MultikernelTree.Reading(of: .machine(machine.tree(like: source)))
            return MultikernelValidator().findings(in: reading)
        } catch {
            return [Finding(.applyUnknowable, path: error.path ?? "/", "no tree can be written of it: \(error)")]
        }
    }

    /// More fragments than people write are not looked at one by one.
    private static let mostFragments = 64

    /// The fragments by which findings came about, for each finding; `nil` where that is not known.
    ///
    /// - Parameter machine: the machine before the overlay.
    func causes(
        of findings: [Finding], in overlay: Overlay, on machine: RunningMachine, under conditions: KernelConditions
    ) -> [String?] {
        var causes: [Breach: String] = [:]
        var open = Set(findings.map { Breach($0) })
        let fragments = overlay.fragments.enumerated().filter { $0.element.number != nil }
            .sorted { ($0.element.number ?? 0, $0.offset) < ($1.element.number ?? 0, $1.offset) }.map(\.element)
        var machine = machine
        for fragment in fragments where !open.isEmpty && fragments.count <= Self.mostFragments {
            var part = overlay
            part.fragments = [fragment]
            let transaction = machine.apply(part, under: conditions)
            let isLast = fragments.count == 1 || transaction.refusal != nil
            for breach in isLast ? open : open.intersection(self.findings(in: machine).map { Breach($0) }) {
                causes[breach] = fragment.name
                open.remove(breach)
            }
        }
        return findings.map { causes[Breach($0)] }
    }
}
