import DeviceTree
import Multikernel
import Testing

@Suite("The width of processors")
struct CPUWidthTests {
    /// The tree of a pool with one list, beside what else there is.
    private func pool(_ cells: [UInt32], and other: (inout DeviceTreeNode) -> Void = { _ in }) throws -> CPUList? {
        var resources = DeviceTreeNode("resources", properties: [.init("cpus", .cells(cells))])
        other(&resources)
        guard case .machine(let machine) = try read([resources]).tree else { return nil }
        return machine.pool?.cpus
    }

    private func read(_ nodes: [DeviceTreeNode]) throws -> MultikernelTree.Reading {
        let blob = try DeviceTreeWriter.build { writer throws(DeviceTreeError) in
            try writer.property("compatible", string: "multikernel-v1")
            for node in nodes { try writer.node(node) }
        }
        return try MultikernelTree.read(FlattenedDeviceTree(blob: blob))
    }

    @Test("An odd number of cells can only be narrow")
    func odd() throws {
        #expect(try pool([4, 5, 6]) == CPUList([4, 5, 6], width: .bits32))
    }

    @Test("Zeros that repeat are the upper halves of wide identifiers")
    func zeros() throws {
        #expect(try pool([0, 4, 0, 5]) == CPUList([4, 5]))
    }

    @Test("An even number of narrow cells is read right where no cell repeats")
    func evenNarrow() throws {
        #expect(try pool([4, 5, 6, 7]) == CPUList([4, 5, 6, 7], width: .bits32))
        #expect(try pool([0, 1, 2, 3]) == CPUList([0, 1, 2, 3], width: .bits32))
        #expect(try pool([0x100, 7]) == CPUList([0x100, 7], width: .bits32))
    }

    @Test("Affinity levels of arm64 that several processors share are upper halves")
    func affinity() throws {
        #expect(
            try pool([1, 0, 1, 1, 2, 0, 2, 1]) == CPUList([0x1_0000_0000, 0x1_0000_0001, 0x2_0000_0000, 0x2_0000_0001]))
    }

    @Test("A single pair is assumed, and that is said")
    func assumed() throws {
        #expect(try pool([0, 6]) == CPUList([6], isAssumed: true))
        #expect(try pool([4, 5]) == CPUList([4, 5], width: .bits32, isAssumed: true))
        let reading = try TreeFixture.reading("ambiguous")
        #expect(
            reading.remarks == [MultikernelRemark(.widthAssumed(.bits64), path: "/resources", property: "cpus")])
    }

    @Test("A list that tells nothing is read like the others of its tree")
    func treeWide() throws {
        func instance(_ name: String, _ cells: [UInt32]) -> DeviceTreeNode {
            DeviceTreeNode(
                name, children: [DeviceTreeNode("resources", properties: [.init("cpus", .cells(cells))])])
        }
        func widths(_ pool: [UInt32], _ owned: [[UInt32]]) throws -> [CPUList?] {
            let list = DeviceTreeNode("instances", children: owned.enumerated().map { instance("i\($0)", $1) })
            let resources = DeviceTreeNode("resources", properties: [.init("cpus", .cells(pool))])
            guard case .machine(let machine) = try read([resources, list]).tree else { return [] }
            return machine.instances?.map(\.resources?.cpus) ?? []
        }
        #expect(try widths([0, 4, 0, 5], [[0, 4]]) == [CPUList([4])])
        #expect(try widths([4, 5, 6], [[4, 5]]) == [CPUList([4, 5], width: .bits32)])
        #expect(try widths([0, 7], [[0, 4], [0, 5]]) == [CPUList([4]), CPUList([5])])
    }

    @Test("Trees that only kernels of today write hold wide cells whatever they look like")
    func written() throws {
        let cpus = try pool([3, 4, 5, 6]) { $0.properties.append(.init("cpus-available", .cells([3, 4]))) }
        #expect(cpus == CPUList([0x3_0000_0004, 0x5_0000_0006]))
    }

    @Test("A pool that kernels tell of holds wide cells also where nothing is free")
    func lent() throws {
        let blob = try DeviceTreeWriter.build { writer throws(DeviceTreeError) in
            try writer.property("compatible", string: "multikernel-v1")
            try writer.property("#address-cells", cells: [2])
            try writer.property("id", cells: [0])
            try writer.node(DeviceTreeNode("resources", properties: [.init("cpus", .cells([1, 0x100, 0, 0x300]))]))
        }
        guard case .machine(let machine) = try MultikernelTree.read(FlattenedDeviceTree(blob: blob)).tree else {
            return
        }
        #expect(machine.pool?.cpus == CPUList([0x1_0000_0100, 0x300]))
    }

    @Test("A boot tree of arm64 whose processors differ in the highest affinity level is read in two cells each")
    func highestLevel() throws {
        guard case .instance(let tree) = try TreeFixture.reading("boot-arm64").tree else { return }
        #expect(tree.instance.resources?.cpus == CPUList([0x1_0000_0100, 0x300]))
    }

    @Test("Base and size in one cell mark trees of narrow cells")
    func oneCellMemory() throws {
        let machine = try TreeFixture.machine("baseline-narrow")
        #expect(machine.pool?.cpus == CPUList([4, 5, 6, 7], width: .bits32))
        #expect(
            machine.pool?.singleMemory
                == SingleMemory(base: 0x4000_0000, size: 0x3000_0000, baseWidth: .bits32, sizeWidth: .bits32))
        let pair = try pool([0, 6]) { $0.properties.append(.init("memory-bytes", .cells([0x1000]))) }
        #expect(pair == CPUList([0, 6], width: .bits32))
    }
}
