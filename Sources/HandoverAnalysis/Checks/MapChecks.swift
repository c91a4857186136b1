import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory

/// What kernels ask of the preserved-memory map.
enum MapChecks {
    static let all: [Validator.Check] = [emptiness, orders, blocks, pages]

    static let path = "/" + RootTreeNames.map

    /// The root tree is always preserved.
    static func emptiness(_ subject: Subject, _ log: inout FindingLog) {
        guard let memory = subject.state.memory, memory.blockCount == 0, !subject.mapIsDamaged else { return }
        log.add(.mapEmpty, path, at: subject.state.root?.map, "the map holds no block at all")
    }

    /// Orders that no machine has blocks of, or whose size the kernel reckons wrongly.
    static func orders(_ subject: Subject, _ log: inout FindingLog) {
        guard let memory = subject.state.memory else { return }
        let limit = subject.profile?.orderLimit ?? 52 - subject.pageShift
        for (order, count) in memory.blocksByOrder where order >= limit {
            log.add(
                .mapOrder, path, at: subject.state.root?.map,
                "\(count) blocks of order \(order); kernels of this version reckon with orders below \(limit)")
        }
    }

    /// Where blocks lie: within the machine's memory, outside scratch areas, none within another.
    static func blocks(_ subject: Subject, _ log: inout FindingLog) {
        guard let memory = subject.soundMap else { return }
        var scratch = RangeWalk((subject.state.scratch ?? []).merged())
        let machine = subject.wholeMachine()
        var present = RangeWalk(machine ?? [])
        var highest: PreservedRange?
        var beyond: (count: UInt64, first: PreservedRange)?
        for range in memory.ranges {
            if let before = highest, range.start < before.range.end {
                log.add(
                    .mapBlocksOverlap, path, at: range.start,
                    "blocks of order \(range.order) at \(range.range) lie within blocks of order \(before.order) at "
                        + "\(before.range)")
            }
            if let before = highest, before.range.end >= range.range.end {} else { highest = range }
            for area in scratch.overlaps(with: range.range) {
                log.add(
                    .mapInScratch, path, at: area.start,
                    "preserved memory \(area.intersection(range.range)) lies in the scratch area \(area)")
            }
            if range.start.value &+ range.size > Machine.addressLimit || range.size > Machine.addressLimit {
                beyond = ((beyond?.count ?? 0) + range.blockCount, beyond?.first ?? range)
            } else if machine != nil {
                let held = present.overlaps(with: range.range).reduce(0) { $0 + $1.intersection(range.range).size }
                if held < range.size {
                    log.add(
                        .mapOutsideMemory, path, at: range.start,
                        "of the preserved \(range.range) the machine has \(digits(held)) bytes")
                }
            }
        }
        if let beyond {
            log.add(
                .mapBlockImpossible, path, at: beyond.first.start,
                "\(beyond.count) blocks lie past the 52 bits that an address can have, the first at \(beyond.first.start)"
            )
        }
    }

    /// A page of the map is read in early boot and is then free; whoever preserves it has another use for it.
    static func pages(_ subject: Subject, _ log: inout FindingLog) {
        guard let memory = subject.soundMap else { return }
        for part in subject.structures ?? [] where part.kind == .map {
            guard let order = memory.order(at: part.range.start) else { continue }
            log.add(
                .mapPagePreserved, path, at: part.range.start,
                "the map's own page \(part.range) is preserved, in a block of order \(order)")
        }
    }
}

extension Subject {
    /// Whether a part of the map could not be read, so that what is missing in it tells nothing.
    var mapIsDamaged: Bool {
        handover.remarks.contains { remark in
            remark.rule == .profileContradicted
                || remark.severity == .damage && remark.rule.rawValue.hasPrefix("KHO-MAP-")
        }
    }
}

/// Walks sorted ranges that neither overlap nor touch beside others that ascend by their starts.
struct RangeWalk {
    private let ranges: [MemoryRange]
    private var index = 0

    init(_ ranges: [MemoryRange]) {
        self.ranges = ranges
    }

    /// The ranges that share a byte with one that starts no lower than any asked about before.
    mutating func overlaps(with range: MemoryRange) -> ArraySlice<MemoryRange> {
        while index < ranges.count, ranges[index].end <= range.start { index += 1 }
        var end = index
        while end < ranges.count, ranges[end].start < range.end { end += 1 }
        return ranges[index..<end]
    }
}
