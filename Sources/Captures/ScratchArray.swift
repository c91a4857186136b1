import HandoverABI
import MemoryDumps
import PhysicalMemory

/// The array of scratch areas.
enum ScratchArray {
    /// A machine has an area for each NUMA node and two more.
    static let entryLimit: UInt64 = 4096

    static func areas(in range: MemoryRange, of memory: Dump) throws(RootError) -> [MemoryRange] {
        let size = UInt64(ScratchEntry.layout.size)
        guard range.size >= size, range.size % size == 0, range.size / size <= entryLimit else {
            throw RootError(
                reason: "an array of \(range.size) bytes is not one of 1 to \(entryLimit) entries of \(size)")
        }
        let count = Int(range.size / size)
        do throws(MemoryError) {
            let records = try memory.withBytes(at: range.start, count: Int(range.size)) { view in
                var records: [Record] = []
                for index in 0..<count {
                    if let record = Record(ScratchEntry.layout, in: view, at: index * Int(size)) {
                        records.append(record)
                    }
                }
                return records
            }
            let areas = records.compactMap {
                MemoryRange(start: PhysicalAddress($0[ScratchEntry.address]), size: $0[ScratchEntry.size])
            }
            guard areas.count == count else { throw MemoryError.wraps(range.start) }
            return areas
        } catch {
            throw RootError(reason: "\(error)")
        }
    }
}
