/// A structure as a kernel lays it out in memory: the one definition from which it is read, written, checked and
/// documented.
public struct Layout: Hashable, Sendable {
    /// The structure's name in the kernel's source, without `struct`.
    public let name: String
    /// How many bytes the structure takes, or its fixed part where an array of any length follows.
    public let size: Int
    /// The members in order of their offsets.
    public let fields: [Field]
    /// What follows the fixed part, where anything does.
    public let tail: String?
    /// Where the kernel defines it, oldest first.
    public let sources: [KernelSource]

    /// A structure.
    public init(_ name: String, size: Int, fields: [Field], tail: String? = nil, sources: [KernelSource]) {
        self.name = name
        self.size = size
        self.fields = fields
        self.tail = tail
        self.sources = sources
    }

    /// Where a kernel of a release defines the structure.
    public func source(in release: KernelRelease) -> KernelSource? {
        sources.last { $0.since <= release }
    }
}

/// A file of the kernel's source, and the first release in which it holds a definition.
public struct KernelSource: Hashable, Sendable {
    /// The path within the kernel's source tree.
    public let file: String
    /// The first release that defines it there.
    public let since: KernelRelease

    /// A file from a release on.
    public init(_ file: String, since: KernelRelease) {
        self.file = file
        self.since = since
    }
}
