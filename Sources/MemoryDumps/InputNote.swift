/// Something wrong with an input that is not reason enough to refuse it: a segment cut short, a file not readable.
public struct InputNote: Hashable, Sendable {
    /// Where in the file, in bytes from its start.
    public let offset: UInt64?
    /// What was found and what was made of it.
    public let reason: String

    /// A remark about the bytes at an offset.
    public init(offset: UInt64? = nil, reason: String) {
        self.offset = offset
        self.reason = reason
    }
}

extension InputNote: CustomStringConvertible {
    /// One clause: `segment 3 is cut short at the end of the file (offset 0x1000)`.
    public var description: String {
        reason + (offset.map { " (offset 0x" + String($0, radix: 16) + ")" } ?? "")
    }
}

/// Remarks that a hostile file cannot make without end: past a limit they are only counted.
struct NoteList: Sendable {
    static let limit = 64

    private var kept: [InputNote] = []
    private var dropped = 0

    mutating func append(offset: UInt64? = nil, _ reason: @autoclosure () -> String) {
        if kept.count < Self.limit {
            kept.append(InputNote(offset: offset, reason: reason()))
        } else {
            dropped += 1
        }
    }

    /// The remarks, the last of which tells how many more there were.
    var notes: [InputNote] {
        dropped == 0 ? kept : kept + [InputNote(reason: "and \(dropped) more remarks of this kind")]
    }
}
