import FindingReports
import HandoverAnalysis

/// What becomes of a handover as JUnit's XML: a suite for each way, in it a case for each item.
struct CheckCases {
    let report: CheckReport

    func lines() -> [String] {
        ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites name=\"khotool check\">"]
            + report.checks.flatMap(suite) + ["</testsuites>"]
    }

    private func suite(of check: CompatibilityCheck) -> [String] {
        let items = report.items(of: check)
        let failures = items.count(where: report.policy.isFailed)
        let skipped = items.count { $0.outcome != .accepted } - failures
        let name = JUnitReport.xml("\(report.path) -> \(check.target.name)")
        return [
            "  <testsuite name=\"\(name)\" tests=\"\(items.count)\" failures=\"\(failures)\" errors=\"0\""
                + " skipped=\"\(skipped)\">"
        ] + items.flatMap { lines(for: $0, in: check) } + ["  </testsuite>"]
    }

    private func lines(for item: CheckedItem, in check: CompatibilityCheck) -> [String] {
        let start = "    <testcase classname=\"\(item.kind.rawValue)\" name=\"\(JUnitReport.xml(item.path))\""
        if item.outcome == .accepted { return [start + "/>"] }
        let text = JUnitReport.xml(report.sentence(on: item, in: check))
        let element =
            report.policy.isFailed(item)
            ? "<failure type=\"\(item.outcome.rawValue)\" message=\"\(text)\"/>" : "<skipped message=\"\(text)\"/>"
        return [start + ">", "      " + element, "    </testcase>"]
    }
}
