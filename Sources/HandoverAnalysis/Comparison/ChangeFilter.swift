/// Which differences somebody wants to hear of.
public struct ChangeFilter: Hashable, Sendable {
    /// Natures of difference that do not count.
    public var ignoredNatures: Set<Change.Nature> = []
    /// Paths below which nothing counts; `*` stands for any characters.
    public var ignoredPaths: [String] = []
    /// Paths below which alone anything counts; everywhere, where there are none.
    public var onlyPaths: [String] = []

    /// A filter that lets everything pass.
    public init() {}

    /// Whether a difference counts.
    public func passes(_ change: Change) -> Bool {
        if ignoredNatures.contains(change.nature) { return false }
        let paths = [change.path] + (change.kind == .moved || change.kind == .renamed ? change.old?.path ?? [] : [])
        if paths.contains(where: isIgnored) { return false }
        if onlyPaths.isEmpty || paths.contains(where: isChosen) { return true }
        // Damage hides what lies below it.
        return change.kind == .unread && concerns(change.path)
    }

    /// Whether something at or below a path counts.
    public func concerns(_ path: String) -> Bool {
        if isIgnored(path) { return false }
        let folder = path.hasSuffix("/") ? path : path + "/"
        return onlyPaths.isEmpty || isChosen(path) || onlyPaths.contains { $0.hasPrefix(folder) }
    }

    private func isIgnored(_ path: String) -> Bool { ignoredPaths.contains { PathPattern($0).matches(path) } }

    private func isChosen(_ path: String) -> Bool { onlyPaths.contains { PathPattern($0).matches(path) } }
}

extension Change.Value {
    /// The path that a moved thing had.
    fileprivate var path: [String] {
        if case .text(let text) = self, text.utf8.first == UInt8(ascii: "/") { return [text] }
        return []
    }
}

/// A path and everything below it, with `*` for any characters, and for nothing else that a glob knows.
struct PathPattern {
    /// `nil` where every path is meant.
    private let glob: Glob?

    init(_ pattern: String) {
        var path = pattern.unicodeScalars
        while path.count > 1, path.last == "/" { path.removeLast() }
        let pieces = path.split(separator: "*", omittingEmptySubsequences: false)
        glob =
            path.elementsEqual(["/"])
            ? nil : Glob(pieces.map { Glob(exactly: String($0)).pattern }.joined(separator: "*"))
    }

    func matches(_ path: String) -> Bool {
        guard let glob else { return true }
        // Either all of the path, or as much of it as ends where a name ends.
        let text = path.unicodeScalars
        let ends = text.indices.dropFirst().filter { text[$0] == "/" } + [text.endIndex]
        return ends.contains { glob.matches(String(text[..<$0])) }
    }
}
