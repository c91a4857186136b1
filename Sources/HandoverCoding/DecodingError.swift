import DeviceTree

/// Why an input cannot be decoded at all.
public struct DecodingError: Error, Hashable, Sendable {
    /// The kinds of reason.
    public enum Code: Hashable, Sendable {
        /// The root tree is broken.
        case brokenRoot
        /// The root tree is not one of a handover.
        case notAHandover
    }

    /// The kind of reason.
    public let code: Code
    /// What is the matter, a sentence without a full stop.
    public let reason: String

    init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }
}

extension DecodingError: CustomStringConvertible {
    /// The reason.
    public var description: String { reason }
}
