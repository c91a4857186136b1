import ComponentSupport
import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory
import Testing

@Suite("Typed components")
struct TypedComponentTests {
    private let components = Hypervisor().liveUpdate.components(knowing: ComponentFormat.known)

    private func content(_ path: String) -> FileContent? {
        components.files.first { "\($0.place)" == path }?.content
    }

    @Test("Functions that files stand for are devices, the others bridges")
    func tellsBridges() throws {
        let pci = try #require(components.pci)
        #expect(pci.functions.map { "\($0.address)" } == Hypervisor.functions.map(\.address))
        #expect(pci.functions.map(\.kind) == [.bridge, .bridge, .bridge, .device, .device, .device, .device])
        #expect(pci.announced == 7)
    }

    @Test("Bridges make a tree by what they count and the order of buses")
    func makesTree() throws {
        let pci = try #require(components.pci)
        let root = try #require(PCITopology(pci.functions).roots.first)
        #expect(PCITopology(pci.functions).roots.count == 1)
        #expect("\(root.function.address)" == "0000:00:01.0")
        #expect(root.children.map { "\($0.function.address)" } == ["0000:01:00.0", "0000:01:01.0"])
        #expect(
            root.children.map { $0.children.map { "\($0.function.address)" } } == [
                ["0000:02:00.0", "0000:02:00.1"], ["0000:03:00.0", "0000:03:00.1"],
            ])
    }

    @Test("A device knows its function, and its page tables by session and token")
    func linksDevices() {
        guard case .device(let device)? = content("/LUO/vm-1/0x51") else {
            Issue.record("no device")
            return
        }
        #expect("\(device.address)" == "0000:03:00.1")
        #expect(device.function.identity?.description == "/LUO/pci-v2/devices/6")
        #expect(device.iommufd == .to(FilePlace(session: "vm-1", token: 0x40)))
        #expect(device.canReset == true)
    }

    @Test("Page tables are domains of the IOMMU, which devices are attached to")
    func linksDomains() throws {
        guard case .iommufd(let iommufd)? = content("/LUO/vm-0/0x40") else {
            Issue.record("no iommufd")
            return
        }
        let iommu = try #require(components.iommu)
        #expect(iommufd.pageTables.map(\.token) == [1, 2])
        #expect(iommufd.pageTables.map(\.domain) == [.to(iommu.domains[0].place), .to(iommu.domains[1].place)])
        #expect(iommu.devices.map(\.domain.identity) == [0, 1, 2, 2].map { iommu.domains[$0].place })
        #expect(iommu.devices.allSatisfy { $0.unit == .to(iommu.units[0].place) })
        #expect(iommu.units[0].rootTable == 0x6010_0000)
    }

    @Test("A processor has its machine, registers by name, and the CPU that runs it")
    func readsProcessors() throws {
        guard case .processor(let processor)? = content("/LUO/vm-1/0x11") else {
            Issue.record("no processor")
            return
        }
        #expect(processor.machine == .to(FilePlace(session: "vm-1", token: 0x10)))
        #expect(processor.registers.first { $0.name == "regs.rip" }?.value == 0xffff_ffff_8100_0000)
        #expect(processor.registers.first { $0.name == "msrs.entries[0x10]" }?.value == 0x1234)
        #expect(processor.caretaker?.state == .running)
        #expect(processor.isStale)
        let cpus = try #require(components.cpus)
        #expect(cpus.cpus.map(\.number) == [3])
        #expect(processor.caretaker?.cpu.identity == cpus.cpus.first?.place)
        #expect(cpus.cpus.first?.addressSpace?.topTable == 0x6200_0000)
    }

    @Test("Guest memory belongs to a machine, and huge pages are counted by size")
    func readsMemory() {
        guard case .guestMemory(let memory)? = content("/LUO/vm-1/0x30") else {
            Issue.record("no guest memory")
            return
        }
        #expect(memory.machine == .to(FilePlace(session: "vm-1", token: 0x10)))
        #expect(memory.folios?.count == 1)
        #expect(components.hugePages?.sizes == [HugePages.Size(order: 18, count: 1)])
    }

    @Test("Where things lie and where tokens start makes no difference to what they are")
    func isFreeOfAddresses() {
        var moved = Hypervisor()
        moved.base = 0x4000_0000
        #expect(moved.liveUpdate.components(knowing: ComponentFormat.known) == components)
    }

    @Test("What refers to nothing dangles, with what it holds")
    func dangles() throws {
        var state = Hypervisor().liveUpdate
        state.sessions?[1].files.removeAll { $0.token == 0x10 || $0.token == 0x40 }
        let components = state.components(knowing: ComponentFormat.known)
        let contents = components.files.filter { $0.place.session == "vm-1" }.map(\.content)
        guard case .processor(let processor) = contents[0], case .device(let device)? = contents.last else {
            Issue.record("other files than expected")
            return
        }
        #expect(processor.machine == .dangling([0x10]))
        #expect(device.iommufd == .dangling([0x40]))
    }
}
