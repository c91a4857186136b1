public import HandoverCoding
public import HandoverState
import PhysicalMemory

/// One side of a comparison: a handover, and what can be told of it beyond its values.
public struct ComparedHandover: Sendable {
    /// The handover.
    public var handover: Handover
    /// Where its structures lie; `nil` where the input holds no memory.
    public var structures: [LocatedStructure]?
    /// Tells what stands for the contents of a file or region: the same for the same bytes; `nil` where they cannot be
    /// read. There is none where the input holds no memory, or contents do not count.
    public var sum: (@Sendable (ComparedContent) -> ContentSum?)?

    /// A side whose contents are not at hand.
    public init(_ handover: Handover, structures: [LocatedStructure]? = nil) {
        self.handover = handover
        self.structures = structures
    }

    var state: HandoverState { handover.state }

    /// A part of the state that a subtree tells of.
    func part<Value>(_ value: (HandoverState) -> Value?, _ kind: Subtree.Kind) -> ComparedPart<Value> {
        if let value = value(state) { return .known(value) }
        let isCut = handover.remarks.contains { $0.path == "/" && $0.severity != .note }
        return isCut || state.subtrees.contains { $0.kind == kind } ? .unread : .absent
    }

    /// The parts of some preserved memory that something of the handover is known to own, sorted and merged.
    func owned(in memory: PreservedMemory) -> [MemoryRange] {
        let pageShift = handover.abi.pageSize.trailingZeroBitCount
        var ranges = (structures ?? []).map { block(of: $0.range, pageShift) }
        var lookup = OrderLookup(memory)
        for session in state.liveUpdate?.sessions ?? [] {
            for file in session.files {
                // A file has millions of folios, of which the memory in question is that of few.
                for folio in file.heldMemory?.folios?.folios ?? [] where !folio.isHole {
                    if lookup.order(ofFrame: folio.frame) == nil { continue }
                    if let range = folio.range(pageShift: pageShift) { ranges.append(range) }
                }
            }
        }
        for region in state.reserveMem ?? [] {
            if let range = region.range { ranges.append(range) }
        }
        for folio in state.test?.folios ?? [] where folio.order >= 0 && folio.order + pageShift < 48 {
            let size = UInt64(1) << UInt64(folio.order + pageShift)
            if let range = MemoryRange(start: folio.address, size: size) { ranges.append(range) }
        }
        return ranges.merged()
    }

    /// The pages of a structure, with the rest of the block that was preserved for it.
    private func block(of range: MemoryRange, _ pageShift: Int) -> MemoryRange {
        let pages = range.pages(of: pageShift)
        guard let order = state.memory?.order(at: pages.start) else { return pages }
        let mask = UInt64(1) << UInt64(pageShift + order) - 1
        let start = PhysicalAddress(pages.start.value & ~mask)
        return MemoryRange(from: start, to: max(pages.end, start.advanced(by: mask + 1) ?? pages.end))
    }
}

/// A part of a state, as far as a side has it.
enum ComparedPart<Value> {
    case known(Value)
    /// The side has no such part.
    case absent
    /// The side has it, and what it says is not known.
    case unread

    var value: Value? {
        if case .known(let value) = self { return value }
        return nil
    }
}

/// What has contents of its own.
public enum ComparedContent: Hashable, Sendable {
    /// A preserved file.
    case file(HeldMemory)
    /// A region of `reserve_mem=`.
    case region(ReservedRegion)
}

/// What stands for contents: the same for the same bytes, wherever they lie.
public struct ContentSum: Hashable, Sendable, CustomStringConvertible {
    private let high: UInt64
    private let low: UInt64
    /// Whether the contents are zeros alone, which many files have that are otherwise strangers.
    public let isBlank: Bool

    /// A sum of 128 bits.
    public init(high: UInt64, low: UInt64, isBlank: Bool) {
        self.high = high
        self.low = low
        self.isBlank = isBlank
    }

    /// 32 hexadecimal digits.
    public var description: String { high.sixteenDigits + low.sixteenDigits }
}

extension Folio {
    /// The memory of the folio; `nil` where its order or address does not say.
    func range(pageShift: Int) -> MemoryRange? {
        guard let order, let start = PhysicalAddress(pageFrame: frame, pageShift: pageShift), order + pageShift < 63
        else {
            return nil
        }
        return MemoryRange(start: start, size: 1 << UInt64(order + pageShift))
    }
}

extension MemoryRange {
    /// The whole pages that the range touches.
    func pages(of pageShift: Int) -> MemoryRange {
        let mask = UInt64(1) << UInt64(pageShift) - 1
        let last = isEmpty ? start.value : (end.value - 1) | mask
        return MemoryRange(
            from: PhysicalAddress(start.value & ~mask), to: PhysicalAddress(last == .max ? last : last + 1))
    }
}
