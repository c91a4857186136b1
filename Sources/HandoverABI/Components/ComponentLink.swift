/// That members of a structure refer to something else.
public struct ComponentLink: Hashable, Sendable {
    /// The structure.
    public let structure: String
    /// The members that hold the reference.
    public let members: [String]
    /// What they refer to.
    public let target: Target
    /// Whether there may be nothing: all members have values of ``nothing``.
    public let isOptional: Bool
    /// The values that stand for nothing.
    public let nothing: [UInt64]

    /// A link.
    ///
    /// - Parameter nothing: the values that stand for nothing, where there may be nothing.
    public init(
        from structure: String, _ members: [String], to target: Target, isOptional: Bool = false,
        nothing: [UInt64] = [0]
    ) {
        self.nothing = isOptional ? nothing : []
        self.structure = structure
        self.members = members
        self.target = target
        self.isOptional = isOptional
    }

    /// Whether members of these values refer to nothing, and may.
    public func isNothing(_ values: [UInt64]) -> Bool {
        isOptional && values.allSatisfy { nothing.contains($0) }
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
