public import HandoverAnalysis
public import HandoverDocument
import HandoverState

/// Findings as JUnit's XML, as build servers take it: a suite for each input, in it a case for each rule that was broken
/// and one for each family of rules that were all kept.
public struct JUnitReport: FindingReport {
    private var output: TextOutput
    private let threshold: Severity?

    /// A report to a sink, in which findings of a severity and above are failures; none, where there is no threshold.
    public init(failing threshold: Severity?, to sink: @escaping ByteSink) {
        self.threshold = threshold
        output = TextOutput(to: sink)
    }

    /// Begins the suites.
    public mutating func begin() {
        output.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        output.line("<testsuites name=\"khotool validate\">")
    }

    /// Writes the suite of an input.
    public mutating func add(_ verdict: InputVerdict) throws(ByteSinkError) {
        let byRule = Dictionary(grouping: verdict.findings, by: \.finding.rule)
        var cases: [Case] = []
        for family in RuleID.families {
            let broken = Rule.all.filter { $0.id.family == family && byRule[$0.id] != nil }
            if broken.isEmpty { cases.append(Case(name: family, outcome: .passed(""))) }
            for rule in broken {
                cases.append(
                    Case(
                        name: "\(rule.id.rawValue) \(rule.title)",
                        outcome: outcome(of: byRule[rule.id] ?? [], isUsable: verdict.isUsable)))
            }
        }
        let failures = cases.count { if case .failed = $0.outcome { true } else { false } }
        let errors = cases.count { if case .unusable = $0.outcome { true } else { false } }
        let skipped = cases.count { if case .skipped = $0.outcome { true } else { false } }
        output.line(
            "  <testsuite name=\"\(Self.xml(verdict.input))\" tests=\"\(cases.count)\" failures=\"\(failures)\""
                + " errors=\"\(errors)\" skipped=\"\(skipped)\">")
        for item in cases { write(item, of: verdict.input) }
        output.line("  </testsuite>")
        try output.flush()
    }

    /// Ends the suites.
    public mutating func finish(_ totals: ReportTotals) throws(ByteSinkError) {
        output.line("</testsuites>")
        try output.flush()
    }

    private struct Case {
        var name: String
        var outcome: Outcome

        enum Outcome {
            case passed(String)
            case failed(String, Severity)
            case unusable(String)
            case skipped(String)
        }
    }

    private func outcome(of findings: [JudgedFinding], isUsable: Bool) -> Case.Outcome {
        let standing = findings.filter { $0.acceptance == nil }.map(\.finding)
        guard let worst = standing.map(\.severity).max() else {
            return .skipped(findings.first?.acceptance?.reason ?? "")
        }
        let text = standing.map { "\(FindingPlace($0).text): \($0.severity.rawValue): \($0.message)" }
            .map(ShownText.escaped).joined(separator: "\n")
        if !isUsable, worst == .error { return .unusable(text) }
        guard let threshold, worst >= threshold else { return .passed(text) }
        return .failed(text, worst)
    }

    private mutating func write(_ item: Case, of input: String) {
        let start = "    <testcase classname=\"\(Self.xml(input))\" name=\"\(Self.xml(item.name))\""
        switch item.outcome {
        case .passed(""):
            output.line(start + "/>")
            return
        case .passed(let text):
            output.line(start + ">")
            output.line("      <system-out>\(Self.xml(text))</system-out>")
        case .failed(let text, let severity):
            output.line(start + ">")
            output.line(element("failure", text, type: severity.rawValue))
        case .unusable(let text):
            output.line(start + ">")
            output.line(element("error", text, type: "unusable"))
        case .skipped(let reason):
            output.line(start + ">")
            output.line("      <skipped message=\"\(Self.xml(ShownText.escaped(reason)))\"/>")
        }
        output.line("    </testcase>")
    }

    private func element(_ name: String, _ text: String, type: String) -> String {
        let first = text.prefix { $0 != "\n" }
        return "      <\(name) type=\"\(type)\" message=\"\(Self.xml(String(first)))\">\(Self.xml(text))</\(name)>"
    }

    /// Text within XML 1.0, in which control characters cannot stand even as references.
    package static func xml(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n": result += "\n"
            default: result += ShownText.escaped(String(scalar))
            }
        }
        return result
    }
}
