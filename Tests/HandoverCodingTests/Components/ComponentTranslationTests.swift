import ComponentSupport
import HandoverABI
import HandoverCoding
import HandoverState
import Testing

@Suite("Translation between revisions of components")
struct ComponentTranslationTests {
    private func format(_ name: String) throws -> ComponentFormat {
        try #require(ComponentFormat.known.named(name))
    }

    private func translate(
        _ old: String, _ values: (ComponentFormat) -> [String: ComponentValue], to new: String
    ) throws -> ComponentTranslation {
        let origin = try format(old)
        return try ComponentTranslation(
            of: origin.state(values(origin)).root, from: origin, to: format(new), at: "/x")
    }

    @Test(
        "A state that stays in its format stays as it is",
        arguments: ComponentFormat.known.filter { $0.place != .orchestrator }.map(\.name))
    func keepsFormat(name: String) throws {
        let format = try format(name)
        let object = format.state().root
        let translation = ComponentTranslation(of: object, from: format, to: format, at: "/x")
        #expect(translation.losses.isEmpty)
        #expect(translation.additions.isEmpty)
        #expect(translation.obstacles.isEmpty)
        #expect(translation.object.members.map(\.name).sorted() == object.members.map(\.name).sorted())
    }

    @Test("Counts of functions are the new format's own, and holes go where there can be none")
    func countsFunctions() throws {
        let translation = try translate(
            "pci@v2-tree",
            { pci in
                let entries = [1, 0, 1].map {
                    pci.made("pci_dev_ser", ["bdf": .number(0x200), "refcount": .number($0)])
                }
                return ["max_nr_devices": .number(3), "nr_devices": .number(2), "devices": .objects(entries)]
            }, to: "pci@2025-10")
        #expect(translation.object.raw("nr_devices") == 2)
        #expect(translation.object.objects(at: "devices")?.count == 2)
        #expect(translation.losses.map(\.path) == ["/x/devices/0/refcount", "/x/devices/2/refcount"])
        #expect(translation.obstacles.isEmpty)
    }

    @Test("A function without a count is counted once, and that is told")
    func makesUpCounts() throws {
        let translation = try translate(
            "pci@2025-10",
            { ["nr_devices": .number(1), "devices": .objects([$0.made("pci_dev_ser", ["bdf": .number(8)])])] },
            to: "pci@v9")
        #expect(translation.object.raw("version") == 1)
        #expect(translation.object.objects(at: "devices")?.first?.raw("refcount") == 1)
        #expect(translation.additions.map(\.path) == ["/x/devices/0/refcount"])
    }

    @Test("A segment that does not fit is named")
    func namesWhatDoesNotFit() throws {
        let translation = try translate(
            "vfio-pci@2026-07", { _ in ["domain": .number(0x1_0000), "bdf": .number(0x300)] }, to: "vfio-pci@2025-10")
        #expect(
            translation.obstacles == [
                .init("/x/domain", "0x10000 does not fit the 16 bits of vfio-pci@2025-10")
            ])
    }

    @Test("Whether a device can be reset and its page tables have no place in v5")
    func losesTokens() throws {
        let translation = try translate(
            "vfio-pci@2026-02",
            {
                [
                    "reset_works": .number(1),
                    "iommufd_ser": .object($0.made("vfio_iommufd_ser", ["token": .number(0x40)])),
                ]
            }, to: "vfio-pci@2026-07")
        #expect(translation.losses.map(\.path) == ["/x/reset_works", "/x/iommufd_ser"])
        #expect(translation.losses[0].reason == "vfio-pci@2026-07 has no place for it: 1")
    }

    @Test("Attributes of guest pages have no place in later revisions")
    func losesAttributes() throws {
        let translation = try translate(
            "kvm-vm@rfc-v1",
            {
                [
                    "nr_mem_attrs": .number(1),
                    "mem_attrs": .objects([$0.made("kvm_mem_attr_ser", ["gfn": .number(1)])]),
                ]
            }, to: "kvm-vm@2026-07")
        #expect(translation.losses.map(\.path) == ["/x/mem_attrs"])
    }

    @Test("Special registers of one kind cannot be told from the other", arguments: [false, true])
    func refusesSpecialRegisters(isBack: Bool) throws {
        let names = ["kvm-vcpu@x86-draft", "kvm-vcpu@x86-2026-09"]
        let translation = try translate(
            names[isBack ? 1 : 0], { ["arch_state": .object($0.made("kvm_vcpu_arch_ser"))] }, to: names[isBack ? 0 : 1])
        #expect(translation.obstacles.map(\.path) == ["/x/arch_state/sregs"])
    }

    @Test("A list within a structure of its own and one behind the structure are the same")
    func wrapsLists() throws {
        let translation = try translate(
            "kvm-vcpu@x86-draft",
            {
                [
                    "arch_state": .object(
                        $0.made(
                            "kvm_vcpu_arch_ser",
                            [
                                "num_msrs": .number(1),
                                "msrs": .objects([$0.made("kvm_msr_entry", ["index": .number(0x10)])]),
                            ]))
                ]
            }, to: "kvm-vcpu@x86-2026-09")
        let state = translation.object.object(at: "arch_state")
        #expect(state?.raw("msrs.nmsrs") == 1)
        #expect(state?.objects(at: "msrs.entries")?.first?.raw("index") == 0x10)
        #expect(state?.object(at: "cpuid") != nil)
    }

    @Test("Components whose names are unknown go by the names of their members")
    func translatesDescriptions() {
        func made(_ revision: String, _ members: [ComponentMember]) -> ComponentFormat {
            ComponentFormat(
                "widget", revision: revision, compatible: "widget", place: .file, rank: 1, source: "made up",
                root: "widget", structures: [ComponentStructure("widget", size: 16, members)])
        }
        let old = made("1", [ComponentMember("a", at: 0, .integer(8)), ComponentMember("b", at: 8, .integer(8))])
        let new = made("2", [ComponentMember("b", at: 0, .integer(2)), ComponentMember("c", at: 2, .text(4))])
        let translation = ComponentTranslation(
            of: old.state(["a": .number(1), "b": .number(2)]).root, from: old, to: new, at: "/x")
        #expect(translation.object.members == [.init("b", .number(2)), .init("c", .text(""))])
        #expect(translation.losses.map(\.path) == ["/x/a"])
        #expect(translation.additions.map(\.path) == ["/x/c"])
    }

    // MARK: Whole states

    @Test("A machine goes to the newest formats: handlers and objects get their names, and losses are told")
    func translatesMachine() throws {
        let targets = Hypervisor.newest.compactMap { ComponentFormat.known.named($0) }
        let translation = LiveUpdateTranslation(
            of: Hypervisor().liveUpdate, to: targets, knowing: ComponentFormat.known)
        #expect(translation.obstacles.isEmpty)
        #expect(
            translation.liveUpdate.flbs?.map(\.name) == ["pci", "iommu-liveupdate", "cpu_flb_v1", "hugetlb-v1"])
        #expect(translation.losses.filter { $0.path.hasSuffix("/iommufd_ser") }.count == 4)
        #expect(translation.losses.contains { $0.path == "/LUO/vm-0/0x10/mem_attrs" })
        #expect(translation.losses.contains { $0.path.hasSuffix("/iommu_array_phys/0/intel") })
        let graph = ComponentGraph(of: translation.liveUpdate, formats: ComponentFormat.known)
        #expect(graph.edges.allSatisfy { $0.node != nil || $0.end == .none })
    }

    @Test("A token that a format lacks is told by the IOMMU's domain")
    func derivesTokens() throws {
        let state = Hypervisor(Hypervisor.newest).liveUpdate
        let target = try format("vfio-pci@2026-02")
        let translation = LiveUpdateTranslation(of: state, to: [target], knowing: ComponentFormat.known)
        let graph = ComponentGraph(of: translation.liveUpdate, formats: ComponentFormat.known)
        let devices = graph.components.files.compactMap { file in
            if case .device(let device) = file.content { device.iommufd.identity.map { "\($0)" } } else { nil }
        }
        #expect(devices == ["/LUO/vm-0/0x40", "/LUO/vm-0/0x40", "/LUO/vm-1/0x40", "/LUO/vm-1/0x40"])
        #expect(translation.additions.contains { $0.reason.hasPrefix("the IOMMU's domain tells it") })
    }

    @Test("A token with more than 32 bits is an error where it is derived as where it stands")
    func refusesLargeTokens() throws {
        var machine = Hypervisor(Hypervisor.newest)
        machine.firstToken = 1 << 32
        let target = try format("vfio-pci@2026-02")
        let translation = LiveUpdateTranslation(
            of: machine.liveUpdate, to: [target], knowing: ComponentFormat.known)
        #expect(translation.obstacles.count == 4)
        #expect(translation.obstacles.allSatisfy { $0.path.hasSuffix("/iommufd_ser/token") })
    }
}
