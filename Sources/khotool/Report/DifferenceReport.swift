import FindingReports
import HandoverDocument
import KernelImages

/// What two kernels hand over differently, as text, annotations or a document.
struct DifferenceReport {
    static let schema = "https://khotool.dev/schemas/kernel-difference-1.json"

    let old: Kernel
    let new: Kernel
    let difference: KernelDifference

    // MARK: Text

    func lines() -> [String] {
        var lines = ["\(name(old)) to \(name(new))", ""]
        if difference.isEmpty { return lines + ["no difference"] }
        for mistake in difference.mistakes { lines += sentences(mistake) + [""] }
        let strings = difference.components.filter { $0.old != $0.new }
        if !strings.isEmpty {
            let rows = strings.map { [$0.component, text($0.old), "->", text($0.new)] }
            lines += ["Version strings"] + ProfileTable.columns(rows).map { "  " + $0 } + [""]
        }
        let structures = difference.structures.filter { $0.kind != .same }
        if !structures.isEmpty {
            let rows = structures.map { ["\($0.kind.rawValue)", "struct \($0.name)", detail($0)] }
            lines += ["Structures"] + ProfileTable.columns(rows).map { "  " + $0 } + [""]
        }
        return lines + ["\(difference.structures.count { $0.kind == .same }) structures are the same"]
    }

    private func name(_ kernel: Kernel) -> String { kernel.knowledge.release?.value ?? kernel.path }

    private func text(_ versions: [String]) -> String {
        versions.isEmpty ? "-" : versions.joined(separator: ", ")
    }

    private func detail(_ change: StructureChange) -> String {
        switch change.kind {
        case .same: ""
        case .changed: change.differences.joined(separator: "; ")
        case .added: "\(change.new?.size ?? 0) bytes"
        case .removed: "\(change.old?.size ?? 0) bytes"
        }
    }

    private func sentences(_ mistake: VersionMistake) -> [String] {
        var lines = ["\(label(mistake)): \(title(mistake))"]
        for name in mistake.structures {
            guard let change = difference.structures.first(where: { $0.name == name }) else { continue }
            lines.append(
                "  struct \(name): "
                    + (change.kind == .same ? "\(change.new?.size ?? 0) bytes, the same" : detail(change)))
        }
        return lines
    }

    private func title(_ mistake: VersionMistake) -> String {
        let assumed = mistake.isCertain ? "" : " (strings assumed from the types)"
        return switch mistake.kind {
        case .layoutChanged: "\(mistake.new) stands for another layout than before" + assumed
        case .stringChanged: "\(mistake.old) became \(mistake.new), and no layout changed" + assumed
        }
    }

    /// A state that is misread is worse than one that is refused without need.
    private func label(_ mistake: VersionMistake) -> GitHubAnnotation {
        mistake.kind == .layoutChanged ? .error : .warning
    }

    // MARK: Annotations

    func annotations() -> [String] {
        var lines = difference.mistakes.map { mistake in
            let changes = mistake.structures.compactMap { name in difference.structures.first { $0.name == name } }
            let message =
                mistake.kind == .layoutChanged
                ? changes.map { "struct \($0.name): \(detail($0))" }.joined(separator: "\n")
                : "A kernel that knows \(mistake.old) refuses the state, unless more changed than types show: "
                    + mistake.structures.joined(separator: ", ")
            return label(mistake).line(title: title(mistake), message)
        }
        for change in difference.components where change.old != change.new {
            lines.append(
                GitHubAnnotation.notice.line(
                    title: "version of \(change.component)", "\(text(change.old)) -> \(text(change.new))"))
        }
        for change in difference.structures where change.kind != .same {
            lines.append(
                GitHubAnnotation.notice.line(title: "struct \(change.name) \(change.kind.rawValue)", detail(change)))
        }
        return lines
    }
}
