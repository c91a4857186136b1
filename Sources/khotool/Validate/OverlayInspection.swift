import Captures
import HandoverAnalysis
import HandoverState
import Multikernel

/// Looks at a machine and at every state that overlays lead it to, one after the other as kernels apply them.
struct OverlayInspection: Sendable {
    /// How inputs are opened, and looked at by themselves.
    let inspection: Inspection
    /// The trees of instances that the machine's own does not tell of.
    let instances: [String]
    /// The overlays in the order in which they are written.
    let overlays: [String]

    /// An input, and what came of it.
    struct Result: Sendable {
        let target: ValidateTarget
        let outcome: Inspection.Outcome

        init(_ path: String, _ outcome: Inspection.Outcome) {
            (target, self.outcome) = (ValidateTarget(path: path, isFound: false), outcome)
        }
    }

    /// What is wrong with the machine, and what each overlay adds to that; unusable inputs alone where there is one.
    func results(of base: String) -> [Result] {
        var failures: [Result] = []
        let machine = read(base, "a baseline, pool or host", &failures) { tree in
            if case .machine(let machine) = tree { machine } else { nil }
        }
        let instances = instances.compactMap { path in
            read(path, "that of an instance", &failures) { if case .instance(let tree) = $0 { tree } else { nil } }
        }
        let overlays = overlays.compactMap { path in
            read(path, "an overlay", &failures) { if case .overlay(let overlay) = $0 { overlay } else { nil } }
        }
        guard let machine, failures.isEmpty else { return failures }
        return results(machine, instances.map(\.part), overlays)
    }

    private typealias Read<Part> = (input: MultikernelInput, part: Part)

    private func read<Part>(
        _ path: String, _ wanted: String, _ failures: inout [Result], _ part: (MultikernelTree) -> Part?
    ) -> Read<Part>? {
        do {
            let input = try MultikernelInput(path, Capture.open(path, hints: inspection.hints))
            if let input, let part = part(input.tree) { return (input, part) }
            let kind = input.map { "a tree of kind \($0.kind)" } ?? "no multikernel tree"
            failures.append(
                Result(path, .unusable([Finding(.inputUnusable, path: "/", "\(kind), where \(wanted) is needed")])))
        } catch let error as CaptureError {
            failures.append(Result(path, .unusable([Finding(error)])))
        } catch let error as MultikernelInputError {
            failures.append(Result(path, .unusable([Finding(error)])))
        } catch {
            failures.append(Result(path, .unusable([Finding(.inputUnusable, path: "/", "\(error)")])))
        }
        return nil
    }

    // MARK: States

    private func results(
        _ base: Read<Machine>, _ instances: [InstanceTree], _ overlays: [Read<Overlay>]
    ) -> [Result] {
        var conditions = KernelConditions()
        if let shift = inspection.hints.pageShift { conditions.pageSize = 1 << UInt64(shift) }
        var (machine, assumptions) = RunningMachine.assembled(
            from: base.part, instances: instances, pageSize: conditions.pageSize)
        var states = CheckedStates(source: base.part)
        states.know(inspection.findings(in: base.input))
        let together = states.newFindings(in: machine)
        var findings = inspection.findings(in: base.input) + base.input.placed(assumptions)
        // A tree that is written anew has lost what only its text or bytes had wrong.
        if !instances.isEmpty { findings += base.input.placed(together) }
        var results = [Result(base.input.path, .findings(findings.gravestFirst))]
        var isRefused = false
        for (input, overlay) in overlays {
            var findings = inspection.findings(in: input)
            if isRefused {
                findings.append(
                    Finding(.applyUnknowable, path: "/", "not tried, since an overlay before it is refused"))
            } else {
                let before = machine
                let transaction = machine.apply(overlay, size: input.size, under: conditions)
                let said = transaction.remarks + (transaction.refusal.map { [$0.finding] } ?? [])
                findings += input.placed(said)
                isRefused = transaction.refusal != nil
                let new = states.newFindings(in: machine)
                let causes = states.causes(of: new, in: overlay, on: before, under: conditions)
                findings += zip(new, causes).map { finding, cause in
                    var finding = finding
                    finding.message = "after \(cause ?? "this overlay"): \(finding.message)"
                    finding.position = input.position(of: "/" + (cause ?? ""))
                    finding.offset = input.offset(of: "/" + (cause ?? ""))
                    return finding
                }
            }
            results.append(Result(input.path, .findings(findings.gravestFirst)))
        }
        return results
    }
}

extension [Finding] {
    /// The findings with the gravest in front, and otherwise in their order.
    var gravestFirst: [Finding] {
        enumerated().sorted { left, right in
            left.element.severity != right.element.severity
                ? left.element.severity > right.element.severity : left.offset < right.offset
        }.map(\.element)
    }
}
