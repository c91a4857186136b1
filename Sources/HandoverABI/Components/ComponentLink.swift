/// That members of a structure refer to something else.
public struct ComponentLink: Hashable, Sendable {
    /// The structure.
    public let structure: String
    /// The members that hold the reference.
    public let members: [String]
    /// What they refer to.
    public let target: Target
    /// Whether there may be nothing: the value is 0.
    public let isOptional: Bool

    /// A link.
    public init(from structure: String, _ members: [String], to target: Target, isOptional: Bool = false) {
        self.structure = structure
        self.members = members
        self.target = target
        self.isOptional = isOptional
    }

    /// What a reference leads to.
    public enum Target: Hashable, Sendable {
        /// A file of the same session, by its token; of a component.
        case file(component: String)
        /// A structure of a component, by its address.
        case object(component: String, structure: String)
        /// A structure of a component, by members of its own that have the same values.
        case key(component: String, structure: String, members: [String])
    }
}
