public import HandoverABI

/// The formats by which a decoder reads what handlers and objects of the orchestrator stored.
public struct ComponentFormats: Hashable, Sendable {
    /// Formats to choose from, by what the bytes show.
    public let candidates: [ComponentFormat]
    /// Formats that are taken for their strings whatever the bytes show.
    public let forced: [ComponentFormat]

    /// Formats; those whose description has problems are left out.
    public init(_ candidates: [ComponentFormat] = ComponentFormat.known, forced: [ComponentFormat] = []) {
        self.candidates = candidates == ComponentFormat.known ? candidates : candidates.filter { $0.problems.isEmpty }
        self.forced = forced.filter { $0.problems.isEmpty }
    }

    /// None: everything stays as it is.
    public static let none = ComponentFormats([])

    /// Every format that is known.
    public static let known = ComponentFormats()

    /// The format that is taken for a string; `nil` where the bytes are to show it.
    func forced(for compatible: String, at place: ComponentFormat.Place) -> ComponentFormat? {
        forced.last { $0.place == place && $0.compatible == compatible }
    }

    /// The strings of files that have a format.
    var handlers: Set<String> {
        Set((candidates + forced).filter { $0.place == .file }.map { $0.compatible })
    }
}

extension Sequence where Element == ComponentFormat {
    /// The formats by their names; of two with one name the first.
    var byName: [String: ComponentFormat] {
        var result: [String: ComponentFormat] = [:]
        for format in self where result[format.name] == nil { result[format.name] = format }
        return result
    }
}
