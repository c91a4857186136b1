import HandoverABI
import HandoverState
import PhysicalMemory

/// What any machine has, and what the machine of a dump has.
enum Machine {
    /// No machine that hands over has addresses of more than 52 bits.
    static let addressLimit: UInt64 = 1 << 52
    /// A dump of all memory holds more than this beside scratch areas and preserved memory; an image that was trimmed to
    /// a handover does not.
    fileprivate static let spare: UInt64 = 32 << 20
}

extension [MemoryRange] {
    /// Whether sorted ranges that neither overlap nor touch hold an address.
    func holds(_ address: PhysicalAddress) -> Bool { range(at: address) != nil }

    /// Whether sorted ranges that neither overlap nor touch hold all of a range.
    func holds(_ range: MemoryRange) -> Bool { self.range(at: range.start)?.contains(range) ?? range.isEmpty }

    private func range(at address: PhysicalAddress) -> MemoryRange? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].end <= address { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].contains(address) ? self[low] : nil
    }
}

extension Subject {
    /// All the memory of the machine, where the input evidently holds it: every scratch area but those that `judged`
    /// excludes, at least one, and much that is neither scratch nor preserved.
    func wholeMachine(judging judged: MemoryRange? = nil) -> [MemoryRange]? {
        let areas = (state.scratch ?? []).filter { !$0.isEmpty && $0 != judged }
        guard !memory.isEmpty, !areas.isEmpty else { return nil }
        let present = memory.merged()
        guard areas.allSatisfy({ present.holds($0) }) else { return nil }
        let (taken, overflow) = areas.reduce(state.memory?.byteCount ?? 0) { $0 &+ $1.size }
            .addingReportingOverflow(Machine.spare)
        let all = present.reduce(0) { $0 &+ $1.size }
        return !overflow && all > taken ? present : nil
    }
}

extension Profile {
    /// Whether its kernels are all from before a release; the development trees between two are.
    private func isBefore(_ release: KernelRelease) -> Bool { releases.allSatisfy { $0 < release } }

    /// The smallest order whose blocks its kernels cannot reckon with: up to 7.1 the size of a block is a 32-bit number.
    var orderLimit: Int { (isBefore(KernelRelease(7, 2)) ? 31 : 52) - pageShift }

    /// The largest order that its kernels restore, where they refuse larger ones; of kernels with pages of 4 KiB only,
    /// for with others it depends on how they were built.
    var largestRestored: Int? { compatible == Profile.linux616.compatible && pageShift == 12 ? 10 : nil }

    /// What scratch areas start and, where kernels round it, end at a multiple of.
    var scratchAlignment: (start: UInt64, size: UInt64?) {
        // Half a page table of pages each make a pageblock; since 7.2 an area is made of whole largest buddy blocks.
        let pageblock = UInt64(1) << UInt64(2 * pageShift - 3)
        if pageShift != 12 { return (UInt64(pageSize), nil) }
        return isBefore(KernelRelease(7, 2)) ? (pageblock, nil) : (pageblock << 1, pageblock << 1)
    }
}
