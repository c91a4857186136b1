import FindingReports
import HandoverAnalysis
import Multikernel

/// What became of overlays, for people: step by step.
struct ApplyText {
    let report: ApplyReport
    let style: TextStyle

    func lines() -> [String] {
        var lines: [String] = []
        for applied in report.transactions {
            let outcome = applied.transaction.refusal == nil ? applied.direction.rawValue : "failed"
            let verb = applied.direction == .undone && outcome == "failed" ? " (undo)" : ""
            let paint = applied.transaction.refusal == nil ? style.good : style.error
            lines.append(style.heading(ShownText.escaped(applied.input.path)) + ": " + paint(outcome) + verb)
            lines += applied.transaction.steps.map { step in
                "  " + ShownText.escaped(step.message) + "  " + style.quiet(ShownText.escaped(step.place))
            }
            if let refusal = applied.transaction.refusal {
                lines.append(
                    "  " + style.error(ShownText.escaped("refused: \(refusal.finding.message)")) + "  "
                        + style.quiet(ShownText.escaped(refusal.finding.path)))
                lines.append("  " + remainder(of: applied))
            }
            for remark in applied.transaction.remarks where remark.severity == .error {
                lines.append("  " + style.error(ShownText.escaped(remark.message)))
            }
        }
        lines += report.untried.map { ShownText.escaped($0) + ": not tried" }
        return lines
    }

    /// What the kernel is left with.
    private func remainder(of applied: AppliedOverlay) -> String {
        let count = applied.transaction.steps.count
        if applied.direction == .undone { return "the kernel keeps the transaction as failed, and what it has undone" }
        return count == 0
            ? "nothing was done; the write succeeds, and the transaction's status is failed"
            : "what is above stays done (\(Quantities.count(count, "step"))); the write succeeds, and the transaction's "
                + "status is failed"
    }
}
