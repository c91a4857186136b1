/// The format of one handler or object of the Live Update Orchestrator, in one revision: which structures lie behind its
/// `data`, and what they refer to.
///
/// Series that are not merged change their structures from posting to posting and mostly keep the string, so that a
/// format has a name of its own: `pci@v9`. It is data, for the formats that are known here as for those that somebody
/// describes in a file: one reader and one writer serve all of them.
public struct ComponentFormat: Hashable, Sendable {
    /// What it is a format of: `pci`, `vfio-pci`.
    public let component: String
    /// Which one: `v9`, `2026-07`.
    public let revision: String
    /// The string by which handovers name it: the handler's of a file, the name of an object.
    public let compatible: String
    /// Where it hangs.
    public let place: Place
    /// Where the revisions stand among each other: the newest has the highest.
    public let rank: Int
    /// The series, and its date.
    public let source: String
    /// The structure that `data` points to.
    public let root: String
    /// Every structure.
    public let structures: [ComponentStructure]
    /// What its members refer to.
    public let links: [ComponentLink]
    /// The objects that every file of it keeps alive, by the names of their components.
    public let dependsOn: [String]
    /// What is not known of it, a sentence each.
    public let gaps: [String]

    /// A format.
    public init(
        _ component: String, revision: String, compatible: String, place: Place, rank: Int, source: String,
        root: String, structures: [ComponentStructure], links: [ComponentLink] = [], dependsOn: [String] = [],
        gaps: [String] = []
    ) {
        self.component = component
        self.revision = revision
        self.compatible = compatible
        self.place = place
        self.rank = rank
        self.source = source
        self.root = root
        self.structures = structures
        self.links = links
        self.dependsOn = dependsOn
        self.gaps = gaps
    }

    /// Where a component hangs in the orchestrator's state.
    public enum Place: String, Hashable, Sendable, CaseIterable {
        /// Behind a file of a session.
        case file
        /// Behind an object bound to files.
        case flb
        /// The orchestrator's own root.
        case orchestrator
    }

    /// The name: `pci@v9`.
    public var name: String { component + "@" + revision }

    /// The structure of a name.
    public func structure(_ name: String) -> ComponentStructure? {
        structures.first { $0.name == name }
    }
}
