/// Why type information could not be read.
public struct TypeInformationError: Error, Hashable, Sendable {
    /// What was found, and what was expected.
    public let reason: String
    /// Where, in bytes from the start of the type information.
    public let offset: UInt64

    init(_ reason: String, at offset: Int) {
        self.reason = reason
        self.offset = UInt64(clamping: offset)
    }
}
