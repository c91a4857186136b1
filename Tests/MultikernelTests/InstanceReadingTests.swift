import DeviceTree
import Multikernel
import PhysicalMemory
import Testing

@Suite("Trees of one kernel, read")
struct InstanceReadingTests {
    @Test("An instance tells its name, what it owns and what it knows of its host")
    func instance() throws {
        let reading = try TreeFixture.reading("instance")
        #expect(reading.tree.kind == .instance)
        #expect(reading.remarks == [])
        let tree = try TreeFixture.instance("instance")
        #expect(tree.instance.name == "green")
        #expect(tree.instance.id == 5)
        let resources = try #require(tree.instance.resources)
        #expect(resources.memory?.range == MemoryRange(start: PhysicalAddress(0x4_7c00_9000), size: 0x1800_0000))
        // The first one boots the kernel: the order counts.
        #expect(resources.cpus == [11, 9])
        #expect(resources.devices.map(\.name) == ["serial8250"])
        #expect(tree.aliases == [Alias("wan0", "/pci@60/pci@1,0/pci@0,0")])
        #expect(tree.hostBridges.first?.children.first?.children.first?.device?.product == 0x101d)
        #expect(tree.chosen?.hostTreeCPUs == [0, 1])
        #expect(tree.instance.other.isEmpty)
    }

    @Test("A boot tree tells where messages go and what to leave alone")
    func boot() throws {
        let reading = try TreeFixture.reading("boot")
        #expect(reading.tree.kind == .boot)
        #expect(reading.remarks == [])
        let chosen = try #require(try TreeFixture.instance("boot").chosen)
        #expect(chosen.messages == BootInformation.MessageBuffer(address: 0x4_7c10_0000, pages: 66))
        #expect(chosen.hostMessages == BootInformation.MessageBuffer(address: 0x500_0000, pages: 65))
        #expect(chosen.poolSlot == 0x4_7c00_0000)
        #expect(
            chosen.reservedMemory == [
                BootInformation.Region(base: 0x500_0000, size: 0x41000),
                BootInformation.Region(base: 0x4_7d00_0000, size: 0x10000),
            ])
        #expect(chosen.hostTreeCPUs == [0, 1, 8, 9, 10])
        #expect(chosen.poolCPUs == nil)
        #expect(chosen.other.isEmpty)
    }

    @Test("Boot trees of older versions tell the processors of the pool")
    func olderBoot() throws {
        let chosen = try #require(try TreeFixture.instance("boot-pool-cpus").chosen)
        #expect(chosen.poolCPUs == [8, 9, 10, 11])
        #expect(chosen.hostCPU == 1)
        #expect(chosen.hostTree == nil)
    }

    @Test("A host's tree that comes as a blob is kept byte for byte")
    func hostBlob() throws {
        let chosen = try #require(try TreeFixture.instance("boot-host-blob").chosen)
        #expect(chosen.poolCPUs == [8, 9, 10, 11])
        #expect(chosen.hostTree == nil)
        #expect(chosen.other.properties.map(\.name) == ["multikernel,host-tree"])
        #expect(try chosen.other.properties.first?.value.bytes == TreeFixture.bytes("host-tree"))
    }

    @Test("What else an arm64 kernel wants to know is kept")
    func arm64() throws {
        let tree = try TreeFixture.instance("boot-arm64")
        #expect(tree.kind == .boot)
        #expect(tree.instance.resources?.cpus == [0x1_0000_0100, 0x300])
        #expect(tree.instance.other.nodes.map(\.name) == ["memory@2000010000", "cpus"])
        #expect(
            tree.chosen?.other.properties.map(\.name) == [
                "bootargs", "linux,initrd-start", "linux,initrd-end", "kaslr-seed", "rng-seed",
            ])
    }

    @Test("What KHO carried for a kernel is found in its root tree")
    func handedOver() throws {
        let tree = try TreeFixture.tree("handed-over")
        #expect(!MultikernelTree.recognises(tree))
        let handed = try #require(HandedOverInstance(in: tree))
        #expect(handed.messages == BootInformation.MessageBuffer(address: 0x4_7c10_0000, pages: 66))
        #expect(handed.hostMessages == BootInformation.MessageBuffer(address: 0x500_0000, pages: 65))
        let inner = try #require(try handed.tree())
        #expect(try MultikernelTree.read(inner).tree == TreeFixture.reading("instance-list").tree)
        #expect(HandedOverInstance(in: try TreeFixture.tree("pool")) == nil)
    }
}

extension InstanceTree {
    fileprivate var kind: MultikernelTree.Kind { MultikernelTree.instance(self).kind }
}
