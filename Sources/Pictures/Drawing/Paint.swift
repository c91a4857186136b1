/// How an owner is told from others: by colour and pattern in a drawing, by a letter in text.
///
/// Eight colours that people with any kind of colour vision tell apart, in three patterns, give 24 owners a look of
/// their own; the owners beyond these share one, and are told apart by their names.
public enum Paint: Hashable, Sendable {
    /// An owner of its own look, below ``Paint/seriesCount``.
    case series(Int)
    /// Owners beyond those with a look of their own; 0 and 1 by turns, so that neighbours are seen to be two.
    case others(Int)
    /// What is free to be given away.
    case free
    /// What the host keeps.
    case host
    /// What is lent, the tree does not say to whom.
    case lent
    /// Buffers for messages, and memory that must be left alone.
    case buffer
    /// Scratch areas.
    case scratch
    /// Structures of a handover.
    case structure
    /// The map of the preserved memory.
    case map
    /// Preserved memory of which nothing says whose it is.
    case unclaimed
    /// What two owners claim.
    case conflict

    /// How many owners have a look of their own.
    public static let seriesCount = 24

    /// The look of the owner of a number.
    public static func numbered(_ index: Int) -> Paint {
        (0..<seriesCount).contains(index) ? .series(index) : .others(index & 1)
    }

    /// The character that stands for it in text.
    public var glyph: Character {
        switch self {
        case .series(let index): Character(Unicode.Scalar(UInt8(ascii: "A") + UInt8(clamping: index % 26)))
        case .others: "+"
        case .free: "."
        case .host: "h"
        case .lent: "l"
        case .buffer: "b"
        case .scratch: "-"
        case .structure: "s"
        case .map: "m"
        case .unclaimed: "?"
        case .conflict: "!"
        }
    }
}
