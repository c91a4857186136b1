import HandoverABI
import HandoverState
import PhysicalMemory

/// Compares the contents of files and regions, where the memory of both sides is at hand.
struct ContentComparison {
    private let old: ComparedHandover
    private let new: ComparedHandover
    private let detail: RangeDetail
    /// How many contents could not be compared.
    private(set) var uncompared = 0

    enum Side { case old, new }

    init(old: ComparedHandover, new: ComparedHandover, detail: RangeDetail) {
        self.old = old
        self.new = new
        self.detail = detail
    }

    /// The sessions of a side; files are summed once, and only where there are sums to compare them with.
    func sessions(_ sessions: [Session], of side: Side) -> [ComparedSession] {
        let sum = old.sum == nil || new.sum == nil ? nil : side == .old ? old.sum : new.sum
        return sessions.map { session in
            ComparedSession(name: session.name, files: session.files.map { ComparedFile($0, sum: sum) })
        }
    }

    /// Compares regions by name; one that was renamed is another region to the kernel.
    mutating func compareRegions(_ before: [ReservedRegion], _ after: [ReservedRegion], _ log: inout ChangeLog) {
        let pairs = Pairing(before, after) { $0.name }
        let path = "/" + SubtreeNames.memblock
        for region in pairs.removed {
            log.add(Change(.removed, .reserveMem, "\(path)/\(region.name)", from: .number(region.size)))
        }
        for region in pairs.added {
            log.add(Change(.added, .reserveMem, "\(path)/\(region.name)", to: .number(region.size)))
        }
        for (before, after) in pairs.common {
            let path = "\(path)/\(after.name)"
            log.compare(.number(before.size), .number(after.size), .reserveMem, path + "/size")
            log.compare(
                .hexadecimal(before.address.value), .hexadecimal(after.address.value), .reserveMem,
                path + "/address", nature: .address)
            if before.size == after.size, before.size > 0 {
                compare(old.sum?(.region(before)), new.sum?(.region(after)), .reserveMem, path, &log)
            }
            if detail == .every {
                log.compareRanges(
                    [before.range].compactMap(\.self), [after.range].compactMap(\.self), .reserveMem, path)
            }
        }
    }

    /// Compares two contents of equal size, and says whether they are known to be the same.
    mutating func compare(
        _ before: ContentSum?, _ after: ContentSum?, _ group: Change.Group, _ path: String, _ log: inout ChangeLog
    ) {
        guard let before, let after else {
            uncompared += 1
            return
        }
        if before != after {
            log.add(
                Change(
                    .changed, group, path + "/content", from: .text("\(before)"), to: .text("\(after)"),
                    nature: .content))
        }
    }

    /// Counts a file that could not be compared.
    mutating func leaveOut() { uncompared += 1 }

    /// Tells which memory a file has got and lost, where that was asked for.
    func compareRanges(_ before: HeldMemory?, _ after: HeldMemory?, _ path: String, _ log: inout ChangeLog) {
        guard detail == .every else { return }
        log.compareRanges(ranges(of: before, on: old), ranges(of: after, on: new), .sessions, path)
    }

    private func ranges(of memory: HeldMemory?, on side: ComparedHandover) -> [MemoryRange] {
        let pageShift = side.handover.abi.pageSize.trailingZeroBitCount
        return (memory?.folios?.folios ?? []).filter { !$0.isHole }.compactMap { $0.range(pageShift: pageShift) }
    }
}
