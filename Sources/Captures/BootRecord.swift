import DeviceTree
import HandoverABI
import MemoryDumps
import PhysicalMemory

/// The boot loader's word to the next kernel: where the root tree and the scratch array lie.
///
/// It is good to have, not needed: where it is not found, the scratch areas are not known.
struct BootRecord {
    let scratchArray: MemoryRange

    /// More memory than this is not searched.
    private static let searchLimit: UInt64 = 16 << 30

    static func find(forRoot root: PhysicalAddress, in memory: Dump) -> BootRecord? {
        let present = memory.present.reduce(0) { $0 &+ $1.size }
        guard present <= searchLimit else { return nil }
        return memory.machine == .aarch64
            ? inBootTree(forRoot: root, memory)
            : inSetupData(forRoot: root, memory) ?? inBootTree(forRoot: root, memory)
    }

    // MARK: x86

    /// An entry of `setup_data`, found by its type, its length and the root's address, which stand side by side in it.
    private static func inSetupData(forRoot root: PhysicalAddress, _ memory: Dump) -> BootRecord? {
        let head = UInt64(SetupData.kexecHandover) | UInt64(SetupData.handoverLength) << 32
        let places = memory.firstOccurrences(of: [head, root.value], alignment: 4, limit: 64)
        for place in places where place.value >= UInt64(SetupData.type.offset) {
            let start = PhysicalAddress(place.value - UInt64(SetupData.type.offset))
            let read = try? memory.withBytes(at: start, count: SetupData.layout.size) {
                Record(SetupData.layout, in: $0)
            }
            guard let record = read ?? nil else { continue }
            let address = PhysicalAddress(record[SetupData.scratch])
            if let found = BootRecord(at: address, size: record[SetupData.scratchSize], in: memory) { return found }
        }
        return nil
    }

    // MARK: Machines with a boot device tree

    /// The properties `linux,kho-fdt` and `linux,kho-scratch` of `/chosen`: an address and a size each, in as many
    /// big-endian cells as the root node says.
    private static func inBootTree(forRoot root: PhysicalAddress, _ memory: Dump) -> BootRecord? {
        var record: BootRecord?
        RootSearch.forEachBlob(in: memory) { _, blob in
            guard let tree = try? FlattenedDeviceTree(blob: blob), let chosen = tree.root.child(named: "chosen"),
                let handover = pair(chosen["linux,kho-fdt"], in: tree), handover.address == root.value,
                let scratch = pair(chosen["linux,kho-scratch"], in: tree)
            else { return true }
            record = BootRecord(at: PhysicalAddress(scratch.address), size: scratch.size, in: memory)
            return record == nil
        }
        return record
    }

    private static func pair(
        _ property: FlattenedDeviceTree.Property?, in tree: FlattenedDeviceTree
    ) -> (address: UInt64, size: UInt64)? {
        let addressCells = Int(tree.root["#address-cells"]?.bigEndianUInt32 ?? 2)
        let sizeCells = Int(tree.root["#size-cells"]?.bigEndianUInt32 ?? 1)
        guard (1...2).contains(addressCells), (1...2).contains(sizeCells), let cells = property?.bigEndianCells,
            cells.count == addressCells + sizeCells
        else { return nil }
        func number(_ cells: ArraySlice<UInt32>) -> UInt64 { cells.reduce(0) { $0 << 32 | UInt64($1) } }
        return (number(cells[..<addressCells]), number(cells[addressCells...]))
    }

    // MARK: Checking

    /// The record of a scratch array that can be read.
    private init?(at address: PhysicalAddress, size: UInt64, in memory: Dump) {
        guard let range = MemoryRange(start: address, size: size),
            (try? ScratchArray.areas(in: range, of: memory)) != nil
        else { return nil }
        scratchArray = range
    }
}
