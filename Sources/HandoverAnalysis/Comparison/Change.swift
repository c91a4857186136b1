/// One difference of meaning between two handovers.
public struct Change: Hashable, Sendable {
    /// What happened.
    public let kind: Kind
    /// What it happened to.
    public let group: Group
    /// What the difference is one of.
    public let nature: Nature
    /// Where: `/LUO/vm-0/0x100/size`; of a thing that was renamed or moved, where it is now.
    public let path: String
    /// What it was; of a thing that was renamed or moved, its old path.
    public let old: Value?
    /// What it is now.
    public let new: Value?

    /// What can happen to a thing.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case added, removed, changed, renamed, moved
        /// One side or both are damaged there, so that what they held cannot be compared.
        case unread
    }

    /// The kinds of thing, in the order in which they are told.
    public enum Group: String, Hashable, Sendable, CaseIterable {
        case kernel, root, scratch, subtrees, reserveMem, liveUpdate, sessions, flbs, test, memory
        case pool, instances, overlay
    }

    /// What a difference is one of: what somebody may not care about has a name.
    public enum Nature: String, Hashable, Sendable, CaseIterable {
        /// What user space or a subsystem gets back is another.
        case meaning
        /// Something lies elsewhere, and is otherwise the same as far as is known.
        case address
        /// A number that goes up with every handover.
        case counter
        /// Bytes differ.
        case content
    }

    /// What a property was or is.
    public enum Value: Hashable, Sendable {
        /// A size, count or index.
        case number(UInt64)
        /// An address, frame, token or opaque handle.
        case hexadecimal(UInt64)
        /// A name, or a phrase.
        case text(String)
        /// Names, in order.
        case list([String])

        /// Bytes as text, in hexadecimal, of which the first 32 are told.
        static func bytes(_ bytes: some Collection<UInt8>) -> Value {
            let digits = bytes.prefix(32).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            return .text(digits.joined(separator: " ") + (bytes.count > 32 ? " ..." : ""))
        }
    }

    /// A difference.
    public init(
        _ kind: Kind, _ group: Group, _ path: String, from old: Value? = nil, to new: Value? = nil,
        nature: Nature = .meaning
    ) {
        self.kind = kind
        self.group = group
        self.nature = nature
        self.path = path
        self.old = old
        self.new = new
    }
}

/// Differences as they are found.
struct ChangeLog {
    private(set) var changes: [Change] = []
    /// What one side tells of and the other does not hold.
    private(set) var uncompared: [String] = []

    mutating func add(_ change: Change) { changes.append(change) }

    /// Notes that a part could not be compared, since a side does not hold it.
    mutating func skip(_ path: String) {
        if uncompared.last != path { uncompared.append(path) }
    }

    /// Adds a change of a property, where there is one.
    mutating func compare(
        _ old: Change.Value?, _ new: Change.Value?, _ group: Change.Group, _ path: @autoclosure () -> String,
        nature: Change.Nature = .meaning
    ) {
        guard old != new else { return }
        changes.append(Change(.changed, group, path(), from: old, to: new, nature: nature))
    }
}
