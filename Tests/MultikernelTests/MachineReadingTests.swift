import HandoverState
import DeviceTree
import HandoverState
import Multikernel
import PhysicalMemory
import Testing

@Suite("Trees of what a kernel has, read")
struct MachineReadingTests {
    @Test("A baseline tells processors, memory by size, devices and their names")
    func baseline() throws {
        let reading = try TreeFixture.reading("baseline")
        #expect(reading.tree.kind == .baseline)
        #expect(reading.remarks == [])
        let machine = try TreeFixture.machine("baseline")
        #expect(machine.compatible == ["multikernel-v1"])
        let pool = try #require(machine.pool)
        #expect(pool.cpus == [8, 9, 10, 11])
        #expect(
            pool.memory == [
                PoolMemory(name: "memory@0", extent: .request(size: 0x4000_0000), numaNode: 0),
                PoolMemory(name: "memory@1", extent: .request(size: 0x2000_0000)),
            ])
        #expect(
            pool.devices.map(\.identity) == [
                .pci(try #require(PCIAddress("0000:61:00.0"))), .pci(try #require(PCIAddress("0001:02:1f.3"))),
                .platform(name: "serial8250", acpi: nil), .platform(name: "rtc_cmos", acpi: "PNP0B00"),
            ])
        #expect(pool.devices.map(\.vendor) == [0x15b3, 0x144d, nil, nil])
        #expect(machine.aliases == [Alias("wan0", "/resources/devices/ethernet")])
    }

    @Test("The ways of the cache are read")
    func cacheWays() throws {
        let pool = try #require(try TreeFixture.machine("baseline-cache").pool)
        #expect(pool.cacheWays == 0xff0)
        #expect(pool.cacheClass == 3)
        #expect(pool.singleMemory == SingleMemory(base: 0x1_8000_0000, size: 0x4000_0000))
    }

    @Test("A pool tells chunks, free processors, and devices behind bridges")
    func pool() throws {
        let reading = try TreeFixture.reading("pool")
        #expect(reading.tree.kind == .pool)
        #expect(reading.remarks == [])
        let machine = try TreeFixture.machine("pool")
        #expect(machine.id == 0)
        #expect(machine.other.isEmpty)
        let pool = try #require(machine.pool)
        #expect(pool.freeCPUs == [8, 9, 10])
        #expect(
            pool.memory == [
                PoolMemory(
                    name: "memory@47c000000", extent: .chunk(base: 0x4_7c00_0000, size: 0x4000_0000), numaNode: 0),
                PoolMemory(
                    name: "memory@87e000000", extent: .chunk(base: 0x8_7e00_0000, size: 0x2000_0000), numaNode: 1),
            ])
        let bridge = try #require(machine.hostBridges.first)
        #expect(bridge.buses == BusRange(first: 0x60, last: 0x7f))
        #expect(bridge.configuration == MemoryRange(start: PhysicalAddress(0xe600_0000), size: 0x200_0000))
        #expect(bridge.windows.map(\.flags) == [0x0100_0000, 0x0200_0000, 0x4300_0000])
        #expect(bridge.windows.last?.size == 0x4_0000_0000)
        let deepest = try #require(bridge.children.last?.children.last?.children.first)
        #expect(deepest.device?.identity == .pci(try #require(PCIAddress("0000:62:00.1"))))
        #expect(deepest.device?.vendor == 0x1af4)
        let second = try #require(machine.hostBridges.last?.children.first?.device)
        #expect(second.identity == .pci(try #require(PCIAddress("0001:02:1f.3"))))
        #expect(second.other.properties.map(\.name) == ["status"])
    }

    @Test("A host tells what there is, how it belongs together and who gets what")
    func host() throws {
        let reading = try TreeFixture.reading("host")
        #expect(reading.tree.kind == .host)
        let machine = try TreeFixture.machine("host")
        let pool = try #require(machine.pool)
        let ethernet = try #require(pool.devices.first)
        #expect(ethernet.labels == ["eth0"])
        #expect(ethernet.compatible == ["pci15b3,101d", "mellanox,connectx-6"])
        #expect(
            ethernet.virtualFunctions
                == Device.Division(count: 8, hostReserved: 0, available: [1, 2, 3, 4, 5, 6, 7]))
        #expect(ethernet.numaNode == 0)
        #expect(pool.devices[1].namespaces == Device.Division(count: 4, hostReserved: 1, available: [2, 3, 4]))
        #expect(pool.devices[2].identity == .unknown(type: nil, pciID: "0000:63:00.0"))
        let node = try #require(pool.topology?.nodes.last)
        #expect(node.number == 1)
        #expect(node.memory == MemoryRange(start: PhysicalAddress(0x1_4000_0000), size: 0x4000_0000))
        #expect(node.memoryType == "cxl")
        #expect(node.cpus == CPUList([10, 11], width: .bits32))
        #expect(node.distances == [21, 10])
        #expect(machine.references.map(\.name) == ["eth0_vf1", "disk0_ns2", "eth0_vf2"])
        #expect(
            machine.references.map(\.parent) == [
                .phandle(try #require(ethernet.phandle)), .text("/resources/devices/storage"), .text("eth0"),
            ])
        #expect(machine.references.map(\.virtualFunction) == [1, nil, 2])
        #expect(machine.references.map(\.namespace) == [nil, 2, nil])
        #expect(machine.references[0].labels == ["eth0_vf1"])
        // All labels have found their nodes; what kerf asks of the whole machine has no place in the model.
        #expect(machine.other.nodes == [])
        #expect(machine.other.properties.map(\.name) == ["memory-granule"])
    }

    @Test("Instances of a host refer to devices by phandle, path and name")
    func instancesOfAHost() throws {
        let machine = try TreeFixture.machine("host")
        let instances = try #require(machine.instances)
        #expect(instances.map(\.name) == ["green", "red", "blue"])
        #expect(instances.map(\.id) == [5, 6, nil])
        let resources = try instances.map { try #require($0.resources) }
        #expect(resources.map(\.cpus?.ids) == [[8, 9], [10], [11]])
        let phandles = machine.references.compactMap(\.phandle)
        #expect(
            resources.map(\.deviceReferences) == [
                .phandles(phandles), .texts(["/resources/devices/ethernet", "storage"]), .names(["relic"]),
            ])
        #expect(resources.map(\.numaNodes) == [[0], [1, 0], nil])
        #expect(resources.map(\.cpuAffinity) == ["compact", "local", nil])
        #expect(resources.map(\.memoryPolicy) == ["bind", "interleave", nil])
        #expect(resources[0].rings?.completions == 256)
        #expect(instances[0].options?.seesHostCore == true)
        #expect(instances[1].options == nil)
    }

    @Test("A list of instances is read as the first versions wrote it")
    func instanceList() throws {
        let reading = try TreeFixture.reading("instance-list")
        #expect(reading.tree.kind == .instanceList)
        #expect(reading.remarks == [])
        let instances = try #require(try TreeFixture.machine("instance-list").instances)
        #expect(
            instances.map(\.resources?.cpus) == [
                CPUList([10, 11], width: .bits32), CPUList([9], width: .bits32),
            ])
        #expect(instances[0].resources?.deviceReferences == .names(["ethernet", "uart"]))
        #expect(
            instances[1].resources?.memory
                == SingleMemory(base: 0x6000_0000, size: 0x800_0000, baseWidth: .bits32, sizeWidth: .bits32))
    }

    @Test("Devices that the first versions wrote among the resources are found")
    func generated() throws {
        let instances = try #require(try TreeFixture.machine("instance-generated").instances)
        let resources = try #require(instances.first?.resources)
        #expect(resources.cpus == CPUList([10, 11], width: .bits32))
        #expect(resources.generatedDevices.map(\.name) == ["pci@8086:1572", "platform@0"])
        #expect(
            resources.generatedDevices.map(\.identity) == [
                .pci(try #require(PCIAddress("0000:61:00.1"))), .platform(name: "serial8250", acpi: "PNP0501"),
            ])
        #expect(resources.generatedDevices[0].product == 0x1572)
        #expect(instances.first?.other.properties.map(\.name) == ["compatible", "status"])
    }
}
