import DeviceTree
import Multikernel
import Testing

@Suite("Changes, read")
struct OverlayReadingTests {
    @Test("A change tells its fragments and what each does")
    func overlay() throws {
        let reading = try TreeFixture.reading("overlay")
        #expect(reading.tree.kind == .overlay)
        #expect(reading.remarks == [])
        let overlay = try TreeFixture.overlay("overlay")
        #expect(overlay.label == "green: create and feed")
        #expect(overlay.fragments.map(\.number) == [0, 1, 0x10])
        #expect(overlay.fragments.map(\.target) == ["/instances", "/instances/green", "/resources"])
        #expect(
            overlay.fragments.map { $0.operations?.map(\.action.kind) } == [
                [.createInstance], [.addMemory, .addCPUs, .addDevices], [.addMemory, .addCPUs, .addDevices],
            ])
    }

    @Test("A request for an instance tells what it shall have and know")
    func request() throws {
        let action = try TreeFixture.overlay("overlay").fragments[0].operations?.first?.action
        guard case .createInstance(let request)? = action else {
            Issue.record("no instance is asked for")
            return
        }
        #expect(request.name == "green")
        #expect(request.id == 5)
        #expect(request.resources?.cpus == [11, 9])
        #expect(request.resources?.memory == SingleMemory(base: nil, size: 0x1800_0000))
        #expect(request.resources?.numaNodes == [1])
        #expect(request.resources?.other.nodes.map(\.name) == ["virtio"])
        #expect(request.options?.seesHostCore == true)
        #expect(request.chosen?.nodes.map(\.name) == ["multikernel,host-tree"])
    }

    @Test("Items are read with all that they say")
    func items() throws {
        let operations = try #require(try TreeFixture.overlay("overlay").fragments[1].operations)
        var memory = OverlayMemory(
            name: "memory@0", extent: .chunk(base: 0x4_9800_0000, size: 0x800_0000), numaNode: 0)
        memory.other.properties = [.init("mem-type", .bigEndian32(1)), .init("flags", .bigEndian32(0))]
        #expect(operations[0].action == .addMemory([memory]))
        #expect(
            operations[1].action
                == .addCPUs([
                    OverlayCPU(name: "cpu@a", id: 10, numaNode: 1), OverlayCPU(name: "cpu@8", id: 8, width: .bits32),
                ]))
        var device = OverlayDevice(name: "pci@0", pciID: "0000:61:00.0", driver: "mlx5_core")
        device.other.properties = [.init("flags", .bigEndian32(1))]
        #expect(operations[2].action == .addDevices([device]))
        let pool = try #require(try TreeFixture.overlay("overlay").fragments[2].operations)
        #expect(pool[0].action == .addMemory([OverlayMemory(name: "memory@0", extent: .request(size: 0x800_0000))]))
        #expect(pool[2].action == .addDevices([OverlayDevice(name: "pci@0", pciID: "0000:62:00.0", alias: "wan1")]))
    }

    @Test("Everything that can be taken away is read")
    func removal() throws {
        let fragments = try TreeFixture.overlay("overlay-remove").fragments
        #expect(
            fragments.map { $0.operations?.map(\.action.kind) } == [
                [.removeMemory, .removeCPUs, .removeDevices], [.removeInstance],
                [.removeCPUs, .removeDevices, .removeMemory],
            ])
        #expect(fragments[1].operations?.first?.action == .removeInstance(name: "green"))
    }

    @Test("A change in the words of the first versions is kept, and said to be one")
    func oldDialect() throws {
        let reading = try TreeFixture.reading("overlay-old")
        #expect(reading.remarks.map(\.kind) == [.oldOverlay])
        let operations = try #require(try TreeFixture.overlay("overlay-old").fragments.first?.operations)
        guard case .createInstance(let request) = operations[0].action else {
            Issue.record("no instance is asked for")
            return
        }
        #expect(request.resources?.cpus == CPUList([10, 11], width: .bits32))
        #expect(operations[1].action == .addMemory([]))
        #expect(operations[1].other.properties.map(\.name) == ["mk,instance"])
        #expect(operations[1].other.nodes.map(\.name) == ["region@0"])
    }
}
