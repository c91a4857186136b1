public import HandoverAnalysis
import HandoverState

/// What is known of a rule, as text.
public enum RuleText {
    /// The rule in full, line by line.
    public static func lines(of rule: Rule) -> [String] {
        var lines = ["\(rule.id.rawValue) (\(rule.severity.rawValue)): \(rule.title)"]
        if !rule.rationale.isEmpty { lines += ["", rule.rationale] }
        if !rule.kernel.isEmpty {
            lines += ["", "What kernels do:"]
            lines += rule.kernel.map { "  \($0.releases): \($0.function) in \($0.file) \($0.reaction)" }
        }
        if !rule.remedy.isEmpty { lines += ["", "What to do: \(rule.remedy)"] }
        if !rule.explains.isEmpty {
            lines += ["", "Explains, on the same path: " + rule.explains.map(\.rawValue).joined(separator: ", ")]
        }
        return lines
    }

    /// What kernels do and what to do, in a line each.
    public static func consequences(of rule: Rule) -> [String] {
        rule.kernel.map { "\($0.releases): \($0.function) \($0.reaction)" } + (rule.remedy.isEmpty ? [] : [rule.remedy])
    }

    /// The rule in full as Markdown, without its title.
    static func markdown(of rule: Rule) -> String {
        var paragraphs = [rule.rationale].filter { !$0.isEmpty }
        let kernel = rule.kernel.map { "- \($0.releases): `\($0.function)` in `\($0.file)` \($0.reaction)" }
        if !kernel.isEmpty { paragraphs.append(kernel.joined(separator: "\n")) }
        if !rule.remedy.isEmpty { paragraphs.append("**What to do:** \(rule.remedy)") }
        return paragraphs.joined(separator: "\n\n")
    }
}
