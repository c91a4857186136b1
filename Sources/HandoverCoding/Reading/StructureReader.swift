import HandoverABI
import HandoverState
import PhysicalMemory

/// One of many structures, and where it lies.
struct LocatedRecord {
    let record: Record
    let address: PhysicalAddress

    /// The structure at an offset of a view of the memory from an address on.
    init?(_ layout: Layout, in view: Span<UInt8>, from start: PhysicalAddress, at offset: Int) {
        guard let record = Record(layout, in: view, at: offset), let address = start.advanced(by: UInt64(offset)) else {
            return nil
        }
        self.record = record
        self.address = address
    }
}

/// Reads the structures of a handover from memory, claims what it reads and keeps what there is to say about it.
struct StructureReader<Memory: PhysicalMemory> {
    let memory: Memory
    let pageShift: Int
    /// Whether there is any memory at all; a debugfs directory has none, and that is no damage.
    let hasMemory: Bool
    var log = RemarkLog()
    var claims = ClaimedMemory()
    /// Where structures lie, where somebody wants to know.
    var placement: Placement?

    init(memory: Memory, pageShift: Int) {
        self.memory = memory
        self.pageShift = pageShift
        hasMemory = !memory.present.isEmpty
    }

    /// The same reader for another page size.
    func withPageShift(_ pageShift: Int) -> StructureReader {
        var other = StructureReader(memory: memory, pageShift: pageShift)
        other.log = log
        other.claims = claims
        other.placement = placement
        return other
    }

    var pageSize: Int { 1 << pageShift }

    /// Claims a structure's memory; says so where another structure has it already.
    mutating func claim(_ address: PhysicalAddress, count: Int, _ path: String, _ what: StructurePart) -> Bool {
        claim(address, count: count, path, what) { $0.claim($1) }
    }

    /// Claims exactly a structure's bytes, beside which others may lie.
    mutating func claimBytes(_ address: PhysicalAddress, count: Int, _ path: String, _ what: StructurePart) -> Bool {
        claim(address, count: count, path, what) { $0.claimBytes($1) }
    }

    private mutating func claim(
        _ address: PhysicalAddress, count: Int, _ path: String, _ what: StructurePart,
        _ body: (inout ClaimedMemory, MemoryRange) -> Bool
    ) -> Bool {
        // No machine has memory in the last page of 64 KiB, and the sums below stay within 64 bits.
        guard let range = MemoryRange(start: address, size: UInt64(count)), range.end.value < UInt64.max - 0xffff else {
            log.damage(.structurePastEnd, path, address, "\(what.name) runs past the end of the address space")
            return false
        }
        if body(&claims, range) { return true }
        log.damage(
            what.shared, path, address,
            "\(what.name) lies in memory that another structure of the handover takes: a loop or a wrong address")
        return false
    }

    /// Says why memory could not be read: damage where there is a dump that ought to hold it.
    mutating func report(_ error: MemoryError, _ path: String, _ what: StructurePart) {
        if hasMemory {
            log.damage(what.unreadable, path, error.address, "\(what.name) cannot be read: \(error)")
        } else {
            log.unavailable(
                .memoryAbsent, path, error.address, "\(what.name) is not available: the input holds no memory")
        }
    }

    /// Reads a page or an object of words, naturally aligned as the kernel's are, that no other structure has.
    mutating func words<Result>(
        at address: PhysicalAddress, count: Int, _ path: String, _ what: StructurePart, _ body: (Span<UInt64>) -> Result
    ) -> Result? {
        guard address.isAligned(to: UInt64(count * 8)) else {
            log.damage(what.misaligned, path, address, "\(what.name) is not aligned to its \(count * 8) bytes")
            return nil
        }
        guard hasMemory else {
            log.unavailable(.memoryAbsent, path, address, "\(what.name) is not available: the input holds no memory")
            return nil
        }
        guard claim(address, count: count * 8, path, what) else { return nil }
        do throws(MemoryError) {
            return try memory.withWords(at: address, count: count, body)
        } catch {
            report(error, path, what)
            return nil
        }
    }

    /// Reads bytes that no other structure has.
    mutating func bytes<Result>(
        at address: PhysicalAddress, count: Int, _ path: String, _ what: StructurePart, _ body: (Span<UInt8>) -> Result
    ) -> Result? {
        guard hasMemory else {
            log.unavailable(.memoryAbsent, path, address, "\(what.name) is not available: the input holds no memory")
            return nil
        }
        guard claim(address, count: count, path, what) else { return nil }
        do throws(MemoryError) {
            return try memory.withBytes(at: address, count: count, body)
        } catch {
            report(error, path, what)
            return nil
        }
    }

    /// Reads one structure.
    mutating func record(_ layout: Layout, at address: PhysicalAddress, _ path: String, _ what: StructurePart)
        -> Record?
    {
        bytes(at: address, count: layout.size, path, what) { Record(layout, in: $0) } ?? nil
    }

    /// Reads one structure without claiming it: the head of an array, which is claimed with its records.
    mutating func peek(_ layout: Layout, at address: PhysicalAddress, _ path: String, _ what: StructurePart) -> Record?
    {
        guard hasMemory else {
            log.unavailable(.memoryAbsent, path, address, "\(what.name) is not available: the input holds no memory")
            return nil
        }
        do throws(MemoryError) {
            return try memory.withBytes(at: address, count: layout.size) { Record(layout, in: $0) }
        } catch {
            report(error, path, what)
            return nil
        }
    }

    /// Reads structures that lie one after another behind a head of `headSize` bytes, as far as memory is present.
    mutating func array(
        of layout: Layout, behind headSize: Int, at address: PhysicalAddress, count: Int, _ path: String,
        _ what: StructurePart
    ) -> [LocatedRecord] {
        guard claim(address, count: headSize + count * layout.size, path, what) else { return [] }
        let perStep = max(1, pageSize / layout.size)
        var result: [LocatedRecord] = []
        while result.count < count {
            let step = min(perStep, count - result.count)
            guard let next = address.advanced(by: UInt64(headSize + result.count * layout.size)) else { return result }
            do throws(MemoryError) {
                result += try memory.withBytes(at: next, count: step * layout.size) { view in
                    (0..<step).compactMap { LocatedRecord(layout, in: view, from: next, at: $0 * layout.size) }
                }
            } catch {
                report(error, path, what)
                return result
            }
        }
        return result
    }
}
