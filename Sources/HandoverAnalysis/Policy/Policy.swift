import HandoverState

/// What somebody decided about findings: which matter more or less to them than to the rules, and which not at all.
public struct Policy: Hashable, Sendable {
    /// The decisions. Where several concern a finding, the last one holds.
    public var entries: [Entry]

    /// A policy; without entries, the rules' own severities hold.
    public init(entries: [Entry] = []) {
        self.entries = entries
    }

    /// A decision about the findings that all its patterns match.
    public struct Entry: Hashable, Sendable {
        /// The rules, by their names.
        public var rule: Glob
        /// The paths in the handover.
        public var path: Glob?
        /// The sessions: findings about others, or about none, are not meant.
        public var session: Glob?
        /// The inputs, as they were named.
        public var input: Glob?
        /// What becomes of the findings.
        public var effect: Effect
        /// Why.
        public var reason: String
        /// Where the policy says so.
        public var position: Finding.Position?

        /// A decision.
        public init(
            rule: Glob, path: Glob? = nil, session: Glob? = nil, input: Glob? = nil, effect: Effect, reason: String,
            position: Finding.Position? = nil
        ) {
            self.rule = rule
            self.path = path
            self.session = session
            self.input = input
            self.effect = effect
            self.reason = reason
            self.position = position
        }

        func concerns(_ finding: Finding, of input: String) -> Bool {
            guard rule.matches(finding.rule.rawValue), path?.matches(finding.path) ?? true,
                self.input?.matches(input) ?? true
            else { return false }
            guard let session else { return true }
            return finding.session.map(session.matches) ?? false
        }
    }

    /// What becomes of a finding.
    public enum Effect: String, Hashable, Sendable, CaseIterable {
        /// It is an error.
        case error
        /// It is a warning.
        case warning
        /// It is a note.
        case note
        /// It is accepted, and reported only as such.
        case off

        /// The severity; `nil` where the finding is accepted.
        public var severity: Severity? { Severity(rawValue: rawValue) }
    }

    /// The place of the entry that holds for a finding; `nil` where none concerns it.
    public func entry(for finding: Finding, of input: String) -> Int? {
        entries.indices.last { entries[$0].concerns(finding, of: input) }
    }
}

extension Finding {
    /// The session that it is about, from its path `/LUO/NAME` or `/LUO/NAME/0xTOKEN`; a name may have slashes in it.
    public var session: String? {
        guard path.hasPrefix("/LUO/") else { return nil }
        let rest = path.dropFirst(5)
        guard let slash = rest.lastIndex(of: "/") else { return String(rest) }
        let last = rest[rest.index(after: slash)...]
        return last.hasPrefix("0x") ? String(rest[..<slash]) : String(rest)
    }
}
