import HandoverState
import PhysicalMemory
import Testing

@Suite struct PreservedMemoryTests {
    /// Checks a condition whose evaluation changes what it asks, which the macro does not allow.
    private func expect(_ condition: Bool, _ seed: UInt64 = 0, at location: SourceLocation = #_sourceLocation) {
        #expect(condition, "seed \(seed)", sourceLocation: location)
    }

    @Test(arguments: [12, 14, 16])
    func `Random sets agree with a set of blocks`(pageShift: Int) {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<12 {
            let naive = NaiveMemory.random(pageShift: pageShift, using: &generator)
            let memory = naive.builtByBlock(using: &generator)
            let ranges = Array(memory.ranges)
            let expected = naive.ranges
            #expect(memory.blockCount == UInt64(naive.blocks.count), "seed \(seed)")
            #expect(memory.rangeCount == UInt64(expected.count), "seed \(seed)")
            #expect(ranges.map(\.start.value) == expected.map(\.start), "seed \(seed)")
            #expect(ranges.map(\.blockCount) == expected.map(\.count), "seed \(seed)")
            #expect(ranges.map(\.order) == expected.map(\.order), "seed \(seed)")
            #expect(ranges.allSatisfy { $0.size == $0.blockCount << UInt64(pageShift + $0.order) }, "seed \(seed)")
            let byOrder = Dictionary(grouping: naive.blocks, by: \.order).mapValues { UInt64($0.count) }
            #expect(memory.blocksByOrder.map(\.order) == byOrder.keys.sorted(), "seed \(seed)")
            #expect(memory.blocksByOrder.map(\.count) == byOrder.keys.sorted().map { byOrder[$0] }, "seed \(seed)")
        }
    }

    @Test(arguments: [12, 14, 16])
    func `Blocks, runs and bitmaps of every size give equal sets`(pageShift: Int) {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<6 {
            let naive = NaiveMemory.random(pageShift: pageShift, using: &generator)
            let memory = naive.builtByBlock(using: &generator)
            #expect(memory.blockCount == UInt64(naive.blocks.count), "seed \(seed)")
            #expect(naive.builtByRun(using: &generator) == memory, "seed \(seed)")
            for words in [1, 3, 64] where naive.fits(bitmapsOf: words) {
                #expect(naive.builtByBitmap(words: words) == memory, "\(words) words, seed \(seed)")
            }
        }
    }

    @Test func `A whole page of bitmap, at any page size, gives the same set as its blocks`() {
        for (pageShift, words) in [(12, 512), (14, 2048), (16, 8192)] {
            var generator = SeededGenerator(seed: 7)
            var naive = NaiveMemory(pageShift: pageShift)
            for _ in 0..<1000 {
                naive.insert(.init(order: 2, number: UInt64.random(in: 0..<600_000, using: &generator)))
            }
            for number in 32768..<65536 as Range<UInt64> { naive.insert(.init(order: 2, number: number)) }
            let memory = naive.builtByBlock(using: &generator)
            #expect(memory.blockCount == UInt64(naive.blocks.count))
            #expect(naive.builtByBitmap(words: words) == memory)
            #expect(naive.builtByRun(using: &generator) == memory)
        }
    }

    @Test(arguments: [12, 14, 16])
    func `An address has the lowest order of the blocks it lies in`(pageShift: Int) {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<8 {
            let naive = NaiveMemory.random(pageShift: pageShift, using: &generator)
            let memory = naive.builtByBlock(using: &generator)
            for address in naive.addresses(count: 60, using: &generator) {
                #expect(memory.order(at: PhysicalAddress(address)) == naive.order(at: address), "seed \(seed)")
                for order in 0...(63 - pageShift) {
                    let aligned = address & ((1 << UInt64(pageShift + order)) - 1) == 0
                    let number = address >> UInt64(pageShift + order)
                    #expect(
                        memory.contains(PhysicalAddress(address), order: order)
                            == (aligned && naive.blocks.contains(.init(order: order, number: number))),
                        "seed \(seed)")
                }
            }
        }
    }

    @Test(arguments: [12, 14, 16])
    func `A lookup agrees with the set, whatever it was asked before`(pageShift: Int) {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<8 {
            let naive = NaiveMemory.random(pageShift: pageShift, using: &generator)
            let memory = naive.builtByBlock(using: &generator)
            var lookup = OrderLookup(memory)
            for address in naive.addresses(count: 150, using: &generator) {
                var frame = address >> UInt64(pageShift)
                for _ in 0..<4 where frame <= .max >> UInt64(pageShift) {
                    let expected = memory.order(at: PhysicalAddress(frame << UInt64(pageShift)))
                    expect(lookup.order(ofFrame: frame) == expected, seed)
                    frame += 1
                }
            }
            expect(lookup.order(ofFrame: .max) == nil)
        }
    }

    @Test func `A lookup holds in the gap behind a block as large as half of all memory`() {
        for order in 45...51 {
            var builder = PreservedMemory.Builder(pageShift: 12)
            let added = builder.add(block: 0, order: order)
            #expect(added == (order < 52))
            var lookup = OrderLookup(builder.build())
            expect(lookup.order(ofFrame: 1) == order)
            expect(lookup.order(ofFrame: 1 << UInt64(order)) == nil)
            expect(lookup.order(ofFrame: (1 << 52) - 1) == nil)
        }
    }

    @Test func `A lookup sees a block of a lower order inside a run that it remembers`() {
        var builder = PreservedMemory.Builder(pageShift: 12)
        expect(builder.add(blocks: 4, from: 0, order: 9))
        expect(builder.add(block: 700, order: 0))
        var lookup = OrderLookup(builder.build())
        expect([0, 699, 700, 701, 2047, 2048].map { lookup.order(ofFrame: $0) } == [9, 9, 0, 9, 9, nil])
    }

    @Test func `Runs are joined across the seams of leaves`() {
        var builder = PreservedMemory.Builder(pageShift: 12)
        expect(builder.add(blocks: 3 * 32768 + 2, from: 32767, order: 0))
        expect(builder.add(block: 5 * 32768, order: 0))
        let memory = builder.build()
        #expect(memory.ranges.map(\.blockCount) == [3 * 32768 + 2, 1])
        #expect(memory.rangeCount == 2)
        #expect(memory.ranges.first { _ in true }?.range == MemoryRange(start: 0x7ff_f000, size: 98306 << 12))
    }

    @Test func `Ranges of several orders come in the order of their addresses`() {
        var builder = PreservedMemory.Builder(pageShift: 12)
        #expect(
            builder.add(block: 4, order: 9) && builder.add(block: 1, order: 0) && builder.add(block: 2048, order: 0))
        expect(builder.add(block: 3, order: 1))
        expect(builder.build().ranges.map(\.order) == [0, 1, 0, 9])
    }

    @Test func `A range is covered when every page of it is preserved, under whatever orders`() {
        var builder = PreservedMemory.Builder(pageShift: 12)
        expect(builder.add(blocks: 2, from: 1, order: 0) && builder.add(block: 3, order: 0))
        expect(builder.add(block: 2, order: 1) && builder.add(blocks: 40000, from: 512, order: 0))
        let memory = builder.build()
        func covers(_ from: UInt64, _ to: UInt64) -> Bool {
            memory.covers(MemoryRange(from: PhysicalAddress(from), to: PhysicalAddress(to)))
        }
        #expect(covers(0x1000, 0x6000) && covers(0x1234, 0x5fff) && covers(0x20_0000, 0x20_0000 + 40000 << 12))
        #expect(!covers(0x1000, 0x6001) && !covers(0xfff, 0x2000) && !covers(0, 1))
        #expect(!covers(0x20_0000, 0x20_0001 + 40000 << 12))
        #expect(covers(0, 0))
    }

    @Test func `Blocks added twice are found, however they were added`() {
        let adds: [(inout PreservedMemory.Builder) -> Bool] = [
            { $0.add(block: 70, order: 3) },
            { $0.add(blocks: 40, from: 60, order: 3) },
            { $0.add(blocks: 32768, from: 0, order: 3) },
            { $0.add(bitmap: ([0, 1 << 6] as [UInt64]).span, order: 3, firstBlock: 0) },
            { $0.add(bitmap: ([1 << 63] as [UInt64]).span, order: 3, firstBlock: 7) },
            { $0.add(bitmap: [UInt64](repeating: 1 << 6, count: 512).span, order: 3, firstBlock: 0) },
        ]
        for first in adds.indices {
            for second in adds.indices {
                var builder = PreservedMemory.Builder(pageShift: 12)
                expect(adds[first](&builder))
                expect(builder.add(block: 100_000, order: 3) && builder.add(block: 70, order: 4))
                let single = builder.build()
                #expect(!builder.foundDuplicates, "\(first)")
                #expect(single.contains(PhysicalAddress(70 << 15), order: 3))
                expect(adds[second](&builder))
                _ = builder.build()
                #expect(builder.foundDuplicates, "\(first) and \(second)")
            }
        }
    }

    @Test func `Blocks past the end of the address space are refused, and nothing else is lost`() {
        var builder = PreservedMemory.Builder(pageShift: 12)
        expect(!builder.add(block: .max, order: 0))
        expect(!builder.add(block: 1 << 52, order: 0))
        expect(!builder.add(block: 0, order: 52))
        expect(!builder.add(block: 0, order: -1))
        expect(!builder.add(block: 0, order: .max - 12))
        expect(!builder.add(blocks: 2, from: .max, order: 0))
        expect(!builder.add(blocks: 1 << 52, from: 0, order: 0))
        expect(!builder.add(bitmap: ([1] as [UInt64]).span, order: 0, firstBlock: .max))
        expect(!builder.add(bitmap: ([1] as [UInt64]).span, order: 64, firstBlock: 0))
        expect(builder.build() == PreservedMemory.Builder.nothing(12))
        expect(builder.add(block: (1 << 52) - 2, order: 0))
        expect(builder.build().ranges.map(\.range.end) == [0xffff_ffff_ffff_f000])
    }

    @Test func `The sum of sizes stops at the largest integer`() {
        var builder = PreservedMemory.Builder(pageShift: 12)
        expect(builder.add(block: 0, order: 51) && builder.add(blocks: 3, from: 0, order: 50))
        expect(builder.build().byteCount == .max)
    }
}

extension NaiveMemory {
    /// Whether bitmaps that begin at multiples of their size end within the address space.
    fileprivate func fits(bitmapsOf words: Int) -> Bool {
        let bits = UInt64(words) * 64
        return blocks.allSatisfy {
            let (end, overflow) = ($0.number / bits * bits).addingReportingOverflow(bits)
            return !overflow && end <= .max >> UInt64(pageShift + $0.order)
        }
    }
}
