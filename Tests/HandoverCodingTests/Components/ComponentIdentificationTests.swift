import HandoverABI
import HandoverCoding
import HandoverState
import Testing

@Suite("Which revision of a component's format")
struct ComponentIdentificationTests {
    /// What becomes of what one revision wrote when several share its string: the revision that is chosen, and how sure.
    private struct Expectation {
        let written: String
        let read: String
        let confidence: ABIIdentification.Confidence
        let alternatives: [String]

        init(
            _ written: String, _ read: String, _ confidence: ABIIdentification.Confidence, _ alternatives: [String] = []
        ) {
            self.written = written
            self.read = read
            self.confidence = confidence
            self.alternatives = alternatives
        }
    }

    private static let table: [Expectation] = [
        Expectation("pci@2025-10", "pci@2025-10", .certain),
        Expectation("pci@2026-04", "pci@2026-04", .certain),
        Expectation("iommu@v1-intel", "iommu@v1-intel", .certain),
        Expectation("iommu@2026-09", "iommu@2026-09", .certain),
        Expectation("kvm-vm@rfc-v1", "kvm-vm@rfc-v1", .certain),
        // A type alone reads as the newest does that has no folios.
        Expectation("kvm-vm@2026-07", "kvm-vm@orphanvm", .assumed, ["kvm-vm@2026-07", "kvm-vm@rfc-v1"]),
        Expectation("kvm-vm@orphanvm", "kvm-vm@orphanvm", .certain),
        Expectation("kvm-vcpu@x86-draft", "kvm-vcpu@x86-draft", .certain),
        Expectation("kvm-vcpu@x86-2026-09", "kvm-vcpu@x86-2026-09", .certain),
        Expectation("kvm-vcpu@arm64-2026-09", "kvm-vcpu@arm64-2026-09", .certain),
    ]

    /// An object of a format with something in every part that tells it from others.
    private static func sample(_ format: ComponentFormat) -> ComponentObject {
        var generator = SeededGenerator(seed: 40)
        while true {
            let object = format.random(using: &generator)
            let isRich = object.members.allSatisfy { member in
                switch member.value {
                case .absent: false
                case .objects(let objects): !objects.isEmpty
                default: true
                }
            }
            if isRich { return object }
        }
    }

    @Test("Each revision's bytes are read as that revision, or what they could be is listed")
    func revisions() throws {
        for expectation in Self.table {
            let format = try componentFormat(expectation.written)
            let machine = try ComponentMachine([.init(format: format, root: Self.sample(format))])
            let state = try #require(machine.decode().handover.state.components.first)
            #expect(state.abi == expectation.read, "\(expectation.written): \(state.evidence)")
            #expect(state.confidence == expectation.confidence, "\(expectation.written): \(state.evidence)")
            #expect(state.alternatives == expectation.alternatives, "\(expectation.written)")
        }
    }

    /// A device at 1:3.0, as a revision of vfio-pci stores it.
    private static func device(_ revision: String) throws -> ComponentMachine.Item {
        let format = try componentFormat(revision)
        var object = ComponentObject(
            "vfio_pci_core_device_ser", [.init("bdf", .number(0x300)), .init("domain", .number(1))])
        if format.structures[0].member("reset_works") != nil { object["reset_works"] = .number(1) }
        if format.structures.count > 1 {
            object["iommufd_ser"] = .object(.init("vfio_iommufd_ser", [.init("token", .number(9))]))
        }
        return .init(format: format, root: object)
    }

    @Test(
        "A device of VFIO is told by what the PCI core says of it",
        arguments: [
            ("vfio-pci@2025-10", "vfio-pci@2026-02"), ("vfio-pci@2026-01", "vfio-pci@2026-02"),
            ("vfio-pci@2026-02", "vfio-pci@2026-02"), ("vfio-pci@2026-07", "vfio-pci@2026-07"),
        ])
    func links(_ written: String, _ read: String) throws {
        let entry = ComponentObject(
            "pci_dev_ser",
            [.init("domain", .number(1)), .init("bdf", .number(0x300)), .init("refcount", .number(1))])
        let core = ComponentObject("pci_ser", [.init("devices", .objects([entry]))])
        let machine = try ComponentMachine([
            .init(format: try componentFormat("pci@v9"), root: core), try Self.device(written),
        ])
        let states = try machine.decode().handover.state.components
        #expect(states.map(\.abi) == ["pci@v9", read])
        // Where bytes are zero that an older revision does not have, the older ones are listed.
        #expect(states.last?.abi == written || states.last?.alternatives.contains(written) == true)
    }

    @Test("A format that is given is taken, whatever the bytes show")
    func given() throws {
        let item = try Self.device("vfio-pci@2026-07")
        let forced = ComponentFormats(forced: [try componentFormat("vfio-pci@2025-10")])
        let machine = try ComponentMachine([item])
        let state = try #require(machine.decode(forced).handover.state.components.first)
        #expect(state.abi == "vfio-pci@2025-10")
        #expect(state.confidence == .given)
    }

    @Test("A string without a format, and data that is no address, stay as they are")
    func opaque() throws {
        let machine = try ComponentMachine([try Self.device("vfio-pci@2026-07")])
        #expect(try machine.decode(.none).handover.state.components == [])
    }

    @Test("A format is found by its name, and by the string that handovers have")
    func names() {
        #expect(ComponentFormat.known.named("vfio-pci@2026-07")?.rank == 4)
        #expect(ComponentFormat.known.named("vfio-pci-v1@2026-07")?.rank == 4)
        #expect(ComponentFormat.known.named("vfio-pci@2027-07") == nil)
    }

    @Test("Every known description is sound, and has a name of its own")
    func problems() {
        for format in ComponentFormat.known { #expect(format.problems == [], "\(format.name)") }
        #expect(Set(ComponentFormat.known.map(\.name)).count == ComponentFormat.known.count)
    }
}
