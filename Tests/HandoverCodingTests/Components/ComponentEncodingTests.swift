import ComponentSupport
import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory
import Testing

@Suite("Writing components for a kernel")
struct ComponentEncodingTests {
    private static let ram = MemoryRange(from: 0x2000_0000, to: 0x4000_0000)

    private var state: HandoverState {
        var state = HandoverState(root: nil)
        var memory = PreservedMemory.Builder(pageShift: 12)
        state.liveUpdate = Hypervisor().liveUpdate
        state.memory = memory.build()
        state.scratch = []
        return state
    }

    private func unheld(for profile: Profile) -> [EncodingError.Unheld] {
        do throws(EncodingError) {
            _ = try HandoverEncoder(profile).encode(state, in: .init(ram: [[Self.ram]]))
        } catch {
            if case .cannotHold(let items) = error { return items }
        }
        return []
    }

    @Test("A released kernel has no handler for files of components, and none of their objects")
    func refusesForReleases() {
        let items = unheld(for: .linux72)
        #expect(items.count { $0.path.hasPrefix("/LUO/vm-") } == 14)
        #expect(
            items.contains { $0.path == "/LUO/vm-0/0x50" && $0.reason == "linux-7.2 has no handler \"vfio-pci-v1\"" })
        #expect(items.contains { $0.path == "/LUO/pci-v2" })
    }

    @Test("What the chosen formats have no place for is refused, each by name")
    func refusesLosses() throws {
        let name = (["linux-7.3"] + Hypervisor.newest).joined(separator: "+")
        let profile = try ProfileSelection.named(name, knowing: ComponentFormat.known)
        let paths = unheld(for: profile).map(\.path)
        #expect(paths.contains("/LUO/vm-0/0x50/iommufd_ser"))
        #expect(paths.contains("/LUO/vm-0/0x10/mem_attrs"))
        #expect(!paths.contains("/LUO/vm-0/0x50"))
    }

    @Test("Without them it is written, and everything leads to what it led to")
    func writesChosenFormats() throws {
        let name = (["linux-7.3"] + Hypervisor.newest).joined(separator: "+")
        let profile = try ProfileSelection.named(name, knowing: ComponentFormat.known)
        let encoded = try HandoverEncoder(profile, losses: .drop).encode(state, in: .init(ram: [[Self.ram]]))
        #expect(!encoded.dropped.isEmpty)
        let input = HandoverInput(
            root: .whole(try encoded.image.bytes(at: encoded.root, count: 4096)), rootAddress: encoded.root,
            memory: encoded.image, pageShifts: [12])
        let read = try HandoverDecoder(
            input, components: ComponentFormats(forced: profile.components)
        ).decode(as: profile)
        let liveUpdate = try #require(read.handover.state.liveUpdate)
        let graph = ComponentGraph(of: liveUpdate, formats: ComponentFormat.known)
        #expect(graph.edges.allSatisfy { $0.node != nil || $0.end == .none })
        #expect(liveUpdate.flbs?.map(\.name) == ["pci", "iommu-liveupdate", "cpu_flb_v1", "hugetlb-v1"])
        let components = graph.components
        #expect(components.pci?.functions.count { $0.kind == .device } == 4)
        #expect(components.iommu?.domains.map(\.topTable) == [0x6000_0000, 0x6000_1000, 0x6000_2000])
        #expect(components.cpus?.cpus.map(\.hardwareID) == [6])
    }
}
