/// Processors by their physical identifiers: APIC, MPIDR or hart numbers, in the order of the property.
///
/// `cpus`, `cpus-available`, `multikernel,pool-cpus` and the `reg` of `cpu@N` hold them, in cells of 64 bits; trees from
/// before November 2025 have cells of 32 bits, and no mark that says so.
public struct CPUList: Hashable, Sendable {
    /// The identifiers.
    public var ids: [UInt64]
    /// How wide the cells are.
    public var width: CellWidth
    /// Whether the length leaves the width open, so that it was assumed.
    public var isAssumed: Bool

    /// Processors in cells of a width.
    public init(_ ids: [UInt64], width: CellWidth = .bits64, isAssumed: Bool = false) {
        self.ids = ids
        self.width = width
        self.isAssumed = isAssumed
    }

    /// The width of a cell that holds an identifier.
    public enum CellWidth: Int, Hashable, Sendable, CaseIterable {
        /// One cell of the device tree: trees of the first versions.
        case bits32 = 32
        /// Two cells: trees of today.
        case bits64 = 64
    }
}

extension CPUList: ExpressibleByArrayLiteral {
    /// Processors in cells of 64 bits.
    public init(arrayLiteral ids: UInt64...) {
        self.init(ids)
    }
}
