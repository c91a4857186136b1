import HandoverABI
import MemoryDumps
import PhysicalMemory

/// The boot loader's word to the next kernel: where the root tree and the scratch array lie.
///
/// On x86 an entry of `setup_data`, found in memory by its type, its length and the root's address, which stand side by
/// side in it.
struct BootRecord {
    let scratchArray: MemoryRange

    /// More memory than this is not searched for a record that is good to have.
    private static let searchLimit: UInt64 = 16 << 30

    static func find(forRoot root: PhysicalAddress, in memory: Dump) -> BootRecord? {
        let present = memory.present.reduce(0) { $0 + $1.size }
        guard present <= searchLimit else { return nil }
        let head = UInt64(SetupData.kexecHandover) | UInt64(SetupData.handoverLength) << 32
        let places = memory.firstOccurrences(of: [head, root.value], alignment: 4, limit: 64)
        for place in places where place.value >= UInt64(SetupData.type.offset) {
            let start = PhysicalAddress(place.value - UInt64(SetupData.type.offset))
            if let record = entry(at: start, in: memory) { return record }
        }
        return nil
    }

    private static func entry(at address: PhysicalAddress, in memory: Dump) -> BootRecord? {
        let read = try? memory.withBytes(at: address, count: SetupData.layout.size) {
            Record(SetupData.layout, in: $0)
        }
        guard let record = read ?? nil,
            let range = MemoryRange(
                start: PhysicalAddress(record[SetupData.scratch]), size: record[SetupData.scratchSize]),
            (try? ScratchArray.areas(in: range, of: memory)) != nil
        else { return nil }
        return BootRecord(scratchArray: range)
    }
}

/// The array of scratch areas.
enum ScratchArray {
    /// A machine has an area for each NUMA node and two more.
    static let entryLimit: UInt64 = 4096

    static func areas(in range: MemoryRange, of memory: Dump) throws(RootError) -> [MemoryRange] {
        let size = UInt64(ScratchEntry.layout.size)
        guard range.size >= size, range.size % size == 0, range.size / size <= entryLimit else {
            throw RootError(reason: "an array of \(range.size) bytes is not one of 1 to \(entryLimit) entries of \(size)")
        }
        let count = Int(range.size / size)
        do throws(MemoryError) {
            let records = try memory.withBytes(at: range.start, count: Int(range.size)) { view in
                var records: [Record] = []
                for index in 0..<count {
                    if let record = Record(ScratchEntry.layout, in: view, at: index * Int(size)) { records.append(record) }
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
