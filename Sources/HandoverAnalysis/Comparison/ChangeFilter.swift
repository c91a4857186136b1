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

/// A path and everything below it, with `*` for any characters.
struct PathPattern {
    private let parts: [[UInt8]]

    init(_ pattern: String) {
        var text = Array(pattern.utf8)
        while text.count > 1, text.last == UInt8(ascii: "/") { text.removeLast() }
        parts = text.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map { Array($0) }
    }

    func matches(_ path: String) -> Bool {
        let bytes = Array(path.utf8)
        // Either all of the path, or as much of it as ends where a name ends.
        var ends = bytes.indices.filter { bytes[$0] == UInt8(ascii: "/") && $0 > 0 }
        ends.append(bytes.count)
        if parts == [[UInt8(ascii: "/")]] { return true }
        return ends.contains { matches(bytes[..<$0]) }
    }

    /// Whether the parts stand in a text in their order: the first at its start, the last at its end.
    private func matches(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = parts.first, let last = parts.last, text.starts(with: first) else { return false }
        if parts.count == 1 { return text.count == first.count }
        var position = text.startIndex + first.count
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = Self.find(part, in: text[position...]) else { return false }
            position = found + part.count
        }
        return text.endIndex - position >= last.count && text[(text.endIndex - last.count)...].elementsEqual(last)
    }

    private static func find(_ part: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
        var start = text.startIndex
        while start + part.count <= text.endIndex {
            if text[start..<start + part.count].elementsEqual(part) { return start }
            start += 1
        }
        return nil
    }
}
