internal import HandoverABI
internal import PhysicalMemory

/// The two records by which the next kernel finds a handover, as kexec leaves them.
enum HandoverRecords {
    /// The array of scratch areas.
    static func scratchArray(_ areas: [MemoryRange]) -> [UInt8] {
        var bytes: [UInt8] = []
        for area in areas {
            var record = [UInt8](repeating: 0, count: ScratchEntry.layout.size)
            record.put(area.start.value, at: ScratchEntry.address.offset)
            record.put(area.size, at: ScratchEntry.size.offset)
            bytes += record
        }
        return bytes
    }

    /// The entry of `setup_data` that names the root tree and the scratch array; the only one in its list.
    static func setupData(root: PhysicalAddress, pageSize: UInt64, scratchArray: MemoryRange) -> [UInt8] {
        var record = [UInt8](repeating: 0, count: SetupData.layout.size)
        record.put(UInt64(0), at: SetupData.next.offset)
        record.put(SetupData.kexecHandover, at: SetupData.type.offset)
        record.put(SetupData.handoverLength, at: SetupData.length.offset)
        record.put(root.value, at: SetupData.tree.offset)
        record.put(pageSize, at: SetupData.treeSize.offset)
        record.put(scratchArray.start.value, at: SetupData.scratch.offset)
        record.put(scratchArray.size, at: SetupData.scratchSize.offset)
        return record
    }
}
