public import HandoverABI
public import HandoverState
import PhysicalMemory

/// Makes typed values of what a graph holds.
struct ComponentView {
    let graph: ComponentGraph
    private let entries: [Int: [Int]]

    init(_ graph: ComponentGraph) {
        self.graph = graph
        entries = Dictionary(grouping: graph.nodes.indices.filter { graph.nodes[$0].owner != nil }) {
            graph.nodes[$0].owner ?? -1
        }
    }

    func components() -> TypedComponents {
        var result = TypedComponents()
        for index in graph.nodes.indices {
            let node = graph.nodes[index]
            switch node.kind {
            case .entry: break
            case .file:
                guard case .file(let place) = node.place.owner else { break }
                result.files.append(TypedComponents.File(place, content(of: index, node)))
            case .flb:
                switch node.component {
                case "pci": result.pci = pci(index, node.object)
                case "iommu": result.iommu = iommu(index)
                case "hugetlb": result.hugePages = hugePages(node.object)
                case "cpus": result.cpus = cpus(index, node.object)
                default: break
                }
            }
        }
        return result
    }

    private func content(of index: Int, _ node: ComponentGraph.Node) -> FileContent {
        if let memfd = node.memfd { return .memfd(memfd) }
        let object = node.object
        switch node.component {
        case "vfio-pci": return .device(device(index, object))
        case "iommufd": return .iommufd(iommufd(index))
        case "kvm-vm": return .machine(machine(object))
        case "kvm-vcpu": return .processor(processor(index, object))
        case "guest-memfd":
            return .guestMemory(
                GuestMemory(
                    size: object.raw("size") ?? 0, flags: object.raw("flags") ?? 0,
                    machine: file(index, "vm_token"), folios: object.folios("folios")))
        case "huge-memfd":
            return .hugeMemfd(
                HugeMemfd(
                    size: object.raw("size") ?? 0, position: object.raw("pos") ?? 0, order: object.raw("order") ?? 0,
                    folios: object.folios("folios")))
        case "cpu":
            return .cpu(cpu(index, object), entry: place(index, "data"))
        case "dmabuf": return .buffer(of: place(index, "domain"))
        case "netkit": return .network(object.texts("netkit_name"))
        case "rxe": return .network(object.texts("rxe_name") + object.texts("base_dev"))
        case nil: return .other(nil)
        default: return .other(object)
        }
    }

    // MARK: Links

    /// The link in a member, to a file.
    private func file(_ node: Int, _ member: String) -> Link<FilePlace> {
        link(graph.edge(from: node, member)) { index in
            if case .file(let place) = graph.nodes[index].place.owner { place } else { nil }
        }
    }

    /// The link in a member, to anything.
    private func place(_ node: Int, _ member: String) -> Link<ComponentPlace> {
        link(graph.edge(from: node, member)) { graph.nodes[$0].place }
    }

    private func link<Identity>(
        _ edge: ComponentGraph.Edge?, _ identity: (Int) -> Identity?
    ) -> Link<Identity> {
        switch edge?.end {
        case .node(let index): identity(index).map { .to($0) } ?? .none
        case .stranger(let index):
            if case .file(let place) = graph.nodes[index].place.owner {
                .dangling([place.token])
            } else {
                .dangling([])
            }
        case .dangling(let values): .dangling(values)
        case .some(.none), nil: .none
        }
    }

    private func entries(of node: Int, _ structure: String) -> [Int] {
        (entries[node] ?? []).filter { graph.nodes[$0].object.structure == structure }
    }

    // MARK: Devices

    private func pci(_ index: Int, _ object: ComponentObject) -> PCIHandover {
        let entries = entries(of: index, "pci_dev_ser")
        let hasFiles = entries.contains { isHeld($0) }
        let functions = entries.map { entry in
            let node = graph.nodes[entry]
            let count = node.object.raw("refcount")
            let kind: PCIFunction.Kind =
                isHeld(entry) ? .device : (count ?? 0) > 1 || (hasFiles && count != nil) ? .bridge : .unknown
            return PCIFunction(
                PCIAddress(numbers: node.object.raw("domain"), node.object.raw("bdf")), count: count,
                kind: count == nil ? .device : kind, at: node.place)
        }
        return PCIHandover(functions: functions, announced: object.raw("nr_devices"))
    }

    /// Whether a file stands for a function.
    private func isHeld(_ entry: Int) -> Bool {
        graph.edges(to: entry).contains { graph.nodes[$0.source].kind == .file }
    }

    private func device(_ index: Int, _ object: ComponentObject) -> VFIODevice {
        let iommufd = graph.edges(from: index).first { $0.target == .file(component: "iommufd") }
        return VFIODevice(
            PCIAddress(numbers: object.raw("domain"), object.raw("bdf")), function: function(index),
            iommufd: iommufd.map { file(index, $0.members.first ?? "") } ?? .none,
            canReset: object.raw("reset_works").map { $0 != 0 })
    }

    /// The PCI function that a node names.
    private func function(_ node: Int) -> Link<ComponentPlace> {
        let edge = graph.edges(from: node).first { edge in
            if case .key(component: "pci", structure: _, members: _) = edge.target { true } else { false }
        }
        return link(edge) { graph.nodes[$0].place }
    }

    private func iommu(_ index: Int) -> IOMMUHandover {
        let units = entries(of: index, "iommu_hw_ser").map { entry in
            let object = graph.nodes[entry].object
            return IOMMUHandover.Unit(
                at: graph.nodes[entry].place, token: object.raw("token") ?? 0, type: object.raw("type") ?? 0,
                registers: object.address(at: "intel.phys_addr"), rootTable: object.address(at: "intel.root_table"))
        }
        let domains = entries(of: index, "iommu_domain_ser").map { entry in
            let object = graph.nodes[entry].object
            return IOMMUHandover.Domain(
                at: graph.nodes[entry].place, referenceCount: object.raw("hdr.ref_count") ?? 0,
                topTable: object.address(at: "top_table_phys"), topLevel: object.raw("top_level") ?? 0,
                addressBits: object.raw("vasz") ?? 0)
        }
        let devices = entries(of: index, "iommu_device_ser").map { entry in
            let object = graph.nodes[entry].object
            return IOMMUHandover.Device(
                at: graph.nodes[entry].place, PCIAddress(numbers: object.raw("pci_domain_nr"), object.raw("devid")),
                function: function(entry), domain: place(entry, "domain_iommu_ser.domain_phys"),
                unit: place(entry, "domain_iommu_ser.iommu_phys"),
                attachment: object.raw("domain_iommu_ser.attachment_id"))
        }
        return IOMMUHandover(units: units, domains: domains, devices: devices)
    }

    private func iommufd(_ index: Int) -> IOMMUFileDescriptor {
        IOMMUFileDescriptor(
            pageTables: entries(of: index, "iommufd_hwpt_ser").map { entry in
                IOMMUFileDescriptor.PageTable(
                    token: graph.nodes[entry].object.raw("token") ?? 0, domain: place(entry, "domain_data"))
            })
    }

    // MARK: Guests

    private func machine(_ object: ComponentObject) -> VirtualMachine {
        VirtualMachine(
            type: object.raw("type") ?? 0,
            memoryAttributes: object.objects(at: "mem_attrs")?.map {
                VirtualMachine.MemoryAttribute(frame: $0.raw("gfn") ?? 0, attributes: $0.raw("attributes") ?? 0)
            },
            pageTablePages: object.object(at: "kho_folios").map { Int(clamping: $0.raw("nr_folios") ?? 0) })
    }

    private func processor(_ index: Int, _ object: ComponentObject) -> VirtualCPU {
        var registers: [NamedNumber] = []
        if let state = object.object(at: "arch_state") { Self.collect(state, "", &registers, depth: 0) }
        return VirtualCPU(
            id: object.raw("vcpu_id") ?? 0, machine: file(index, "vm_token"), registers: registers,
            caretaker: object.object(at: "cb").map { block in
                var telemetry: [NamedNumber] = []
                if let counters = block.object(at: "telemetry") { Self.collect(counters, "", &telemetry, depth: 0) }
                return Caretaker(
                    state: Caretaker.State(block.raw("state") ?? 0), cpu: place(index, "cb.pcpu_id"),
                    telemetry: telemetry)
            })
    }

    /// The numbers in a structure and those within it, by their names.
    private static func collect(
        _ object: ComponentObject, _ path: String, _ registers: inout [NamedNumber], depth: Int
    ) {
        guard depth < ComponentWalk.depthLimit else { return }
        for member in object.members {
            let name = path + member.name
            switch member.value {
            case .number(let value): registers.append(NamedNumber(name, value))
            case .address(let address): registers.append(NamedNumber(name, address.value))
            case .numbers(let values):
                registers += values.enumerated().map { NamedNumber("\(name)[\($0.offset)]", $0.element) }
            case .object(let inner): collect(inner, name + ".", &registers, depth: depth + 1)
            case .objects(let entries):
                for (slot, entry) in entries.enumerated() {
                    // Registers with numbers of their own, such as MSRs, are called by these.
                    if let number = entry.raw("index") ?? entry.raw("id"),
                        let value = entry.raw("data") ?? entry.raw("value")
                    {
                        registers.append(NamedNumber("\(name)[0x\(String(number, radix: 16))]", value))
                    } else {
                        collect(entry, "\(name)[\(slot)].", &registers, depth: depth + 1)
                    }
                }
            default: break
            }
        }
    }

    /// What the object of preserved CPUs holds beside the mode.
    private static let placesOfCPUs: Set = ["text_size", "data_size"]

    private func cpus(_ index: Int, _ object: ComponentObject) -> PreservedCPUs {
        func range(_ start: String, _ size: String) -> MemoryRange? {
            guard let address = object.address(at: start), let size = object.raw(size) else { return nil }
            return MemoryRange(start: address, size: size)
        }
        return PreservedCPUs(
            text: range("text_runtime_pa", "text_size"), data: range("data_runtime_pa", "data_size"),
            mode: object.members.compactMap { member in
                guard !Self.placesOfCPUs.contains(member.name), case .number(let value) = member.value else {
                    return nil
                }
                return NamedNumber(member.name, value)
            },
            cpus: entries(of: index, "cpu_preserved_ser").map { cpu($0, graph.nodes[$0].object) })
    }

    private func cpu(_ index: Int, _ object: ComponentObject) -> PreservedCPU {
        let space = object.object(at: "session.as")
        return PreservedCPU(
            at: graph.nodes[index].place, number: object.raw("cpu") ?? 0, hardwareID: object.raw("hwid") ?? 0,
            state: object.raw("state") ?? 0,
            addressSpace: space.map { space in
                PreservedCPU.AddressSpace(
                    topTable: space.address(at: "pgd_pa"), pageCount: space.raw("nr_pgtable_pages") ?? 0,
                    directMapOffset: space.raw("direct_map_offset") ?? 0)
            })
    }

    private func hugePages(_ object: ComponentObject) -> HugePages {
        let sizes = object.objects(at: "hstates") ?? []
        let count = object.raw("nr_hstates").map { Int(clamping: $0) } ?? sizes.count
        return HugePages(
            sizes: sizes.prefix(count).map {
                HugePages.Size(order: $0.raw("order") ?? 0, count: $0.raw("nr_pages") ?? 0)
            })
    }
}

extension ComponentObject {
    fileprivate func folios(_ name: String) -> FolioTable? {
        if case .folios(let table)? = self[name] { table } else { nil }
    }

    fileprivate func texts(_ name: String) -> [String] {
        switch self[name] {
        case .text(let text): [text]
        case .texts(let texts): texts
        default: []
        }
    }
}

extension PCIAddress {
    /// An address from numbers of a structure: 0 where one is not there.
    init(numbers domain: UInt64?, _ function: UInt64?) {
        self.init(domain: UInt32(truncatingIfNeeded: domain ?? 0), function: UInt16(truncatingIfNeeded: function ?? 0))
    }
}

extension LiveUpdate {
    /// What the components are and how they belong together, by formats that they may have been read by.
    public func components(knowing formats: [ComponentFormat]) -> TypedComponents {
        ComponentGraph(of: self, formats: formats).components
    }
}

extension ComponentGraph {
    /// What the components are and how they belong together.
    public var components: TypedComponents { ComponentView(self).components() }
}
