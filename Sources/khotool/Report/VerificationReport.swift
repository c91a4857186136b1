import FindingReports
import HandoverABI
import HandoverDocument
import KernelImages

/// A profile held against a kernel's types, as text, annotations or a document.
struct VerificationReport {
    static let schema = "https://khotool.dev/schemas/layout-verification-1.json"

    let kernel: Kernel
    let verification: LayoutVerification

    // MARK: Text

    func lines() -> [String] {
        var lines = ["\(title), against the types of \(kernelName)", ""]
        let equal = verification.comparisons(.equal)
        let rows = equal.map { ["equal", $0.expected.name, "\($0.found?.size ?? 0) bytes"] }
        lines += ProfileTable.columns(rows)
        for comparison in verification.comparisons(.notFound) {
            lines.append("not found  \(comparison.expected.name)")
        }
        for comparison in verification.comparisons(.different) {
            lines += [
                "", "DIFFERENT  struct \(comparison.expected.name): \(comparison.differences.joined(separator: "; "))",
            ]
            let header = ["", verification.profile.name, "", "kernel"]
            let rows = comparison.rows.map { [$0.isEqual ? "" : "!", $0.expected ?? "-", "|", $0.found ?? "-"] }
            lines += ProfileTable.columns([header] + rows).map { "  " + $0 }
        }
        return lines + ["", summary]
    }

    private var title: String {
        "\(verification.profile.name), pages of \(verification.profile.pageSize >> 10) KiB"
    }

    private var kernelName: String {
        kernel.knowledge.release.map { "\(kernel.path) (\($0.value))" } ?? kernel.path
    }

    private var summary: String {
        let counts = [LayoutComparison.Verdict.equal, .different, .notFound].map {
            "\(verification.comparisons($0).count) \($0.rawValue)"
        }
        return counts.joined(separator: ", ")
    }

    // MARK: Annotations

    func annotations() -> [String] {
        var lines: [String] = []
        for comparison in verification.comparisons(.different) {
            lines.append(
                GitHubAnnotation.error.line(
                    title: "struct \(comparison.expected.name) is not as in \(verification.profile.name)",
                    comparison.differences.joined(separator: "; ")))
        }
        let missing = verification.comparisons(.notFound).map(\.expected.name)
        if !missing.isEmpty {
            lines.append(
                GitHubAnnotation.notice.line(
                    title: "structures that the kernel's types do not have", missing.joined(separator: ", ")))
        }
        lines.append(GitHubAnnotation.notice.line(title: title, summary))
        return lines
    }

    // MARK: Document

    func printDocument() throws {
        var writer = JSONWriter(to: StandardOutput.sink)
        try writer.beginObject(.block)
        try writer.field("schema", Self.schema)
        try writer.field("kernel", kernel.path)
        if let release = kernel.knowledge.release { try writer.field("release", release.value) }
        try writer.field("profile", verification.profile.name)
        try writer.field("pageSize", verification.profile.pageSize)
        try writer.field("confirmed", verification.isConfirmed)
        try writer.key("structures")
        try writer.beginArray(.block)
        for comparison in verification.comparisons { try write(comparison, to: &writer) }
        try writer.endArray()
        try writer.endObject()
        try writer.finish()
    }

    private func write(_ comparison: LayoutComparison, to writer: inout JSONWriter) throws(ByteSinkError) {
        try writer.beginObject(comparison.verdict == .different ? .block : .line)
        try writer.field("name", comparison.expected.name)
        try writer.field("verdict", comparison.verdict.rawValue)
        if let found = comparison.found { try writer.field("size", found.size) }
        if comparison.verdict == .different {
            try writer.key("differences")
            try writer.beginArray(.block)
            for difference in comparison.differences { try writer.string(difference) }
            try writer.endArray()
        }
        try writer.endObject()
    }
}
