/// A register, a counter or anything else that has a name and holds a number.
public struct NamedNumber: Hashable, Sendable {
    /// The name, as in the kernel's structures.
    public var name: String
    /// What it holds.
    public var value: UInt64

    /// A number with a name.
    public init(_ name: String, _ value: UInt64) {
        self.name = name
        self.value = value
    }
}
