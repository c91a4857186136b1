/// Why a device tree could not be read as one of the multikernel patches.
public struct MultikernelError: Error, Hashable, Sendable {
    /// What is wrong.
    public var code: Code
    /// The path of the node that is at fault.
    public var path: String
    /// What was found and what was expected: one line without the place and without a full stop.
    public var reason: String

    /// An error at a node.
    public init(code: Code, path: String, reason: String) {
        self.code = code
        self.path = path
        self.reason = reason
    }

    /// What can be wrong.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The tree has nothing that trees of the multikernel patches have.
        case unrecognised
        /// A number has no room in the cells that were asked for.
        case tooWide
    }
}

extension MultikernelError: CustomStringConvertible {
    /// The whole message on one line.
    public var description: String { "node \(path): \(reason)" }
}
