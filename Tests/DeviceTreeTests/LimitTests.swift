import DeviceTree
import Testing

@Suite("Limits")
struct LimitTests {
    private func nested(_ levels: Int) -> HandMadeTree {
        HandMadeTree { tree in
            for _ in 1..<levels { tree.begin("n") }
            for _ in 1..<levels { tree.end() }
        }
    }

    @Test("64 levels are read and 65 refused")
    func depth() throws {
        let tree = try FlattenedDeviceTree(blob: nested(64).blob)
        #expect(tree.nodeCount == 64)
        let deeper = nested(65)
        let error = try #require(refusal(of: deeper.blob))
        #expect(error.code == .tooDeep)
        #expect(error.offset == deeper.structureStart + 8 + 63 * 8)
    }

    @Test("A million levels are refused without a million frames")
    func deepNesting() {
        #expect(refusal(of: nested(1_000_000).blob)?.code == .tooDeep)
        #expect(refusal(of: nested(1_000_000).blob, limits: DeviceTreeLimits(depth: .max)) == nil)
    }

    @Test("A tree as large as the limit is read and one a byte larger refused")
    func size() throws {
        let blob = HandMadeTree().blob
        #expect(refusal(of: blob, limits: DeviceTreeLimits(blobSize: blob.count)) == nil)
        let error = try #require(refusal(of: blob, limits: DeviceTreeLimits(blobSize: blob.count - 1)))
        #expect(error.code == .tooLarge)
        #expect(error.offset == 4)
    }

    @Test("The default size limit is 128 MiB, as announced by the header")
    func defaultSize() {
        let blob = HandMadeTree().blob
        #expect(refusal(of: blob.replacing(at: 4, with: 128 << 20))?.code == .truncated)
        #expect(refusal(of: blob.replacing(at: 4, with: 128 << 20 + 1))?.code == .tooLarge)
    }

    @Test("Names as long as the limit are read and longer ones refused")
    func names() {
        let limits = DeviceTreeLimits(nameLength: 5)
        #expect(refusal(of: HandMadeTree { $0.property("12345") }.blob, limits: limits) == nil)
        #expect(refusal(of: HandMadeTree { $0.property("123456") }.blob, limits: limits)?.code == .nameTooLong)
        func node(_ name: String) -> [UInt8] {
            HandMadeTree {
                $0.begin(name)
                $0.end()
            }.blob
        }
        #expect(refusal(of: node("12345"), limits: limits) == nil)
        #expect(refusal(of: node("123456"), limits: limits)?.code == .nameTooLong)
    }

    @Test("Many properties that share one endless name do not take quadratic time")
    func endlessName() {
        var tree = HandMadeTree { tree in
            for _ in 0..<100_000 { tree.property(nameOffset: 0, length: 0) }
        }
        tree.strings = [UInt8](repeating: 0x61, count: 4 << 20) + [0]
        #expect(refusal(of: tree.blob)?.code == .nameTooLong)
    }

    @Test("200,000 siblings in 16 MB are read in time linear in their number")
    func siblings() throws {
        var tree = HandMadeTree.tokens { $0.begin("") }
        tree.strings = Array("data\0".utf8)
        for number in 0..<200_000 {
            tree.begin("n\(number)")
            tree.property(nameOffset: 0, length: 44, [UInt8](repeating: 7, count: 44))
            tree.end()
        }
        tree.end()
        tree.finish()
        let blob = tree.blob
        var result: FlattenedDeviceTree?
        let duration = try ContinuousClock().measure { result = try FlattenedDeviceTree(blob: blob) }
        let walk = ContinuousClock().measure {
            #expect(result?.root.children.reduce(0) { $0 + ($1["data"]?.count ?? 0) } == 44 * 200_000)
        }
        var source: [UInt8] = []
        let text = ContinuousClock().measure { result?.writeSource(annotating: .handover, to: &source) }
        let repair = try ContinuousClock().measure {
            let cut = try CutDeviceTree(blob: Array(blob.dropLast(64)))
            #expect(try cut.repaired { _ in "data" }.nodeCount > 199_990)
        }
        print(
            "\(blob.count) bytes with 200,000 siblings: indexed in \(duration), walked in \(walk), "
                + "\(source.count) bytes of source text in \(text), cut and completed in \(repair)")
        #expect(result?.nodeCount == 200_001)
    }
}
