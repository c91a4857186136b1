import FindingReports
import HandoverAnalysis

/// What becomes of a handover, for people.
struct CheckText {
    let report: CheckReport
    let style: TextStyle
    /// Whether every item is listed.
    let showsAll: Bool
    /// How many files of a session that fare alike are listed one by one.
    private static let limit = 4

    func lines() -> [String] {
        var lines = body(
            of: report.check, title: "\(report.path) (\(report.origin ?? "unknown")) -> \(report.check.target.name)")
        if let rollback = report.rollback {
            lines +=
                [""] + body(of: rollback, title: "And back: \(report.check.target.name) -> \(rollback.target.name)")
        }
        switch report.plan {
        case nil: break
        case .some(.none):
            lines += [
                "",
                style.error("No order of these kernels carries the state to \(report.check.target.name)")
                    + ": translate it between two of them, with khotool encode.",
            ]
        case .found(let plan): lines += [""] + text(of: plan)
        }
        return lines
    }

    private func body(of check: CompatibilityCheck, title: String) -> [String] {
        var lines = [style.heading(ShownText.escaped(title)), ""]
        let shown = showsAll ? check.items.map(line) : folded(report.items(of: check))
        lines += shown
        if !shown.isEmpty { lines.append("") }
        lines += conditions(of: check)
        lines.append(summary(of: check))
        lines += check.remedies.map { "help: " + ShownText.escaped($0) }
        return lines
    }

    private func line(for item: CheckedItem) -> String {
        let word = painted(item.outcome.rawValue.padded(to: 9), item.outcome)
        let need = report.policy.need(of: item)
        let remark = need == .mandatory || item.outcome == .accepted ? "" : style.quiet("  (\(need.rawValue))")
        let reason = item.reason.map { "  " + ShownText.escaped($0) } ?? ""
        return "  \(word) \(style.name(ShownText.escaped(item.path)))\(reason)\(remark)"
    }

    /// What is not accepted; of parts that share the fate of a whole the whole alone, and of many files that fare alike
    /// a few.
    private func folded(_ items: [CheckedItem]) -> [String] {
        var lines: [String] = []
        var parents: [CheckedItem] = []
        var alike: [CheckedItem] = []
        var left = 0
        for item in items where item.outcome != .accepted {
            while let parent = parents.last, !item.path.hasPrefix(parent.path + "/") { parents.removeLast() }
            let isTold = parents.contains {
                $0.outcome == item.outcome && ($0.reason == item.reason || item.kind == .flb)
            }
            parents.append(item)
            if isTold { continue }
            if let last = alike.last, !isAlike(item, last) {
                if left > 0 { lines.append(more(left, like: last)) }
                (alike, left) = ([], 0)
            }
            alike.append(item)
            if alike.count > Self.limit { left += 1 } else { lines.append(line(for: item)) }
        }
        if left > 0, let last = alike.last { lines.append(more(left, like: last)) }
        return lines
    }

    private func isAlike(_ item: CheckedItem, _ other: CheckedItem) -> Bool {
        item.kind == other.kind && item.outcome == other.outcome && item.session == other.session
            || item.kind == .session && other.kind == .session && item.outcome == other.outcome
    }

    private func more(_ count: Int, like item: CheckedItem) -> String {
        let place = item.kind == .file ? item.session.map { " of \(ShownText.escaped($0))" } ?? "" : ""
        let name = item.kind == .region ? "region" : item.kind.rawValue
        return "  " + style.quiet("\(count) more \(name)\(count == 1 ? "" : "s")\(place); --all lists them")
    }

    /// What acceptance depends on, each condition once.
    private func conditions(of check: CompatibilityCheck) -> [String] {
        var seen: Set<String> = []
        let conditions = check.items.flatMap(\.conditions).filter { seen.insert($0).inserted }
        if conditions.isEmpty { return [] }
        return ["  provided that"] + conditions.map { "    " + style.quiet(ShownText.escaped($0)) } + [""]
    }

    private func summary(of check: CompatibilityCheck) -> String {
        let parts = Outcome.allCases.compactMap { outcome in
            let count = check.count(of: outcome)
            return count == 0 ? nil : painted("\(count) \(outcome.rawValue)", outcome)
        }
        let failed = check.items.count(where: report.policy.isFailed)
        let verdict =
            failed == 0
            ? "all that is needed is accepted"
            : "\(failed) of what is needed \(failed == 1 ? "is" : "are") not accepted"
        return parts.joined(separator: ", ") + ": " + (failed == 0 ? style.good(verdict) : style.error(verdict))
    }

    private func painted(_ text: String, _ outcome: Outcome) -> String {
        switch outcome {
        case .accepted: style.good(text)
        case .unknown: style.warning(text)
        case .lost, .refused, .misread, .panics: style.error(text)
        }
    }

    private func text(of plan: UpgradePlan) -> [String] {
        let names = [report.origin ?? "unknown"] + plan.steps.map(\.target.name)
        let cost =
            plan.lostCount == 0
            ? style.good("nothing that is needed is lost")
            : style.warning("\(plan.lostCount) of what is needed \(plan.lostCount == 1 ? "is" : "are") lost")
        return ["\(style.heading("Order of upgrades")) \(ShownText.escaped(names.joined(separator: " -> "))): \(cost)"]
    }
}
