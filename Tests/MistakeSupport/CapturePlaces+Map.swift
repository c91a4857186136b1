import DeviceTree
import FixtureSupport
import HandoverABI
import HandoverCoding
import HandoverState
package import PhysicalMemory

extension CapturePlaces {
    /// Takes the block that holds an address out of the map.
    package mutating func unpreserve(_ address: UInt64) throws {
        let order = try need(state.memory?.order(at: PhysicalAddress(address)), "block at \(address)")
        let size = UInt64(profile.pageSize) << UInt64(order)
        let bit = try mapBit(ofBlock: address / size, order: order)
        try image.put(image.number(at: bit.word) & ~(1 << bit.position), at: bit.word)
    }

    /// Takes every block that begins in a range out of the map.
    package mutating func unpreserve(_ range: MemoryRange) throws {
        for run in try need(state.memory, "map").ranges {
            let size = run.size / run.blockCount
            for block in 0..<run.blockCount where range.contains(PhysicalAddress(run.start.value + block * size)) {
                try unpreserve(run.start.value + block * size)
            }
        }
    }

    /// The address of the first chunk of the map, or of its root table.
    package var map: UInt64 { get throws { try need(state.root?.map, "map").value } }

    private func mapBit(ofBlock block: UInt64, order: Int) throws -> (word: UInt64, position: UInt64) {
        switch profile.map {
        case .radix(let depth):
            return try radixBit(
                ofBlock: block, order: order, RadixGeometry(depth, pageShift: profile.pageShift))
        case .chunks(let size):
            return try chunkBit(
                ofBlock: block, order: order, bits: UInt64(size.bytes(pageShift: profile.pageShift)) * 8)
        }
    }

    private func radixBit(
        ofBlock block: UInt64, order: Int, _ geometry: RadixGeometry
    ) throws -> (word: UInt64, position: UInt64) {
        let key = 1 << UInt64(geometry.orderZeroPosition - order) | block
        var node = try map
        for level in stride(from: geometry.levels - 1, to: 0, by: -1) {
            let shift = UInt64(geometry.leafBits + (level - 1) * geometry.tableBits)
            node = try image.number(at: node + (key >> shift) % UInt64(geometry.tableEntries) * 8)
            if node == 0 { throw Unsuited("the map has no block of key \(key)") }
        }
        let bit = key % (1 << UInt64(geometry.leafBits))
        return (node + bit / 64 * 8, bit % 64)
    }

    private func chunkBit(
        ofBlock block: UInt64, order: Int, bits: UInt64
    ) throws -> (word: UInt64, position: UInt64) {
        var chunk = try map
        while chunk != 0 {
            let head = try image.number(at: chunk + UInt64(MapChunk.order.offset))
            let elements = head & 0xffff_ffff == UInt64(order) ? head >> 32 : 0
            for index in 0..<elements {
                let element = chunk + UInt64(MapChunk.layout.size) + index * UInt64(MapChunk.Element.layout.size)
                let first = try image.number(at: element) / (UInt64(profile.pageSize) << UInt64(order))
                guard block >= first, block - first < bits else { continue }
                let bitmap = try image.number(at: element + UInt64(MapChunk.Element.bitmap.offset))
                return (bitmap + (block - first) / 64 * 8, (block - first) % 64)
            }
            chunk = try image.number(at: chunk)
        }
        throw Unsuited("the map has no block \(block) of order \(order)")
    }

    // MARK: Scratch areas

    /// Makes a scratch area of the note reach up to an address.
    package mutating func extendScratch(to end: UInt64) throws {
        let areas = state.scratch ?? []
        let below = areas.indices.filter { areas[$0].end.value <= end }.max { areas[$0].end < areas[$1].end }
        let index = try need(below, "scratch area below the preserved memory")
        let key = "SCRATCH(\(index))=\(areas[index].start),0x"
        let old = Array((key + String(areas[index].size, radix: 16) + "\n").utf8)
        let new = Array((key + String(end - areas[index].start.value, radix: 16) + "\n").utf8)
        let place = image.bytes.indices.prefix(8192).first { image.bytes[$0...].starts(with: old) }
        // The text is a note's, whose length stays.
        guard old.count == new.count, let place else { throw Unsuited("the note cannot say so") }
        image.bytes.replaceSubrange(place..<place + old.count, with: new)
    }
}
