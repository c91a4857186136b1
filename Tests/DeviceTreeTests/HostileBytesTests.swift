import DeviceTree
import Testing

@Suite("Bytes nobody vouches for")
struct HostileBytesTests {
    @Test("Every truncation is refused, at an offset inside what is left", arguments: Blob.whole)
    func truncations(name: String) throws {
        let bytes = try Blob.bytes(name)
        for count in 0..<bytes.count {
            let error = try #require(refusal(of: Array(bytes.prefix(count))))
            #expect(error.offset >= 0 && error.offset <= count)
            #expect(error.code == .truncated)
        }
    }

    @Test("Every flipped bit gives a tree that can be read to the end, or an error inside the blob")
    func bitFlips() throws {
        for name in ["7.3.4-in-root", "7.3.4-out-root", "7.1.13-LUO", "6.17.8-kho_test"] {
            let bytes = try Blob.bytes(name)
            for bit in 0..<bytes.count * 8 {
                var flipped = bytes
                flipped[bit / 8] ^= 1 << UInt8(bit % 8)
                exercise(flipped)
            }
        }
    }

    @Test("Random bytes after a sound header are read or refused")
    func randomBytes() throws {
        var numbers = SeededNumbers(state: 1)
        let sound = try Blob.bytes("7.3.4-in-root")
        for _ in 0..<2_000 {
            let noise = (40..<sound.count).map { _ in UInt8.random(in: 0...9, using: &numbers) }
            exercise(Array(sound.prefix(40)) + noise)
        }
        for count in 0..<400 {
            exercise((0..<count).map { _ in UInt8.random(in: .min ... .max, using: &numbers) })
        }
    }

    @Test("Random numbers put over sound trees give a tree or an error inside the blob")
    func randomNumbers() throws {
        var numbers = SeededNumbers(state: 2)
        let interesting: [UInt32] = [0, 1, 2, 3, 4, 9, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0, 0xffff_fff4, 0xffff_ffff]
        for name in Blob.whole {
            let bytes = try Blob.bytes(name)
            for _ in 0..<100 {
                var changed = bytes
                for _ in 0..<Int.random(in: 1...3, using: &numbers) {
                    let offset = Int.random(in: 0...(bytes.count - 4) / 4, using: &numbers) * 4
                    let value = interesting.randomElement(using: &numbers) ?? 0
                    changed = changed.replacing(at: offset, with: value)
                }
                exercise(changed)
            }
        }
    }

    /// Reads bytes in every way there is and uses all of the result.
    private func exercise(_ bytes: [UInt8]) {
        do throws(DeviceTreeError) {
            let tree = try FlattenedDeviceTree(blob: bytes)
            #expect(!tree.source().isEmpty)
            #expect(!tree.source(annotating: .handover).isEmpty)
            visit(tree.root)
            var editor = try DeviceTreeEditor(blob: bytes)
            try editor.setProperty("added", to: .native64(1))
            try editor.addSubnode("added-node")
            #expect(try FlattenedDeviceTree(blob: editor.packed()).nodeCount == tree.nodeCount + 1)
        } catch {
            #expect(error.offset >= 0 && error.offset <= bytes.count)
            #expect(!error.description.isEmpty)
        }
        do throws(DeviceTreeError) {
            let cut = try CutDeviceTree(blob: bytes)
            #expect(cut.isWhole == (cut.availableSize == cut.declaredSize))
            #expect(try cut.repaired { _ in nil }.nodeCount >= 1)
        } catch {
            #expect(error.offset >= 0 && error.offset <= max(bytes.count, 0))
        }
    }

    private func visit(_ node: FlattenedDeviceTree.Node) {
        #expect(node.path.hasPrefix("/"))
        #expect(node.name.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f })
        for property in node.properties {
            #expect(property.bytes.count == property.count)
            #expect(property.name.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f })
            _ = (property.string, property.strings, property.nativeUInt64s, property.bigEndianCells)
        }
        for child in node.children { visit(child) }
    }
}
