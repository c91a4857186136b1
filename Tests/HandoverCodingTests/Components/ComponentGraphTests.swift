import ComponentSupport
import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory
import Testing

@Suite("The graph of components")
struct ComponentGraphTests {
    private func edges(_ graph: ComponentGraph) -> [String] {
        graph.edges.map { edge in
            let end =
                switch edge.end {
                case .node(let node): "\(graph.nodes[node].place)"
                case .stranger(let node): "? \(graph.nodes[node].place)"
                case .dangling(let values): "dangling \(values)"
                case .none: "none"
                }
            return "\(graph.nodes[edge.source].place) \(edge.members.joined(separator: ",")) -> \(end)"
        }
    }

    @Test("Every reference of a machine with two guests leads somewhere")
    func resolvesAll() {
        let graph = ComponentGraph(of: Hypervisor().liveUpdate, formats: ComponentFormat.known)
        #expect(graph.edges.allSatisfy { $0.node != nil || $0.end == .none })
        let edges = edges(graph)
        #expect(edges.contains("/LUO/vm-0/0x50 domain,bdf -> /LUO/pci-v2/devices/3"))
        #expect(edges.contains("/LUO/vm-0/0x50 iommufd_ser.token -> /LUO/vm-0/0x40"))
        #expect(
            edges.contains(
                "/LUO/iommu-liveupdate-v1/device_array_phys/2 domain_iommu_ser.domain_phys"
                    + " -> /LUO/iommu-liveupdate-v1/iommu_domain_array_phys/2"))
        #expect(edges.contains("/LUO/vm-1/0x38 data -> /LUO/cpu_flb_v1/cpus/0"))
    }

    @Test("A reference to a file of another kind leads to a stranger")
    func seesStrangers() throws {
        var state = Hypervisor().liveUpdate
        let place = try #require(state.sessions?[0].files.firstIndex { $0.token == 0x11 })
        state.sessions?[0].files[place].component?.root["vm_token"] = .number(0x30)
        let graph = ComponentGraph(of: state, formats: ComponentFormat.known)
        #expect(edges(graph).contains("/LUO/vm-0/0x11 vm_token -> ? /LUO/vm-0/0x30"))
    }

    @Test("A token is one of its own session alone")
    func keepsSessionsApart() {
        var state = Hypervisor().liveUpdate
        state.sessions?[1].files.removeAll { $0.token == 0x40 }
        let graph = ComponentGraph(of: state, formats: ComponentFormat.known)
        #expect(edges(graph).contains("/LUO/vm-1/0x50 iommufd_ser.token -> dangling [64]"))
    }

    @Test("An entry that holds nothing is none, and what refers to it dangles")
    func skipsHoles() throws {
        var state = Hypervisor().liveUpdate
        let place = try #require(state.flbs?.firstIndex { $0.name == "pci-v2" })
        guard case .objects(var entries)? = state.flbs?[place].component?.root["devices"] else {
            Issue.record("no devices")
            return
        }
        entries[3]["refcount"] = .number(0)
        state.flbs?[place].component?.root["devices"] = .objects(entries)
        let graph = ComponentGraph(of: state, formats: ComponentFormat.known)
        #expect(!graph.nodes.contains { "\($0.place)" == "/LUO/pci-v2/devices/3" })
        #expect(edges(graph).contains("/LUO/vm-0/0x50 domain,bdf -> dangling [0, 512]"))
    }

    @Test("A component that somebody describes is in the graph as those that are known")
    func takesDescriptions() {
        let format = ComponentFormat(
            "widget", revision: "1", compatible: "widget-v1", place: .file, rank: 1, source: "made up", root: "widget",
            structures: [
                ComponentStructure(
                    "widget", size: 16,
                    [
                        ComponentMember("owner", at: 0, .integer(8)), ComponentMember("peer", at: 8, .integer(8)),
                    ])
            ],
            links: [
                ComponentLink(from: "widget", ["owner"], to: .file(component: "kvm-vm")),
                ComponentLink(from: "widget", ["peer"], to: .file(component: "widget"), isOptional: true),
            ])
        var state = Hypervisor().liveUpdate
        let widget = format.state(["owner": .number(0x10)])
        state.sessions?[0].files.append(PreservedFile(token: 0x99, handler: "widget-v1", data: 1, component: widget))
        let graph = ComponentGraph(of: state, formats: ComponentFormat.known + [format])
        #expect(edges(graph).contains("/LUO/vm-0/0x99 owner -> /LUO/vm-0/0x10"))
        #expect(edges(graph).contains("/LUO/vm-0/0x99 peer -> none"))
    }

    @Test("Hundreds of thousands of references are resolved in a moment")
    func isFast() throws {
        let pci = try #require(ComponentFormat.known.named("pci@v9"))
        let vfio = try #require(ComponentFormat.known.named("vfio-pci@2026-07"))
        let count: UInt64 = 100_000
        func place(_ index: UInt64) -> [String: ComponentValue] {
            ["domain": .number(index >> 16), "bdf": .number(index & 0xffff), "refcount": .number(1)]
        }
        let devices = (0..<count).map { pci.made("pci_dev_ser", place($0)) }
        let files = (0..<count).map { index in
            PreservedFile(
                token: index, handler: "vfio-pci-v1", data: 1, component: vfio.state(place(count - 1 - index)))
        }
        let state = LiveUpdate(
            number: 1, sessions: [Session(name: "all", fileCount: count, files: files)],
            flbs: [
                FileLifecycleBound(
                    name: "pci", data: 1, count: count, component: pci.state(["devices": .objects(devices)]))
            ])
        let clock = ContinuousClock()
        var edges = 0
        let time = clock.measure {
            edges = ComponentGraph(of: state, formats: ComponentFormat.known).edges.count { $0.node != nil }
        }
        #expect(edges == Int(count))
        #expect(time < .seconds(30))
    }
}
