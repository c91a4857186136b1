import DeviceTree
import HandoverABI
import HandoverState
import PhysicalMemory

/// Reads the regions of `reserve_mem=` (`reserve_mem_kho_retrieve_fdt` in mm/memblock.c).
enum MemblockTreeReader {
    static func regions(
        in tree: FlattenedDeviceTree, at address: PhysicalAddress?, log: inout RemarkLog
    ) -> [ReservedRegion] {
        var regions: [ReservedRegion] = []
        for node in tree.root.children {
            let path = "/" + SubtreeNames.memblock + "/" + node.name
            guard let start = node[MemblockTreeNames.start]?.nativeUInt64,
                let size = node[MemblockTreeNames.size]?.nativeUInt64
            else {
                log.damage(.regionIncomplete, path, address, "the region has no start and size of 8 bytes each")
                continue
            }
            if node[RootTreeNames.compatible]?.string != MemblockTreeNames.regionCompatible {
                log.damage(
                    .regionVersion, path, address,
                    "the region's version string is not \"\(MemblockTreeNames.regionCompatible)\"")
            }
            if MemoryRange(start: PhysicalAddress(start), size: size) == nil {
                log.damage(
                    .regionPastEnd, path, PhysicalAddress(start), "the region runs past the end of the address space")
            }
            regions.append(ReservedRegion(name: node.name, address: PhysicalAddress(start), size: size))
        }
        return regions
    }
}
