/// How a kernel writes down which memory it preserves.
public enum MapABI: Hashable, Sendable {
    /// A list of chunks with bitmaps, `kho-v1`.
    case chunks(BitmapSize)
    /// One radix tree for all orders, `kho-v2` and later.
    case radix(Depth)

    /// The size of a bitmap of `kho-v1`, which grew in 6.18 without a new version string.
    public enum BitmapSize: Hashable, Sendable {
        /// 512 bytes at any page size, 6.16 and 6.17.
        case fixed512
        /// A page, since 6.18.
        case page

        /// The size in bytes.
        public func bytes(pageShift: Int) -> Int {
            switch self {
            case .fixed512: 512
            case .page: 1 << pageShift
            }
        }
    }

    /// What the depth of the radix tree is reckoned from.
    public enum Depth: Hashable, Sendable {
        /// The position of the bit that marks order 0: `kho-v2`, and `kho-v3` before 7.1-rc6. With pages of 16 KiB the tree
        /// is one level too low for that bit, and loses it.
        case orderZeroPosition
        /// The width of the key, one more: `kho-v3` as released, and `kho-v4`.
        case keyWidth
    }
}

/// The shape of the radix tree at a page size.
///
/// A key is the block number with a bit set above its highest: `1 << (64 - page_shift - order) | pa >> (page_shift +
/// order)`. The leaf's bitmap takes its low bits, each table above it the next.
public struct RadixGeometry: Hashable, Sendable {
    /// The base page size as a power of two.
    public let pageShift: Int
    /// How many levels the tree has, leaves included.
    public let levels: Int

    /// The shape for a depth rule at a page size.
    public init(_ depth: MapABI.Depth, pageShift: Int) {
        self.pageShift = pageShift
        let bits =
            switch depth {
            case .orderZeroPosition: 64 - pageShift
            case .keyWidth: 64 - pageShift + 1
            }
        let above = bits - (pageShift + 3)
        levels = (above + (pageShift - 3) - 1) / (pageShift - 3) + 1
    }

    /// A shape of a depth of its own, as no released kernel has it.
    public init(levels: Int, pageShift: Int) {
        self.pageShift = pageShift
        self.levels = levels
    }

    /// The position of the bit that marks order 0; order `n` is marked `n` bits below.
    public var orderZeroPosition: Int { 64 - pageShift }
    /// How many bits of the key a leaf takes.
    public var leafBits: Int { pageShift + 3 }
    /// How many bits of the key a table takes.
    public var tableBits: Int { pageShift - 3 }
    /// How many entries a table has.
    public var tableEntries: Int { 1 << tableBits }
    /// How many words a node has, whatever its level.
    public var wordsPerNode: Int { 1 << (pageShift - 3) }
}
