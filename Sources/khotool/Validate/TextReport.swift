import FindingReports
import HandoverAnalysis
import HandoverDocument
import HandoverState

/// Findings for people: a line each, as compilers write them, then what they mean and how to accept them.
struct TextReport: FindingReport {
    private var output: TextOutput
    private let style: TextStyle
    private let threshold: Severity?
    private var rules: Set<RuleID> = []
    /// Entries of a policy by which the findings that count would be accepted.
    private var entries: [Policy.Entry] = []
    private var countedFindings = 0
    private var hasOutput = false

    /// More entries than this are no policy that anybody would read.
    private static let mostEntries = 32

    init(style: TextStyle, failing threshold: Severity?, to sink: @escaping ByteSink) {
        self.style = style
        self.threshold = threshold
        output = TextOutput(to: sink)
    }

    mutating func begin() {}

    mutating func add(_ verdict: InputVerdict) throws(ByteSinkError) {
        let standing = verdict.standing
        guard !standing.isEmpty else { return }
        if hasOutput { output.line() }
        hasOutput = true
        for finding in standing {
            rules.insert(finding.rule)
            output.line(line(for: finding, of: verdict.input))
            if let threshold, finding.severity >= threshold, verdict.isUsable { accept(finding, of: verdict.input) }
        }
        try output.flush()
    }

    private func line(for finding: Finding, of input: String) -> String {
        let label = finding.severity.rawValue
        let severity =
            switch finding.severity {
            case .error: style.error(label)
            case .warning: style.warning(label)
            case .note: style.quiet(label)
            }
        let message = ShownText.escaped(finding.message)
        return style.heading(ShownText.escaped(input)) + ": \(FindingPlace(finding).text): \(severity): \(message) "
            + style.quiet("[\(finding.rule.rawValue)]")
    }

    private mutating func accept(_ finding: Finding, of input: String) {
        countedFindings += 1
        let entry = Policy.Entry(
            rule: Glob(exactly: finding.rule.rawValue), path: Glob(exactly: finding.path), input: Glob(exactly: input),
            effect: .off, reason: "say here why this does no harm")
        if entries.count < Self.mostEntries, !entries.contains(entry) { entries.append(entry) }
    }

    mutating func finish(_ totals: ReportTotals) throws(ByteSinkError) {
        for rule in Rule.all where rules.contains(rule.id) { explain(rule) }
        try suggestPolicy()
        if hasOutput { output.line() }
        output.line(summary(of: totals))
        try output.flush()
    }

    private mutating func explain(_ rule: Rule) {
        output.line()
        output.line("\(style.name(rule.id.rawValue)): \(rule.title)")
        for line in RuleText.consequences(of: rule) { output.line("    " + line) }
    }

    private mutating func suggestPolicy() throws(ByteSinkError) {
        guard !entries.isEmpty else { return }
        output.line()
        guard entries.count < Self.mostEntries else {
            output.line(
                "To accept all \(countedFindings) findings: --write-baseline FILE now, --baseline FILE from then on")
            return
        }
        output.line(style.quiet("# To accept what was found, put this into the file of --policy:"))
        var text: [UInt8] = []
        // The writer keeps its text until it is done, and then nothing can fail.
        try Self.write(entries) { (bytes) throws(ByteSinkError) in
            for index in bytes.indices { text.append(bytes[index]) }
        }
        for line in String(decoding: text, as: UTF8.self).split(separator: "\n") { output.line(String(line)) }
    }

    private static func write(_ entries: [Policy.Entry], to sink: ByteSink) throws(ByteSinkError) {
        try withoutActuallyEscaping(sink) { (sink) throws(ByteSinkError) in
            var writer = YAMLWriter(to: sink)
            try writer.beginObject(.block)
            try writer.key("entries")
            try writer.beginArray(.block)
            for entry in entries { try entry.write(to: &writer) }
            try writer.endArray()
            try writer.endObject()
            try writer.finish()
        }
    }

    private func summary(of totals: ReportTotals) -> String {
        var parts = Severity.allCases.reversed().map {
            Quantities.count(totals.standing[$0, default: 0], $0.rawValue)
        }
        if totals.accepted > 0 { parts.append("\(totals.accepted) accepted") }
        var text = Quantities.count(totals.inputs, "input") + ": " + parts.joined(separator: ", ")
        if totals.unusable > 0 { text += "; \(Quantities.count(totals.unusable, "input")) could not be used" }
        if totals.passedOver > 0 { text += "; \(Quantities.count(totals.passedOver, "other file")) passed over" }
        let isSound = totals.standing.values.allSatisfy { $0 == 0 }
        return isSound ? style.good(text) : text
    }
}
