/// An anonymous file in memory, preserved with its position, seals and contents.
public struct Memfd: Hashable, Sendable {
    /// The length of the file in bytes.
    public var size: UInt64
    /// The file position.
    public var position: UInt64
    /// The seals, `F_SEAL_*`; empty where the format has none.
    public var seals: Seals
    /// Flags reserved by the format, zero in all known kernels.
    public var flags: UInt32
    /// How many folio records the header announces.
    public var folioCount: UInt64
    /// The contents; `nil` where the list of folios could not be read.
    public var folios: FolioTable?

    /// A preserved memfd.
    public init(
        size: UInt64, position: UInt64, seals: Seals, flags: UInt32, folioCount: UInt64, folios: FolioTable?
    ) {
        self.size = size
        self.position = position
        self.seals = seals
        self.flags = flags
        self.folioCount = folioCount
        self.folios = folios
    }

    /// Operations that are refused on the file from now on: the `F_SEAL_*` bits of `fcntl(2)`.
    public struct Seals: OptionSet, Hashable, Sendable {
        /// The bits.
        public let rawValue: UInt32

        /// A set from its bits, known or not.
        public init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        /// No further seals (`F_SEAL_SEAL`).
        public static let seal = Seals(rawValue: 0x1)
        /// The file cannot get shorter (`F_SEAL_SHRINK`).
        public static let shrink = Seals(rawValue: 0x2)
        /// The file cannot get longer (`F_SEAL_GROW`).
        public static let grow = Seals(rawValue: 0x4)
        /// The contents cannot change (`F_SEAL_WRITE`).
        public static let write = Seals(rawValue: 0x8)
        /// No new writable mappings or writes (`F_SEAL_FUTURE_WRITE`).
        public static let futureWrite = Seals(rawValue: 0x10)
        /// The execute bits cannot change (`F_SEAL_EXEC`).
        public static let exec = Seals(rawValue: 0x20)

        /// The names of the known seals, in the order of their bits.
        public static let names: [(seal: Seals, name: String)] = [
            (.seal, "seal"), (.shrink, "shrink"), (.grow, "grow"), (.write, "write"),
            (.futureWrite, "future-write"), (.exec, "exec"),
        ]

        /// The names of the seals that are set; bits without a name in hexadecimal.
        public var names: [String] {
            var result = Self.names.filter { contains($0.seal) }.map { $0.name }
            let unknown = rawValue & ~0x3f
            if unknown != 0 { result.append("0x" + String(unknown, radix: 16)) }
            return result
        }
    }
}

/// One folio of a preserved file: a naturally aligned block of pages that holds part of its contents.
public struct Folio: Hashable, Sendable {
    /// The offset in the file, in base pages.
    public var index: UInt64
    /// The page frame number, below 2^52; 0 for a hole.
    public var frame: UInt64
    /// What the kernel knew of the contents.
    public var flags: Flags
    /// The order under which the frame is preserved; `nil` where it is not preserved or the map is not at hand.
    public var order: Int?

    /// A folio.
    public init(index: UInt64, frame: UInt64, flags: Flags, order: Int?) {
        self.index = index
        self.frame = frame
        self.flags = flags
        self.order = order
    }

    /// Whether the record stands for a hole of one page.
    public var isHole: Bool { frame == 0 }

    /// Flags of a folio, the high 12 bits of its record.
    public struct Flags: OptionSet, Hashable, Sendable {
        /// The bits.
        public let rawValue: UInt16

        /// A set from its bits, known or not.
        public init(rawValue: UInt16) {
            self.rawValue = rawValue
        }

        /// The contents differ from any backing store.
        public static let dirty = Flags(rawValue: 1)
        /// The contents are valid.
        public static let upToDate = Flags(rawValue: 2)

        /// The names of the known flags, in the order of their bits.
        public static let names: [(flag: Flags, name: String)] = [(.dirty, "dirty"), (.upToDate, "uptodate")]

        /// The names of the flags that are set; bits without a name in hexadecimal.
        public var names: [String] {
            var result = Self.names.filter { contains($0.flag) }.map { $0.name }
            let unknown = rawValue & ~3
            if unknown != 0 { result.append("0x" + String(unknown, radix: 16)) }
            return result
        }
    }
}

/// The folios of a file: totals always, the list only where it was asked for.
///
/// A file of many gigabytes has millions of folios; a summary counts them as they are read and keeps none.
public struct FolioTable: Hashable, Sendable {
    /// How many records stand for folios with contents.
    public private(set) var count: UInt64 = 0
    /// How many records stand for holes.
    public private(set) var holeCount: UInt64 = 0
    /// How many bytes the folios hold, where their order is known.
    public private(set) var byteCount: UInt64 = 0
    /// How many folios are marked dirty.
    public private(set) var dirtyCount: UInt64 = 0
    /// How many folios are marked up to date.
    public private(set) var upToDateCount: UInt64 = 0
    /// How many folios have a frame that is not preserved.
    public private(set) var unpreservedCount: UInt64 = 0
    /// How many folios there are of each order, by order.
    public private(set) var countByOrder: [UInt64] = []
    /// The folios in the order of their records; `nil` in a summary.
    public private(set) var folios: [Folio]?

    /// What to keep of the folios of a file.
    public enum Retention: Hashable, Sendable {
        /// Every folio.
        case every
        /// Totals alone.
        case totals
    }

    /// An empty table.
    public init(retaining retention: Retention) {
        folios = retention == .every ? [] : nil
    }

    /// Counts a folio, and keeps it where the table keeps them.
    public mutating func append(_ folio: Folio, pageShift: Int) {
        folios?.append(folio)
        tally(1, like: folio, pageShift: pageShift)
    }

    /// Counts folios that are alike in all but place, and keeps none of them.
    package mutating func tally(_ number: UInt64, like folio: Folio, pageShift: Int) {
        if folio.isHole {
            holeCount += number
            return
        }
        count += number
        if folio.flags.contains(.dirty) { dirtyCount += number }
        if folio.flags.contains(.upToDate) { upToDateCount += number }
        guard let order = folio.order else {
            unpreservedCount += number
            return
        }
        while countByOrder.count <= order { countByOrder.append(0) }
        countByOrder[order] += number
        byteCount &+= number << UInt64(pageShift + order)
    }
}
