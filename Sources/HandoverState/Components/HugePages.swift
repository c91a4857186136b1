/// Huge pages that are handed over, and so many fewer to allocate.
public struct HugePages: Hashable, Sendable {
    /// How many, by size.
    public var sizes: [Size]

    /// Huge pages.
    public init(sizes: [Size]) {
        self.sizes = sizes
    }

    /// The pages of a size.
    public struct Size: Hashable, Sendable {
        /// The size: 2^order base pages.
        public var order: UInt64
        /// How many are handed over.
        public var count: UInt64

        /// Pages of a size.
        public init(order: UInt64, count: UInt64) {
            self.order = order
            self.count = count
        }
    }
}

/// An anonymous file of huge pages.
public struct HugeMemfd: Hashable, Sendable {
    /// The length of the file in bytes.
    public var size: UInt64
    /// The file position.
    public var position: UInt64
    /// The size of its pages: 2^order base pages.
    public var order: UInt64
    /// The contents; `nil` where the list could not be read.
    public var folios: FolioTable?

    /// A file of huge pages.
    public init(size: UInt64, position: UInt64, order: UInt64, folios: FolioTable?) {
        self.size = size
        self.position = position
        self.order = order
        self.folios = folios
    }
}
