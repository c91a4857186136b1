public import HandoverState
public import PhysicalMemory

/// One breach of a rule, and where.
public struct Finding: Hashable, Sendable {
    /// The rule.
    public var rule: RuleID
    /// How much it matters; the rule's own, unless a policy says otherwise.
    public var severity: Severity
    /// Where in the handover: a path such as `/LUO/vm-0/0x100`.
    public var path: String
    /// Where in memory.
    public var address: PhysicalAddress?
    /// Where in the input's bytes, from the first byte of the file; of a device tree only, or a damaged container.
    public var offset: Int?
    /// Where in a document's text.
    public var position: Position?
    /// What is the matter, a clause without a full stop.
    public var message: String
    /// What stays the same of it across runs, machines and addresses.
    public var fingerprint: Fingerprint

    /// A line and column of a document, from 1.
    public struct Position: Hashable, Sendable {
        /// The line.
        public let line: Int
        /// The column, in characters.
        public let column: Int

        /// A place in a text.
        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    /// A finding of a rule's own severity.
    public init(
        _ rule: RuleID, path: String, address: PhysicalAddress? = nil, offset: Int? = nil, _ message: String
    ) {
        self.rule = rule
        self.severity = Rule[rule].severity
        self.path = path
        self.address = address
        self.offset = offset
        self.message = message
        fingerprint = Fingerprint(rule, path: path, ordinal: 0)
    }
}
