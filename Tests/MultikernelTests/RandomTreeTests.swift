import DeviceTree
import Multikernel
import Testing

@Suite("Trees of any contents")
struct RandomTreeTests {
    @Test("What is written is what is read")
    func comeBack() throws {
        for seed in 0..<400 as Range<UInt64> {
            var random = RandomTree(seed: seed)
            let tree = random.tree()
            let again = try tree.again()
            #expect(again == tree, "seed \(seed)")
        }
    }

    @Test("A tree that came back is written byte for byte as before")
    func areStable() throws {
        for seed in 400..<500 as Range<UInt64> {
            var random = RandomTree(seed: seed)
            let tree = random.tree()
            #expect(try tree.again().blob() == tree.blob(), "seed \(seed)")
        }
    }
}
