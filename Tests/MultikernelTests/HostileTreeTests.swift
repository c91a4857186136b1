import DeviceTree
import FixtureSupport
import Multikernel
import Testing

@Suite("Multikernel trees nobody vouches for")
struct HostileTreeTests {
    /// Reads bytes, and writes and reads again what came of them.
    private func exercise(_ bytes: [UInt8]) throws {
        guard let tree = try? FlattenedDeviceTree(blob: bytes), let reading = try? MultikernelTree.read(tree) else {
            return
        }
        // Names that a blob can hold and no writer takes are refused, not changed.
        guard let blob = try? reading.tree.blob() else { return }
        let again = try MultikernelTree.read(FlattenedDeviceTree(blob: blob)).tree
        let isSame = again == reading.tree
        #expect(isSame)
    }

    @Test("Every truncation is refused", arguments: ["instance-list", "overlay-remove"])
    func truncations(name: String) throws {
        let bytes = try TreeFixture.bytes(name)
        for count in 0..<bytes.count {
            #expect(throws: DeviceTreeError.self) { try FlattenedDeviceTree(blob: Array(bytes.prefix(count))) }
        }
    }

    @Test(
        "A tree with one byte changed tells the same when it is written and read again, or is refused",
        arguments: ["baseline-narrow", "instance-list", "instance-generated", "boot", "overlay-old", "damaged"])
    func byteFlips(name: String) throws {
        let bytes = try TreeFixture.bytes(name)
        let changes: [UInt8] = [0x01, 0x80, 0xff]
        for offset in bytes.indices {
            var flipped = bytes
            flipped[offset] ^= changes[offset % changes.count]
            try exercise(flipped)
        }
    }

    @Test("Words of one tree in the place of others are survived", arguments: ["host", "pool", "overlay", "instance"])
    func shuffledWords(name: String) throws {
        let bytes = try TreeFixture.bytes(name)
        var numbers = SeededNumbers(seed: 7)
        let words = bytes.count / 4
        for _ in 0..<400 {
            var changed = bytes
            for _ in 0..<Int.random(in: 1...3, using: &numbers) {
                let from = Int.random(in: 14..<words, using: &numbers) * 4
                let to = Int.random(in: 14..<words, using: &numbers) * 4
                changed.replaceSubrange(to..<to + 4, with: bytes[from..<from + 4])
            }
            try exercise(changed)
        }
    }

    @Test("A tree with more to remark than anybody reads stops remarking")
    func remarksAreBounded() throws {
        let devices = (0..<3000).map { DeviceTreeNode("d\($0)") }
        let blob = try DeviceTreeWriter.build { root throws(DeviceTreeError) in
            try root.property("compatible", string: "multikernel-v1")
            try root.node(DeviceTreeNode("resources", children: [DeviceTreeNode("devices", children: devices)]))
        }
        let remarks = try MultikernelTree.read(FlattenedDeviceTree(blob: blob)).remarks
        #expect(remarks.count == 1001)
        #expect(remarks.last?.kind == .moreLeftOut)
    }

    @Test("Labels are found in time that the size of the tree bounds")
    func manyLabels() throws {
        let count = 4000
        let devices = (0..<count).map { DeviceTreeNode("device-\($0)") }
        let symbols = (0..<count).map {
            DeviceTreeNode.Property("label\($0)", .string("/resources/devices/device-\($0)"))
        }
        let blob = try DeviceTreeWriter.build(sharingNames: false) { root throws(DeviceTreeError) in
            try root.property("compatible", string: "multikernel-v1")
            try root.node(DeviceTreeNode("resources", children: [DeviceTreeNode("devices", children: devices)]))
            try root.node(DeviceTreeNode("__symbols__", properties: symbols))
        }
        let tree = try FlattenedDeviceTree(blob: blob)
        let clock = ContinuousClock()
        var read: MultikernelTree?
        let time = try clock.measure { read = try MultikernelTree.read(tree).tree }
        guard case .machine(let machine) = read else {
            Issue.record("a tree of another kind")
            return
        }
        #expect(machine.pool?.devices.last?.labels == ["label\(count - 1)"])
        #expect(machine.other.nodes == [])
        #expect(time < .seconds(5))
    }
}
