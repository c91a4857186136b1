public import PhysicalMemory

/// Why a file could not be written. Nothing is left of it then, and what stood under its name before still does.
public struct OutputError: Error, Hashable, Sendable {
    /// The file as it was named.
    public let path: String
    /// What went wrong, without the path.
    public let reason: String
    /// The memory that could not be read, where that is the reason.
    public let memory: MemoryError?

    /// A failure to write a file.
    public init(path: String, reason: String, memory: MemoryError? = nil) {
        self.path = path
        self.reason = reason
        self.memory = memory
    }
}

extension OutputError: CustomStringConvertible {
    /// One line: `out.elf: cannot write: No space left on device`.
    public var description: String { "\(path): \(reason)" }
}
