import HandoverABI
import PhysicalMemory

/// The two forms of the preserved-memory map.
extension HandoverImageWriter {
    mutating func writeMap() throws -> PhysicalAddress {
        switch profile.map {
        case .chunks(let bitmaps): try writeChunks(bitmapBytes: bitmaps == .fixed512 ? 512 : pageSize)
        case .radix(let depth): try writeTree(levels: Self.levels(depth, pageShift: profile.pageShift))
        }
    }

    /// Chunks for each order, orders and addresses ascending.
    private mutating func writeChunks(bitmapBytes: Int) throws -> PhysicalAddress {
        let bits = UInt64(bitmapBytes) * 8
        let capacity = (pageSize - 16) / 16
        var first = PhysicalAddress(0)
        var last: PhysicalAddress?
        for (order, numbers) in arena.preserved.sorted(by: { $0.key < $1.key }) {
            var bitmaps: [UInt64: [UInt64]] = [:]
            for number in numbers {
                let inside = number % bits
                bitmaps[number / bits, default: [UInt64](repeating: 0, count: bitmapBytes / 8)][Int(inside / 64)] |=
                    1 << (inside % 64)
            }
            var elements: [(start: UInt64, bitmap: PhysicalAddress)] = []
            for (index, words) in bitmaps.sorted(by: { $0.key < $1.key }) {
                let address =
                    bitmapBytes == 512 ? try arena.allocateObject() : try arena.allocate(preserving: false)
                try arena.write(words: words, at: address)
                note(.bitmap, address)
                elements.append((index * bits << UInt64(order + profile.pageShift), address))
            }
            while !elements.isEmpty {
                let chunk = try arena.allocate(preserving: false)
                note(.chunk, chunk)
                let taken = elements.prefix(capacity)
                let head = [0, UInt64(order) | UInt64(taken.count) << 32]
                try arena.write(words: head + taken.flatMap { [$0.start, $0.bitmap.value] }, at: chunk)
                if let last { try arena.write(words: [chunk.value], at: last) } else { first = chunk }
                last = chunk
                elements.removeFirst(taken.count)
            }
        }
        return first
    }

    /// The depths that the kernels have, at pages of 4, 16 and 64 KiB.
    static func levels(_ depth: MapABI.Depth, pageShift: Int) -> Int {
        switch (depth, pageShift) {
        case (_, 12): 6
        case (.orderZeroPosition, 14): 4
        case (.keyWidth, 14): 5
        default: 4
        }
    }

    /// One radix tree whose keys carry the order as their highest bit.
    private mutating func writeTree(levels: Int) throws -> PhysicalAddress {
        let leafBits = UInt64(profile.pageShift + 3)
        let tableBits = UInt64(profile.pageShift - 3)
        let root = try arena.allocate(preserving: false)
        note(.table(level: levels - 1), root)
        var nodes: [[UInt64]: PhysicalAddress] = [:]
        var words: [PhysicalAddress: [UInt64]] = [root: [UInt64](repeating: 0, count: pageSize / 8)]
        for (order, numbers) in arena.preserved.sorted(by: { $0.key < $1.key }) {
            for number in numbers.sorted() {
                let key = UInt64(1) << UInt64(64 - profile.pageShift - order) | number
                var node = root
                for level in stride(from: levels - 1, to: 0, by: -1) {
                    let shift = UInt64(level - 1) * tableBits + leafBits
                    let index = Int(key >> shift % (1 << tableBits))
                    if let child = nodes[[UInt64(level), key >> shift]] {
                        node = child
                        continue
                    }
                    let child = try arena.allocate(preserving: false)
                    note(level == 1 ? .leaf : .table(level: level - 1), child)
                    words[child] = [UInt64](repeating: 0, count: pageSize / 8)
                    words[node]?[index] = child.value
                    nodes[[UInt64(level), key >> shift]] = child
                    node = child
                }
                let bit = Int(key % (1 << leafBits))
                words[node]?[bit / 64] |= 1 << UInt64(bit % 64)
            }
        }
        for (node, words) in words { try arena.write(words: words, at: node) }
        return root
    }
}
