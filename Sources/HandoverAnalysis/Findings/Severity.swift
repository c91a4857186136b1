/// How much a finding matters.
public enum Severity: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Worth knowing.
    case note
    /// The data cannot decide: it may be wrong, and what would tell is not at hand. Never a softer error.
    case warning
    /// A kernel would refuse, crash, corrupt or lose something.
    case error

    /// Whether one matters less than another.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .note: 0
        case .warning: 1
        case .error: 2
        }
    }
}
