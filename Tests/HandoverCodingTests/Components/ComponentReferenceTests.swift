import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory
import Testing

@Suite("References between components")
struct ComponentReferenceTests {
    /// An object of the IOMMU core with two domains, and a file whose page table is in the second.
    private static func iommu() throws -> ComponentMachine {
        let domains = (0..<2).map { index in
            ComponentObject(
                "iommu_domain_ser", address: PhysicalAddress(0x1010 + 37 * UInt64(index)),
                [.init("top_table_phys", .address(0x100_000)), .init("top_level", .number(UInt64(index)))])
        }
        let map = ComponentObject("iommu_dev_map_ser", [.init("domain_phys", .address(domains[1].address ?? 0))])
        let device = ComponentObject("iommu_device_ser", [.init("domain_iommu_ser", .object(map))])
        let core = ComponentObject(
            "iommu_flb_ser",
            [
                .init("iommu_array_phys", .objects([])), .init("iommu_domain_array_phys", .objects(domains)),
                .init("device_array_phys", .objects([device])),
            ])
        let table = ComponentObject("iommufd_hwpt_ser", [.init("domain_data", .address(domains[1].address ?? 0))])
        let file = ComponentObject("iommufd_ser", [.init("hwpt_array", .objects([table]))])
        return try ComponentMachine([
            .init(format: try componentFormat("iommufd@2026-09"), root: file),
            .init(format: try componentFormat("iommu@2026-09"), root: core),
        ])
    }

    private func expectLinked(_ state: HandoverState) throws {
        let (core, file) = (try #require(state.components.first?.root), try #require(state.components.last?.root))
        guard case .objects(let domains)? = core["iommu_domain_array_phys"], domains.count == 2,
            case .objects(let devices)? = core["device_array_phys"], let device = devices.first,
            case .object(let map)? = device["domain_iommu_ser"], case .objects(let tables)? = file["hwpt_array"]
        else {
            Issue.record("the objects are not there")
            return
        }
        let second = try #require(domains[1].address)
        #expect(domains[1].number("top_level") == 1)
        #expect(map["domain_phys"] == .address(second))
        #expect(tables.first?["domain_data"] == .address(second))
        // What belongs to another keeps its place.
        #expect(domains[1]["top_table_phys"] == .address(0x100_000))
    }

    @Test("Addresses of structures are those of their new places, also across components")
    func moved() throws {
        let machine = try Self.iommu()
        let first = try machine.decode()
        #expect(first.handover.damage == [])
        try expectLinked(first.handover.state)
        let other = MemoryRange(from: 0x5000_0000, to: 0x6000_0000)
        let again = try HandoverEncoder(ComponentMachine.profile, origin: ComponentMachine.profile)
            .encode(first.handover.state, in: .init(ram: [[other]], replaced: first.structures))
        let second = try ComponentMachine.decode(again.image, root: again.root)
        #expect(second.handover.damage == [])
        try expectLinked(second.handover.state)
    }

    @Test("A processor that is in the list and a file is one structure, read once")
    func twice() throws {
        let session = ComponentObject("cpu_preserved_session_ser", address: 0x9000, [.init("as", .absent)])
        let cpus = (0..<3).map { index in
            ComponentObject(
                "cpu_preserved_ser", address: PhysicalAddress(0x1000 + 0x1000 * UInt64(index)),
                [
                    .init("cpu", .number(UInt64(index))),
                    .init("session", index == 0 ? .object(session) : .address(0x9000)),
                ])
        }
        let core = ComponentObject("cpu_preserved_global_ser", [.init("cpus", .objects(cpus))])
        var file = cpus[1]
        file["next"] = .address(0x3000)
        let machine = try ComponentMachine([
            .init(format: try componentFormat("cpus@x86-2026-09"), root: core),
            .init(format: try componentFormat("cpu@2026-09"), root: file),
        ])
        let result = try machine.decode()
        #expect(result.handover.damage == [])
        let states = result.handover.state.components
        guard case .objects(let list)? = states.first?.root["cpus"], list.count == 3,
            case .object(let shared)? = list[0]["session"]
        else {
            Issue.record("the list is not there")
            return
        }
        #expect(states.last?.root == list[1])
        #expect(list[1]["session"] == shared.address.map { .address($0) })
        #expect(result.handover.state.liveUpdate?.sessions?.first?.files.first?.data == list[1].address?.value)
    }

    @Test("Structures that were read are told with their places")
    func located() throws {
        let result = try Self.iommu().decode()
        let located = (result.located ?? []).filter { $0.kind == .component }
        #expect(Set(located.map(\.path)) == ["/LUO/iommu-liveupdate", "/LUO/vm/0x1"])
        #expect(located.count == 5)
    }
}
