public import HandoverABI

/// Reads the description of a component's format from YAML or JSON: the same value as those that are built in.
///
/// Strict like the reader of states, and bounded: what a description may claim of memory is what kernels allocate.
public struct ComponentFormatReader: Hashable, Sendable {
    /// The schema that a description may name.
    public static let schema = "https://khotool.dev/schemas/component-format-1.json"

    /// What the reader takes from a text at most.
    public var limits: DocumentLimits
    /// The formats that there are already; a description adds to them.
    public var known: [ComponentFormat]

    /// A reader for descriptions of a MiB at most.
    public init(knowing known: [ComponentFormat] = ComponentFormat.known) {
        limits = DocumentLimits()
        limits.size = 1 << 20
        limits.values = 1 << 18
        self.known = known
    }

    /// Reads a description.
    ///
    /// - Throws: ``DocumentError`` with the place of the first thing that is wrong with it.
    public func read(_ bytes: [UInt8]) throws(DocumentError) -> ComponentFormat {
        let reader = HandoverDocumentReader(limits: limits)
        let tree = try reader.tree(of: bytes, as: HandoverDocumentReader.format(of: bytes))
        let value = DocumentValue(tree: tree, index: 0)
        let format = try ComponentFormat(value)
        if let problem = format.problems.first {
            throw Self.value(concerning: problem, in: value).error(.wrongValue, problem)
        }
        if known.contains(where: { $0.name == format.name }) {
            throw (value["revision"] ?? value).error(
                .wrongValue, "found \(format.name), which is known, expected a revision of another name")
        }
        if let other = known.first(where: { $0.component == format.component }), other.place != format.place {
            throw (value["place"] ?? value).error(
                .wrongValue, "found another place than \(other.name) has, expected \(other.place.rawValue)")
        }
        return format
    }

    /// The part of a description that a problem names: a member, or at least its structure.
    private static func value(concerning problem: String, in description: DocumentValue) -> DocumentValue {
        var found = description
        description["structures"]?.visit { structure in
            guard let name = structure["name"] else { return true }
            let text = String(decoding: name.text, as: UTF8.self)
            if problem.hasPrefix(text + ": ") { found = structure }
            guard problem.hasPrefix(text + ".") else { return true }
            structure["members"]?.visit { member in
                guard let name = member["name"] else { return true }
                if problem.hasPrefix(text + "." + String(decoding: name.text, as: UTF8.self) + ": ") { found = member }
                return true
            }
            return true
        }
        if found.index != 0 { return found }
        for key in ["root", "compatible", "revision", "component"] {
            guard let value = description[key] else { continue }
            if problem.contains("\"" + String(decoding: value.text, as: UTF8.self) + "\"") { return value }
        }
        return description
    }
}
