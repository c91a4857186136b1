import HandoverCoding
import HandoverState
import PhysicalMemory

/// How much memory each kind of owner has preserved.
public struct PreservedTotals: Hashable, Sendable {
    /// All preserved memory, in bytes.
    public private(set) var total: UInt64 = 0
    /// Folios of files.
    public private(set) var files: UInt64 = 0
    /// Regions of `reserve_mem=`.
    public private(set) var regions: UInt64 = 0
    /// Folios of the kernel's own test.
    public private(set) var test: UInt64 = 0
    /// Pages of the handover's own structures; `nil` where it is not known where they lie.
    public private(set) var structures: UInt64?
    /// How many blocks of each order there are.
    public private(set) var blocksByOrder: [Int: UInt64] = [:]

    /// The totals of a handover; `nil` where its map could not be read.
    public init?(_ side: ComparedHandover) {
        guard let memory = side.state.memory else { return nil }
        total = memory.byteCount
        for (order, count) in memory.blocksByOrder { blocksByOrder[order] = count }
        for session in side.state.liveUpdate?.sessions ?? [] {
            for file in session.files { files &+= file.heldMemory?.folios?.byteCount ?? 0 }
        }
        for region in side.state.reserveMem ?? [] { regions &+= region.size }
        for folio in side.state.test?.folios ?? [] where folio.order >= 0 && folio.order < 40 {
            test &+= UInt64(side.handover.abi.pageSize) << UInt64(folio.order)
        }
        let pageShift = side.handover.abi.pageSize.trailingZeroBitCount
        structures = side.structures.map { located in
            located.filter { $0.kind != .map }.map { $0.range.pages(of: pageShift) }.merged().reduce(0) {
                $0 &+ $1.size
            }
        }
    }
}
