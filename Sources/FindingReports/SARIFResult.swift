public import HandoverAnalysis
import HandoverState
public import PhysicalMemory

/// A rule as a log describes it.
public struct SARIFRule: Hashable, Sendable {
    /// The name.
    public let id: String
    /// What is wrong where it is broken.
    public let title: String
    /// The rule of the catalogue, with all that it says; `nil` for one that is not in there.
    public let described: Rule?

    /// A rule that has no more than a title.
    public init(id: String, title: String) {
        self.id = id
        self.title = title
        described = nil
    }

    /// A rule of the catalogue.
    public init(_ rule: Rule) {
        id = rule.id.rawValue
        title = rule.title
        described = rule
    }
}

/// A result of a log: that a rule was broken, and where.
public struct SARIFResult: Hashable, Sendable {
    /// The rule.
    public var rule: SARIFRule
    /// How much it matters.
    public var level: Severity
    /// What is the matter, ready to be shown.
    public var message: String
    /// The input.
    public var input: String
    /// Where in the input.
    public var region: Region?
    /// Where in memory.
    public var address: PhysicalAddress?
    /// Where in the handover.
    public var path: String
    /// What stays the same of it.
    public var fingerprint: Fingerprint
    /// Why it was accepted; `nil` where it was not.
    public var justification: String?

    /// A result.
    public init(
        _ rule: SARIFRule, level: Severity, message: String, input: String, path: String,
        fingerprint: Fingerprint
    ) {
        self.rule = rule
        self.level = level
        self.message = message
        self.input = input
        self.path = path
        self.fingerprint = fingerprint
    }

    /// What stays the same of a result from run to run.
    public struct Fingerprint: Hashable, Sendable {
        /// How it was made: `khotool/v1`.
        public var method: String
        /// The fingerprint.
        public var value: String

        /// A fingerprint of a method.
        public init(_ method: String, _ value: String) {
            self.method = method
            self.value = value
        }
    }

    /// A part of an input.
    public enum Region: Hashable, Sendable {
        /// A line and column.
        case position(Finding.Position)
        /// A byte.
        case offset(Int)
    }
}
