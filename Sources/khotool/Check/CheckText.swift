import HandoverAnalysis

/// What becomes of a handover, for people.
struct CheckText {
    let report: CheckReport
    let style: TextStyle
    /// Whether what is accepted is listed too.
    let showsAll: Bool

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
            lines += ["", style.error("No order of these kernels carries the state to \(report.check.target.name).")]
        case .found(let plan): lines += [""] + text(of: plan)
        }
        return lines
    }

    private func body(of check: CompatibilityCheck, title: String) -> [String] {
        var lines = [style.heading(title), ""]
        let shown = showsAll ? check.items : worthTelling(check.items)
        for item in shown {
            let word = painted(item.outcome.rawValue.padded(to: 9), item.outcome)
            lines.append("  \(word) \(style.name(item.path))\(item.reason.map { "  \($0)" } ?? "")")
        }
        if !shown.isEmpty { lines.append("") }
        lines += conditions(of: check)
        lines.append(summary(of: check))
        lines += check.remedies.map { "help: " + $0 }
        return lines
    }

    /// What is not accepted; of files that share their session's fate the session alone, and so on upwards.
    private func worthTelling(_ items: [CheckedItem]) -> [CheckedItem] {
        var parents: [CheckedItem] = []
        var shown: [CheckedItem] = []
        for item in items where item.outcome != .accepted {
            while let parent = parents.last, !item.path.hasPrefix(parent.path + "/") { parents.removeLast() }
            let isTold = parents.contains {
                $0.outcome == item.outcome && ($0.reason == item.reason || item.kind == .flb)
            }
            if !isTold { shown.append(item) }
            parents.append(item)
        }
        return shown
    }

    /// What acceptance depends on, each condition once.
    private func conditions(of check: CompatibilityCheck) -> [String] {
        var seen: Set<String> = []
        let conditions = check.items.compactMap(\.condition).filter { seen.insert($0).inserted }
        if conditions.isEmpty { return [] }
        return ["  provided that"] + conditions.map { "    " + style.quiet($0) } + [""]
    }

    private func summary(of check: CompatibilityCheck) -> String {
        let parts = Outcome.allCases.compactMap { outcome in
            let count = check.count(of: outcome)
            return count == 0 ? nil : painted("\(count) \(outcome.rawValue)", outcome)
        }
        return parts.joined(separator: ", ")
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
            plan.lostCount == 0 ? style.good("nothing is lost") : style.warning("\(plan.lostCount) items are lost")
        return ["\(style.heading("Order of upgrades")) \(names.joined(separator: " -> ")): \(cost)"]
    }
}
