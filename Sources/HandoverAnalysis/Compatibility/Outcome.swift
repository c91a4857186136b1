/// What becomes of a part of a handover in another kernel.
public enum Outcome: String, Hashable, Sendable, CaseIterable, Comparable {
    /// The kernel takes it as it is meant.
    case accepted
    /// The data cannot decide.
    case unknown
    /// The kernel goes on without it.
    case lost
    /// The kernel bypasses the whole handover and boots as if there were none.
    case refused
    /// The kernel takes it for something else: the same name, another layout.
    case misread
    /// The kernel does not survive it: it panics, crashes or hangs.
    case panics

    /// Whether one is better than another.
    public static func < (left: Outcome, right: Outcome) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .accepted: 0
        case .unknown: 1
        case .lost: 2
        case .refused: 3
        case .misread: 4
        case .panics: 5
        }
    }
}
