/// A stretch of memory to scale, divided into columns of equal size.
public struct MemoryBar: Hashable, Sendable {
    /// What it shows.
    public var title: String
    /// What its columns stand for.
    public var axis: Axis
    /// How many columns.
    public var columns: Int
    /// What lies behind: scratch areas, chunks of a pool.
    public var grounds: [Run] = []
    /// What lies before that.
    public var runs: [Run] = []
    /// Numbers of the bars below that show a part in detail, at the columns where they lie.
    public var marks: [Mark] = []

    /// What columns stand for.
    public enum Axis: Hashable, Sendable {
        /// Addresses from the first to before the last.
        case addresses(from: UInt64, to: UInt64)
        /// Bytes that have no address yet, end to end.
        case bytes(UInt64)

        /// The number at the first column.
        var start: UInt64 {
            switch self {
            case .addresses(let from, _): from
            case .bytes: 0
            }
        }

        /// How many bytes all columns hold.
        var span: UInt64 {
            switch self {
            case .addresses(let from, let to): to - from
            case .bytes(let count): count
            }
        }
    }

    /// Columns that mostly belong to one owner.
    public struct Run: Hashable, Sendable {
        /// The columns.
        public var columns: Range<Int>
        /// The number of the owner.
        public var owner: Int
        /// How much of the columns' bytes has an owner, in eighths; at least one.
        public var level: Int
        /// The first byte of the owner in the columns.
        public var first: UInt64
        /// The last byte of the owner in the columns.
        public var last: UInt64
        /// How many bytes the owner has in the columns.
        public var bytes: UInt64
        /// How many pieces these are.
        public var pieces: Int
        /// What to write on it instead of the owner's name.
        public var label: String?
    }

    /// The number of another bar.
    public struct Mark: Hashable, Sendable {
        /// Where that bar begins and ends.
        public var columns: Range<Int>
        /// Its number.
        public var number: Int
    }
}
