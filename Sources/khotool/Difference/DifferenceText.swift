import FindingReports
import HandoverAnalysis

/// Differences for people: grouped, a line each, with totals.
struct DifferenceText {
    let report: Difference
    let style: TextStyle
    let showsAll: Bool
    /// How many differences of a group a screen takes.
    private static let limit = 50

    func lines() -> [String] {
        var lines = [head]
        for group in Change.Group.allCases {
            let changes = report.changes.filter { $0.group == group }
            if changes.isEmpty { continue }
            lines += ["", style.heading(Self.title(of: group))]
            let shown = showsAll ? changes.count : min(changes.count, Self.limit)
            lines += changes.prefix(shown).map { "  " + line(for: $0) }
            if shown < changes.count {
                lines.append("  " + style.quiet("\(changes.count - shown) more; --all lists them"))
            }
        }
        lines += totals()
        lines += ["", summary]
        return lines
    }

    private var head: String {
        func side(_ side: Difference.Side) -> String {
            ShownText.escaped(side.path + (side.profile.map { " (\($0))" } ?? ""))
        }
        return "\(side(report.old)) -> \(side(report.new))"
    }

    private static func title(of group: Change.Group) -> String {
        switch group {
        case .kernel: "Kernel"
        case .root: "Root tree"
        case .scratch: "Scratch areas"
        case .subtrees: "Subtrees"
        case .reserveMem: "Reserved memory"
        case .liveUpdate: "Live update"
        case .sessions: "Sessions"
        case .flbs: "Objects"
        case .test: "Test"
        case .memory: "Preserved memory that nothing points to"
        case .pool: "Pool"
        case .instances: "Instances"
        case .overlay: "Overlay"
        }
    }

    private func line(for change: Change) -> String {
        let (mark, paint): (String, (String) -> String) =
            switch change.kind {
            case .added: ("+", style.good)
            case .removed: ("-", style.error)
            case .changed: ("~", style.warning)
            case .renamed, .moved: (">", style.name)
            case .unread: ("?", style.error)
            }
        let path = paint("\(mark) \(ShownText.escaped(change.path))")
        switch change.kind {
        case .added: return path + (change.new.map { "  \(text(of: $0))" } ?? "")
        case .removed: return path + (change.old.map { "  \(text(of: $0))" } ?? "")
        case .renamed, .moved: return path + "  \(change.kind.rawValue) from \(change.old.map(text) ?? "elsewhere")"
        case .unread:
            let sides = change.old == nil ? "the newer" : change.new == nil ? "the older" : "both"
            return path + "  damaged in \(sides)"
        case .changed:
            guard change.old != nil || change.new != nil else { return path + "  differs" }
            return path + "  \(change.old.map(text) ?? "none") -> \(change.new.map(text) ?? "none")"
        }
    }

    private func text(of value: Change.Value) -> String {
        switch value {
        case .number(let number): "\(number)"
        case .hexadecimal(let number): Quantities.hex(number)
        case .text(let text): ShownText.escaped(text)
        case .list(let names): names.isEmpty ? "none" : ShownText.escaped(names.joined(separator: ", "))
        }
    }

    // MARK: Totals

    private func totals() -> [String] {
        guard let old = report.totals.old, let new = report.totals.new, old != new else { return [] }
        var lines = ["", style.heading("Preserved, in all")]
        func row(_ name: String, _ old: UInt64?, _ new: UInt64?) {
            guard let old, let new, old != new else { return }
            let sign = new > old ? "+" : "-"
            let change = Quantities.bytes(new > old ? new - old : old - new)
            lines.append(
                "  \(name.padded(to: 12))\(Quantities.bytes(old)) -> \(Quantities.bytes(new))  (\(sign)\(change))")
        }
        row("total", old.total, new.total)
        row("files", old.files, new.files)
        row("regions", old.regions, new.regions)
        row("test", old.test, new.test)
        row("structures", old.structures, new.structures)
        for order in Set(old.blocksByOrder.keys).union(new.blocksByOrder.keys).sorted() {
            let counts = (old.blocksByOrder[order] ?? 0, new.blocksByOrder[order] ?? 0)
            if counts.0 == counts.1 { continue }
            lines.append("  \("order \(order)".padded(to: 12))\(counts.0) -> \(counts.1) blocks")
        }
        return lines
    }

    private var summary: String {
        var parts: [String] = []
        for kind in Change.Kind.allCases {
            let count = report.changes.count { $0.kind == kind }
            if count > 0 { parts.append(kind == .unread ? "\(count) damaged" : "\(count) \(kind.rawValue)") }
        }
        var text =
            if report.isUncertain {
                "no difference in what could be read; \(parts.joined())"
            } else if parts.isEmpty {
                report.uncompared.isEmpty ? "no difference" : "no difference in what both hold"
            } else {
                parts.joined(separator: ", ")
            }
        if !report.uncompared.isEmpty {
            let paths = report.uncompared.prefix(8).joined(separator: ", ")
            let more = report.uncompared.count > 8 ? " and \(report.uncompared.count - 8) more" : ""
            text += "; not compared in full: \(ShownText.escaped(paths))\(more)"
        }
        if report.uncomparedContents > 0 {
            let count = Quantities.count(report.uncomparedContents, "file or region", "files and regions")
            text += "; the contents of \(count) are not at hand"
        }
        return text
    }
}

extension Quantities {
    /// A count with its noun, where the plural is not one with an s.
    fileprivate static func count(_ count: Int, _ one: String, _ many: String) -> String {
        count == 1 ? "1 \(one)" : "\(count) \(many)"
    }
}
