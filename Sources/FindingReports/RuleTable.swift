import HandoverAnalysis
import HandoverState

/// All rules as a page of Markdown: a table for each family.
public enum RuleTable {
    /// The page.
    public static var markdown: String {
        var lines = [
            "# Rules", "",
            "What `khotool validate` looks for. `khotool validate --explain RULE` tells all about one: what kernels do",
            "about it and where in their source, and what to do. *error*: a kernel would refuse, crash, corrupt or lose",
            "something. *warning*: the data cannot decide. *note*: worth knowing.",
        ]
        for family in RuleID.families {
            lines += ["", "## \(family)", "", "| rule | severity | what is wrong |", "| --- | --- | --- |"]
            for rule in Rule.all where rule.id.family == family { lines.append(line(for: rule)) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(for rule: Rule) -> String {
        let title = rule.title.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
        return "| \(rule.id.rawValue) | \(rule.severity.rawValue) | \(title) |"
    }
}
