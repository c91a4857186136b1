/// Findings that are already known, by what stays the same of them.
public struct Baseline: Hashable, Sendable {
    /// The findings, in the order of the file.
    public var entries: [Entry]

    /// A baseline.
    public init(entries: [Entry] = []) {
        self.entries = entries
    }

    /// A finding that is known.
    public struct Entry: Hashable, Sendable {
        /// The input, as it was named.
        public var input: String
        /// The name of the rule, which another version of the program may not know.
        public var rule: String
        /// Where in the handover.
        public var path: String
        /// The fingerprint, 32 hexadecimal digits.
        public var fingerprint: String

        /// A known finding.
        public init(input: String, rule: String, path: String, fingerprint: String) {
            self.input = input
            self.rule = rule
            self.path = path
            self.fingerprint = fingerprint
        }
    }
}
