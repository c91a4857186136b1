import HandoverState
import PhysicalMemory

/// Preserved memory as a set of blocks, each kept by itself: slow, and too simple to be wrong.
struct NaiveMemory {
    struct Block: Hashable {
        let order: Int
        let number: UInt64
    }

    let pageShift: Int
    var blocks: Set<Block> = []
    var orders: Set<Int> = []

    /// The orders of which blocks are made; three, so that blocks of different orders come to lie over each other.
    static func orders(pageShift: Int, using generator: inout SeededGenerator) -> [Int] {
        var orders = [0, 1, 2, 3, 9, 10, 18, 30, 63 - pageShift]
        orders.shuffle(using: &generator)
        return Array(orders.prefix(3))
    }

    /// Runs of blocks near the seams of leaves, and some far away; with many holes or few.
    static func random(pageShift: Int, using generator: inout SeededGenerator) -> NaiveMemory {
        var memory = NaiveMemory(pageShift: pageShift)
        for order in orders(pageShift: pageShift, using: &generator) {
            let limit = UInt64.max >> UInt64(pageShift + order)
            for _ in 0..<Int.random(in: 0...5, using: &generator) {
                let seam = UInt64.random(in: 0...3, using: &generator) << 15
                let bases = [0, seam &- 70, seam, limit >> 1, limit &- 3000]
                let base = bases[Int.random(in: 0..<bases.count, using: &generator)]
                let step = UInt64.random(in: 1...3, using: &generator)
                for index in 0..<UInt64.random(in: 1...600, using: &generator) {
                    let number = base &+ index &* step
                    if number < limit { memory.insert(Block(order: order, number: number)) }
                }
            }
        }
        return memory
    }

    mutating func insert(_ block: Block) {
        blocks.insert(block)
        orders.insert(block.order)
    }

    var sorted: [Block] { blocks.sorted { ($0.order, $0.number) < ($1.order, $1.number) } }

    /// Adjacent blocks of one order.
    var ranges: [(start: UInt64, count: UInt64, order: Int)] {
        var result: [(start: UInt64, count: UInt64, order: Int)] = []
        var previous: Block?
        for block in sorted {
            if let previous, previous.order == block.order, previous.number + 1 == block.number {
                result[result.count - 1].count += 1
            } else {
                result.append((block.number << UInt64(pageShift + block.order), 1, block.order))
            }
            previous = block
        }
        return result.sorted { ($0.start, $0.order) < ($1.start, $1.order) }
    }

    func order(at address: UInt64) -> Int? {
        orders.sorted().first { order in
            blocks.contains(Block(order: order, number: address >> UInt64(pageShift + order)))
        }
    }

    /// Addresses at and around the ends of blocks.
    func addresses(count: Int, using generator: inout SeededGenerator) -> [UInt64] {
        let all = sorted
        if all.isEmpty { return [0, 4096, .max] }
        return (0..<count).map { _ in
            let block = all[Int.random(in: 0..<all.count, using: &generator)]
            let size = UInt64(1) << UInt64(pageShift + block.order)
            let start = block.number << UInt64(pageShift + block.order)
            let places = [start, start &+ size &- 1, start &+ size, start &- 1, start &+ size / 2, start &+ 5 &* size]
            return places[Int.random(in: 0..<places.count, using: &generator)]
        }
    }

    /// The same set, blocks added one by one in a random order.
    func builtByBlock(using generator: inout SeededGenerator) -> PreservedMemory {
        var builder = PreservedMemory.Builder(pageShift: pageShift)
        var added = true
        for block in sorted.shuffled(using: &generator) {
            added = builder.add(block: block.number, order: block.order) && added
        }
        return added && !builder.foundDuplicates ? builder.build() : PreservedMemory.Builder.nothing(pageShift)
    }

    /// The same set, run by run.
    func builtByRun(using generator: inout SeededGenerator) -> PreservedMemory {
        var builder = PreservedMemory.Builder(pageShift: pageShift)
        var added = true
        for range in ranges.shuffled(using: &generator) {
            let first = range.start >> UInt64(pageShift + range.order)
            added = builder.add(blocks: range.count, from: first, order: range.order) && added
        }
        let memory = builder.build()
        return added && !builder.foundDuplicates ? memory : PreservedMemory.Builder.nothing(pageShift)
    }

    /// The same set from bitmaps of so many words, each beginning at a multiple of its size.
    func builtByBitmap(words: Int) -> PreservedMemory {
        var builder = PreservedMemory.Builder(pageShift: pageShift)
        var added = true
        let bits = UInt64(words) * 64
        var bitmap = [UInt64](repeating: 0, count: words)
        var current: Block?
        func flush() {
            guard let block = current else { return }
            let first = block.number / bits * bits
            added = builder.add(bitmap: bitmap.span, order: block.order, firstBlock: first) && added
            bitmap = [UInt64](repeating: 0, count: words)
        }
        for block in sorted {
            if let last = current, last.order != block.order || last.number / bits != block.number / bits { flush() }
            current = block
            bitmap[Int(block.number % bits) / 64] |= 1 << (block.number % 64)
        }
        flush()
        let memory = builder.build()
        return added && !builder.foundDuplicates ? memory : PreservedMemory.Builder.nothing(pageShift)
    }
}

extension PreservedMemory.Builder {
    static func nothing(_ pageShift: Int) -> PreservedMemory {
        var builder = PreservedMemory.Builder(pageShift: pageShift)
        return builder.build()
    }
}
