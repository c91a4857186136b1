import ComponentSupport
import FixtureSupport
import HandoverABI
import HandoverCoding
import HandoverState
import Testing

/// Bytes that one revision of a component wrote, read by the others that go by the same string.
@Suite struct WrongRevisionTests {
    /// A string that several revisions have.
    private struct Family: Hashable {
        let string: String
        let place: ComponentFormat.Place
    }

    private static var families: [[ComponentFormat]] {
        let formats = ComponentFormat.known.filter { $0.place != .orchestrator }
        return Dictionary(grouping: formats) { Family(string: $0.compatible, place: $0.place) }.values
            .filter { $0.count > 1 }.sorted { $0[0].name < $1[0].name }
    }

    private static func component(_ state: HandoverState) -> ComponentState? {
        state.liveUpdate?.flbs?.first?.component ?? state.liveUpdate?.sessions?.first?.files.first?.component
    }

    /// Whether the bytes of one revision contradict another.
    private static func verdict(of image: ComponentFixture, by reader: ComponentFormat) throws -> String {
        let handover = try image.decoded(by: ComponentFormats([reader])).handover
        // Of one format alone, what does not contradict it is certain.
        return component(handover.state)?.confidence == .certain ? "undecidable" : "noticed"
    }

    @Test("What one revision wrote is told from another's by its bytes, but for the pairs that are listed")
    func pairs() throws {
        var table: [String] = []
        for family in Self.families {
            for writer in family {
                let image = try ComponentFixture(writer)
                for reader in family where reader != writer {
                    table.append("\(writer.name) as \(reader.name): \(try Self.verdict(of: image, by: reader))")
                }
            }
        }
        #expect(table == Self.table)
    }

    @Test("The revision is named, or all that it could be")
    func identified() throws {
        var table: [String] = []
        for writer in Self.families.joined() {
            let state = try Self.component(ComponentFixture(writer).decoded(by: .known).handover.state)
            let read = try #require(state)
            #expect(read.abi == writer.name || read.alternatives.contains(writer.name))
            table.append(
                "\(writer.name): \(read.abi), \(read.confidence)"
                    + (read.alternatives.isEmpty ? "" : "; or " + read.alternatives.joined(separator: ", ")))
        }
        #expect(table == Self.identities)
    }

    /// Without another object that a device is an entry of, all four revisions of `vfio-pci` are a few small numbers.
    private static let table = [
        "cpus@arm64-2026-09 as cpus@x86-2026-09: noticed",
        "cpus@x86-2026-09 as cpus@arm64-2026-09: undecidable",
        "kvm-vcpu@x86-draft as kvm-vcpu@x86-2026-09: noticed",
        "kvm-vcpu@x86-draft as kvm-vcpu@arm64-2026-09: noticed",
        "kvm-vcpu@x86-2026-09 as kvm-vcpu@x86-draft: noticed",
        "kvm-vcpu@x86-2026-09 as kvm-vcpu@arm64-2026-09: noticed",
        "kvm-vcpu@arm64-2026-09 as kvm-vcpu@x86-draft: noticed",
        "kvm-vcpu@arm64-2026-09 as kvm-vcpu@x86-2026-09: noticed",
        "kvm-vm@rfc-v1 as kvm-vm@2026-07: noticed",
        "kvm-vm@rfc-v1 as kvm-vm@orphanvm: noticed",
        "kvm-vm@2026-07 as kvm-vm@rfc-v1: undecidable",
        "kvm-vm@2026-07 as kvm-vm@orphanvm: undecidable",
        "kvm-vm@orphanvm as kvm-vm@rfc-v1: noticed",
        "kvm-vm@orphanvm as kvm-vm@2026-07: noticed",
        "pci@2025-10 as pci@2026-04: noticed",
        "pci@2026-04 as pci@2025-10: noticed",
        "vfio-pci@2025-10 as vfio-pci@2026-01: undecidable",
        "vfio-pci@2025-10 as vfio-pci@2026-02: undecidable",
        "vfio-pci@2025-10 as vfio-pci@2026-07: undecidable",
        "vfio-pci@2026-01 as vfio-pci@2025-10: noticed",
        "vfio-pci@2026-01 as vfio-pci@2026-02: undecidable",
        "vfio-pci@2026-01 as vfio-pci@2026-07: undecidable",
        "vfio-pci@2026-02 as vfio-pci@2025-10: noticed",
        "vfio-pci@2026-02 as vfio-pci@2026-01: noticed",
        "vfio-pci@2026-02 as vfio-pci@2026-07: noticed",
        "vfio-pci@2026-07 as vfio-pci@2025-10: noticed",
        "vfio-pci@2026-07 as vfio-pci@2026-01: undecidable",
        "vfio-pci@2026-07 as vfio-pci@2026-02: undecidable",
    ]

    /// A type alone, with zeros behind it, is a `kvm-vm` of any revision: each is preserved as a page, so that sizes tell
    /// nothing either. The newest is taken, and the others are named.
    private static let identities = [
        "cpus@arm64-2026-09: cpus@arm64-2026-09, certain",
        "cpus@x86-2026-09: cpus@x86-2026-09, assumed; or cpus@arm64-2026-09",
        "kvm-vcpu@x86-draft: kvm-vcpu@x86-draft, certain",
        "kvm-vcpu@x86-2026-09: kvm-vcpu@x86-2026-09, certain",
        "kvm-vcpu@arm64-2026-09: kvm-vcpu@arm64-2026-09, certain",
        "kvm-vm@rfc-v1: kvm-vm@rfc-v1, certain",
        "kvm-vm@2026-07: kvm-vm@orphanvm, assumed; or kvm-vm@2026-07, kvm-vm@rfc-v1",
        "kvm-vm@orphanvm: kvm-vm@orphanvm, certain",
        "pci@2025-10: pci@2025-10, certain",
        "pci@2026-04: pci@2026-04, certain",
        "vfio-pci@2025-10: vfio-pci@2026-07, assumed; or vfio-pci@2026-02, vfio-pci@2026-01, vfio-pci@2025-10",
        "vfio-pci@2026-01: vfio-pci@2026-07, assumed; or vfio-pci@2026-02, vfio-pci@2026-01",
        "vfio-pci@2026-02: vfio-pci@2026-02, certain",
        "vfio-pci@2026-07: vfio-pci@2026-07, assumed; or vfio-pci@2026-02, vfio-pci@2026-01",
    ]
}
