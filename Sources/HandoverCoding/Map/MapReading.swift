import HandoverABI
import HandoverState
import PhysicalMemory

/// What reading a preserved-memory map gave.
struct MapReading {
    let memory: PreservedMemory
    /// Damage and whatever else was met on the way.
    let log: RemarkLog
    /// The memory that the map itself takes.
    let claims: ClaimedMemory
}

/// Reads a preserved-memory map by the rules of a profile.
enum MapReader {
    static func read<Memory: PhysicalMemory>(
        _ map: PhysicalAddress, as profile: Profile, from memory: Memory, claims: ClaimedMemory
    ) -> MapReading {
        var reader = StructureReader(memory: memory, pageShift: profile.pageShift)
        reader.claims = claims
        switch profile.map {
        case .chunks(let bitmaps):
            var chunks = ChunkMapReader(reader: reader, bitmapBytes: bitmaps.bytes(pageShift: profile.pageShift))
            return chunks.read(map)
        case .radix(let depth):
            var tree = RadixMapReader(
                reader: reader, geometry: RadixGeometry(depth, pageShift: profile.pageShift))
            return tree.read(map)
        }
    }
}
