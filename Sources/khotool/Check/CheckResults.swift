import FindingReports
import HandoverAnalysis
import HandoverDocument

/// What becomes of a handover as SARIF: a result for each item that is not accepted, under the rule of its outcome.
struct CheckResults {
    let report: CheckReport

    func write(to sink: @escaping ByteSink) throws {
        var log = SARIFLog(version: Khotool.version, to: sink)
        try log.begin()
        for outcome in OutcomeRule.reported { log.describe(rule(of: outcome)) }
        for check in report.checks {
            for item in report.items(of: check) where item.outcome != .accepted { try log.add(result(of: item, check)) }
        }
        try log.finish(isSuccessful: true, exitCode: report.isGood ? 0 : 1)
    }

    private func rule(of outcome: Outcome) -> SARIFRule {
        SARIFRule(id: OutcomeRule.id(of: outcome), title: OutcomeRule.title(of: outcome))
    }

    private func result(of item: CheckedItem, _ check: CompatibilityCheck) -> SARIFResult {
        let rule = rule(of: item.outcome)
        return SARIFResult(
            rule, level: report.weight(of: item), message: report.sentence(on: item, in: check), input: report.path,
            path: item.path,
            fingerprint: .init("khotool/check/v1", ShownText.escaped("\(check.target.name) \(rule.id) \(item.path)")))
    }
}
