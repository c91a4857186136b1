/// A file of the orchestrator, by what user space knows it by.
public struct FilePlace: Hashable, Sendable {
    /// The session's name.
    public var session: String
    /// The token, unique within the session.
    public var token: UInt64

    /// A file's place.
    public init(session: String, token: UInt64) {
        self.session = session
        self.token = token
    }
}

extension FilePlace: CustomStringConvertible {
    /// The path: `/LUO/vm-0/0x20`.
    public var description: String { "/LUO/\(session)/0x\(String(token, radix: 16))" }
}

/// Where something of a component stands in a state: behind a file or an object bound to files, and there at a place.
///
/// It is what links name, since addresses and tokens are another in every handover.
public struct ComponentPlace: Hashable, Sendable {
    /// What it belongs to.
    public var owner: Owner
    /// The way to it from the owner's structure: `devices/3`; empty for that structure itself.
    public var inner: String

    /// A place.
    public init(_ owner: Owner, _ inner: String = "") {
        self.owner = owner
        self.inner = inner
    }

    /// What something of a component belongs to.
    public enum Owner: Hashable, Sendable {
        /// A file of a session.
        case file(FilePlace)
        /// An object bound to files, by its name.
        case flb(String)
    }
}

extension ComponentPlace: CustomStringConvertible {
    /// The path: `/LUO/pci/devices/3`.
    public var description: String {
        let root =
            switch owner {
            case .file(let place): place.description
            case .flb(let name): "/LUO/\(name)"
            }
        return inner.isEmpty ? root : root + "/" + inner
    }
}

/// What a member that refers to something leads to.
public enum Link<Identity: Hashable & Sendable>: Hashable, Sendable {
    /// It is there.
    case to(Identity)
    /// The numbers lead nowhere.
    case dangling([UInt64])
    /// There is nothing to lead to: the format has no such member, or it says so.
    case none

    /// What is there; `nil` where nothing is.
    public var identity: Identity? {
        if case .to(let identity) = self { identity } else { nil }
    }
}
