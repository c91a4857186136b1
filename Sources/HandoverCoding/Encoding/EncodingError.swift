/// Why a state cannot be written in the formats of a profile.
public enum EncodingError: Error, Hashable, Sendable {
    /// The profile has no place for these items.
    case cannotHold([Unheld])
    /// No free memory is left for the handover's own structures.
    case noSpace(pages: Int)
    /// The state contradicts itself, or lacks what is needed to write it.
    case unusable(path: String, reason: String)

    /// An item of the state that a profile has no place for.
    public struct Unheld: Hashable, Sendable {
        /// The item: a path such as `/LUO/vm-0/0x100`.
        public let path: String
        /// Why, in a clause.
        public let reason: String

        init(_ path: String, _ reason: String) {
            self.path = path
            self.reason = reason
        }
    }
}

extension EncodingError: CustomStringConvertible {
    /// The error as lines of a message.
    public var description: String {
        switch self {
        case .cannotHold(let items): items.map { "\($0.path): \($0.reason)" }.joined(separator: "\n")
        case .noSpace(let pages): "no free memory for \(pages) pages of the handover's own structures"
        case .unusable(let path, let reason): "\(path): \(reason)"
        }
    }
}
