import DeviceTree
import Multikernel
import Testing

@Suite("Trees of any contents")
struct RandomTreeTests {
    @Test("What is written is what is read")
    func comeBack() throws {
        for seed in 0..<100 as Range<UInt64> {
            var random = RandomTree(seed: seed)
            let tree = random.tree()
            // Compared outside of the expectation, which would take both trees apart.
            let isSame = try tree.again() == tree
            #expect(isSame, "seed \(seed)")
        }
    }

    @Test("A tree that came back is written byte for byte as before")
    func areStable() throws {
        for seed in 100..<150 as Range<UInt64> {
            var random = RandomTree(seed: seed)
            let tree = random.tree()
            let isSame = try tree.again().blob() == tree.blob()
            #expect(isSame, "seed \(seed)")
        }
    }
}
