import HandoverState
import PhysicalMemory
import Testing

/// The lookup for long lists answers as the set itself does, whatever was asked before.
@Suite struct OrderLookupTests {
    /// Blocks of several orders in every form of leaf: full ones side by side, runs, scattered bits, and gaps.
    private static func memory() -> PreservedMemory {
        var builder = PreservedMemory.Builder(pageShift: 12)
        var fits = [
            builder.add(blocks: 3 * 32768, from: 32768, order: 0),
            builder.add(blocks: 40000, from: 6 * 32768 - 100, order: 0),
        ]
        for block in stride(from: UInt64(10 * 32768), to: 11 * 32768, by: 3) {
            fits.append(builder.add(block: block, order: 0))
        }
        fits += [
            builder.add(blocks: 5, from: 20 * 32768, order: 0),
            builder.add(blocks: 2 * 32768, from: 0, order: 2),
            builder.add(blocks: 700, from: 1000, order: 9),
            builder.add(block: 1, order: 40),
        ]
        #expect(!fits.contains(false))
        return builder.build()
    }

    /// Frames at and around every seam, and between them.
    private static let frames: [UInt64] = {
        let seams: [UInt64] = [
            0, 1, 32768, 4 * 32768, 6 * 32768 - 100, 6 * 32768 + 39900, 7 * 32768, 8 * 32768, 10 * 32768, 11 * 32768,
            20 * 32768, 20 * 32768 + 5, 1000 << 9, 1700 << 9, 1 << 40, 2 << 40, 1 << 52, 1 << 60, .max,
        ]
        let near = seams.flatMap { seam in (0..<5).map { seam &- 2 &+ $0 } }
        return near + stride(from: UInt64(0), to: 1 << 20, by: 997)
    }()

    @Test func answersAsTheSetDoesInEveryOrderOfAsking() {
        let memory = Self.memory()
        var lookup = OrderLookup(memory)
        var generator = SystemRandomNumberGenerator()
        for frames in [Self.frames, Self.frames.reversed(), Self.frames.shuffled(using: &generator)] {
            for frame in frames {
                let expected = frame >> 52 == 0 ? memory.order(at: PhysicalAddress(frame << 12)) : nil
                let order = lookup.order(ofFrame: frame)
                #expect(order == expected, "frame \(frame)")
            }
        }
    }

    @Test func oneAnswerHoldsForAllFramesInReach() throws {
        let memory = Self.memory()
        var lookup = OrderLookup(memory)
        for frame in Self.frames where frame >> 52 == 0 {
            let order = lookup.order(ofFrame: frame)
            let reach = try #require(lookup.reach)
            #expect(reach.contains(frame))
            for other in Self.frames + [reach.lowerBound, reach.upperBound] where reach.contains(other) {
                #expect(memory.order(at: PhysicalAddress(other << 12)) == order, "frame \(other), asked \(frame)")
            }
        }
    }

    @Test func fullLeavesSideBySideHaveOneAnswer() throws {
        var lookup = OrderLookup(Self.memory())
        let order = lookup.order(ofFrame: 2 * 32768 + 5)
        #expect(order == 0)
        #expect(try #require(lookup.reach) == 32768...4 * 32768 - 1)
    }

    @Test func blocksAsLargeAsTheAddressSpaceAreLookedUp() {
        var builder = PreservedMemory.Builder(pageShift: 12)
        let fits = builder.add(block: 0, order: 50)
        #expect(fits)
        let memory = builder.build()
        var lookup = OrderLookup(memory)
        for frame in [0, 1 << 49, (1 << 50) - 1, 1 << 50, (1 << 52) - 1] as [UInt64] {
            let order = lookup.order(ofFrame: frame)
            #expect(order == memory.order(at: PhysicalAddress(frame << 12)), "frame \(frame)")
        }
    }
}
