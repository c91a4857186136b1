/// What somebody needs of a handover in the kernel to come: which parts have to arrive, and which need not.
public struct CheckPolicy: Hashable, Sendable {
    /// The decisions. Where several concern an item, the last one holds.
    public var entries: [Entry]

    /// A policy; without entries everything is mandatory but what the previous kernel says of itself.
    public init(entries: [Entry] = []) {
        self.entries = entries
    }

    /// How much somebody needs an item.
    public enum Need: String, Hashable, Sendable, CaseIterable {
        /// It has to be accepted.
        case mandatory
        /// It may be lost, and that is told.
        case optional
        /// It does not matter, and is not told.
        case ignored
    }

    /// What a part of a handover belongs to.
    public enum Component: String, Hashable, Sendable, CaseIterable {
        case kho, luo, session, file, memfd, flb, memblock
        case kexecMetadata = "kexec-metadata"
        case test = "kho_test"
        case subtree

        func concerns(_ item: CheckedItem) -> Bool {
            switch self {
            case .kho: item.kind == .root || item.kind == .map
            case .luo: item.kind == .orchestrator
            case .session: item.kind == .session
            case .file: item.kind == .file
            case .memfd: item.kind == .file && item.handler?.hasPrefix("memfd-v") == true
            case .flb: item.kind == .flb
            case .memblock: item.kind == .region
            case .kexecMetadata: item.kind == .metadata
            case .test: item.kind == .test
            case .subtree: item.kind == .subtree
            }
        }
    }

    /// A decision about the items that all its patterns match.
    public struct Entry: Hashable, Sendable {
        /// The paths in the handover.
        public var path: Glob?
        /// The sessions, with their files.
        public var session: Glob?
        /// What the items belong to.
        public var component: Component?
        /// How much they are needed.
        public var need: Need
        /// Why.
        public var reason: String
        /// Where the policy says so.
        public var position: Finding.Position?

        /// A decision.
        public init(
            path: Glob? = nil, session: Glob? = nil, component: Component? = nil, need: Need, reason: String,
            position: Finding.Position? = nil
        ) {
            self.path = path
            self.session = session
            self.component = component
            self.need = need
            self.reason = reason
            self.position = position
        }

        func concerns(_ item: CheckedItem) -> Bool {
            guard path?.matches(item.path) ?? true, component?.concerns(item) ?? true else { return false }
            guard let session else { return true }
            return item.session.map(session.matches) ?? false
        }
    }

    /// The place of the entry that holds for an item; `nil` where none concerns it.
    public func entry(for item: CheckedItem) -> Int? {
        entries.indices.last { entries[$0].concerns(item) }
    }

    /// How much an item is needed.
    public func need(of item: CheckedItem) -> Need {
        entry(for: item).map { entries[$0].need } ?? (item.kind == .metadata ? .optional : .mandatory)
    }

    /// Whether an item is needed and not accepted: what is not known is not accepted.
    ///
    /// A session that comes back without some of its files is judged by those.
    public func isFailed(_ item: CheckedItem) -> Bool {
        item.outcome != .accepted && !item.isSumOfFiles && need(of: item) == .mandatory
    }

    /// The entries that concern none of some items.
    public func unused(by items: [CheckedItem]) -> [Entry] {
        entries.filter { entry in !items.contains(where: entry.concerns) }
    }
}

extension CheckedItem {
    /// The session that it is, or that it is a file of; a name may have slashes in it.
    public var session: String? {
        guard path.hasPrefix("/LUO/") else { return nil }
        let rest = path.dropFirst(5)
        switch kind {
        case .session: return String(rest)
        case .file: return rest.lastIndex(of: "/").map { String(rest[..<$0]) }
        default: return nil
        }
    }
}
