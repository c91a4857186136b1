internal import PhysicalMemory

/// Hands out memory of scratch areas, which is where the next kernel boots: nothing in it is handed over.
struct ScratchPlacement {
    /// What is still free, sorted.
    private(set) var free: [MemoryRange]

    /// Scratch memory as far as the shim can address it and the firmware leaves it alone, without the pages of the state.
    init(scratch: [MemoryRange], machine: MachineMemory, avoiding state: [MemoryRange]) {
        let reachable = MemoryRange(from: 0x10_0000, to: 0x1_0000_0000)
        let areas = scratch.merged().flatMap { area in
            machine.usable.map { $0.intersection(area).intersection(reachable) }
        }
        free = areas.filter { !$0.isEmpty }.subtracting(state)
    }

    /// Takes memory: at the lowest address of the largest free range that holds it.
    ///
    /// - Parameters:
    ///   - alignment: what the address is a multiple of, a power of two.
    ///   - lowest: the lowest address that will do.
    mutating func take(_ size: UInt64, alignment: UInt64 = 4096, from lowest: UInt64 = 0) -> MemoryRange? {
        let size = (size + 4095) & ~4095
        for range in free.sorted(by: { ($0.size, $1.start) > ($1.size, $0.start) }) {
            let start = (max(range.start.value, lowest) + alignment - 1) & ~(alignment - 1)
            guard let taken = MemoryRange(start: PhysicalAddress(start), size: size), range.contains(taken) else {
                continue
            }
            free = free.subtracting([taken])
            return taken
        }
        return nil
    }

    /// Takes exactly this memory, if all of it is free.
    mutating func take(exactly range: MemoryRange) -> Bool {
        guard free.contains(where: { $0.contains(range) }) else { return false }
        free = free.subtracting([range])
        return true
    }
}

extension [MemoryRange] {
    /// The bytes that are in none of some other ranges; both lists sorted and free of overlap.
    func subtracting(_ others: [MemoryRange]) -> [MemoryRange] {
        flatMap { range in
            var rest: [MemoryRange] = []
            var start = range.start
            for other in others where other.overlaps(range) {
                if other.start > start { rest.append(MemoryRange(from: start, to: other.start)) }
                start = Swift.max(start, other.end)
            }
            if start < range.end { rest.append(MemoryRange(from: start, to: range.end)) }
            return rest
        }
    }

    /// The bytes that are also in some other ranges; both lists sorted and free of overlap.
    func intersecting(_ others: [MemoryRange]) -> [MemoryRange] {
        var result: [MemoryRange] = []
        var index = 0
        for range in self {
            while index < others.count, others[index].end <= range.start { index += 1 }
            var next = index
            while next < others.count, others[next].start < range.end {
                result.append(range.intersection(others[next]))
                next += 1
            }
        }
        return result
    }
}
