import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory

/// What the nodes of a graph of components are called, and what is to be said of them.
struct ComponentText {
    let graph: ComponentGraph
    /// Bridges by their place, where the graph has files that tell them from devices.
    private let functions: [ComponentPlace: PCIFunction]

    init(_ graph: ComponentGraph, _ components: TypedComponents) {
        self.graph = graph
        functions = Dictionary((components.pci?.functions ?? []).map { ($0.place, $0) }) { first, _ in first }
    }

    /// What a node is: `PCI device 0000:3b:00.1`.
    func title(of index: Int) -> String {
        let node = graph.nodes[index]
        if node.memfd != nil { return "memfd" }
        switch node.kind {
        case .file: return fileTitle(node)
        case .flb: return Self.objects[node.component ?? ""] ?? node.compatible
        case .entry: return entryTitle(node)
        }
    }

    /// What is to be said of a node, in parts.
    func details(of index: Int) -> [String] {
        let node = graph.nodes[index]
        if let memfd = node.memfd { return [Quantities.bytes(memfd.size)] }
        let object = node.object
        switch (node.component, object.structure) {
        case ("vfio-pci", _):
            return object.raw("reset_works").map { [$0 == 0 ? "cannot be reset" : "can be reset"] } ?? []
        case ("iommufd", "iommufd_ser"): return []
        case ("kvm-vm", _): return machine(object)
        case ("kvm-vcpu", _): return processor(object)
        case ("guest-memfd", _), ("huge-memfd", _):
            let order = object.raw("order").map { [Self.pages(ofOrder: $0)] } ?? []
            return [Quantities.bytes(object.raw("size") ?? 0)] + order + folios(object)
        case (_, "cpu_preserved_ser"): return cpu(object)
        case (_, "pci_dev_ser"): return function(node)
        case (_, "iommu_domain_ser"):
            return ["\(object.raw("vasz") ?? 0) bits, level \(object.raw("top_level") ?? 0)"]
                + (object.address(at: "top_table_phys").map { ["table at \($0)"] } ?? [])
        case (_, "iommu_hw_ser"): return object.address(at: "intel.root_table").map { ["root table at \($0)"] } ?? []
        case (_, "iommu_device_ser"), (_, "iommufd_hwpt_ser"): return []
        case ("hugetlb", _): return hugePages(object)
        case ("cpus", _):
            return [("code", "text"), ("data", "data")].compactMap { name, member in
                object.address(at: "\(member)_runtime_pa").map { address in
                    "\(name) \(Quantities.bytes(object.raw("\(member)_size") ?? 0)) at \(address)"
                }
            }
        case ("pci", _), ("iommu", _): return []
        case ("netkit", _), ("rxe", _): return names(object)
        default: return plain(object)
        }
    }

    // MARK: Titles

    private static let objects = [
        "pci": "PCI", "iommu": "IOMMU", "cpus": "preserved CPUs", "hugetlb": "huge pages",
    ]

    private func fileTitle(_ node: ComponentGraph.Node) -> String {
        let object = node.object
        switch node.component {
        case "vfio-pci": return "PCI device \(Self.address(object, "domain", "bdf"))"
        case "iommufd":
            return "iommufd, " + Quantities.count(object.objects(at: "hwpt_array")?.count ?? 0, "page table")
        case "kvm-vm": return "virtual machine"
        case "kvm-vcpu": return "vCPU \(object.raw("vcpu_id") ?? 0)"
        case "guest-memfd": return "guest memory"
        case "huge-memfd": return "huge pages"
        case "cpu": return "CPU \(object.raw("cpu") ?? 0)"
        case "dmabuf": return "buffer of \(Self.address(object, "domain", "bdf"))"
        default: return node.component ?? node.compatible
        }
    }

    private func entryTitle(_ node: ComponentGraph.Node) -> String {
        let object = node.object
        switch object.structure {
        case "pci_dev_ser": return Self.address(object, "domain", "bdf")
        case "iommu_device_ser": return "device " + Self.address(object, "pci_domain_nr", "devid")
        case "iommu_domain_ser": return "domain " + node.place.inner.lastPart
        case "iommu_hw_ser": return "IOMMU \(Quantities.hex(object.raw("token") ?? 0))"
        case "iommufd_hwpt_ser": return "page table \(Quantities.hex(object.raw("token") ?? 0))"
        case "cpu_preserved_ser": return "CPU \(object.raw("cpu") ?? 0)"
        default: return "\(object.structure) \(node.place.inner.lastPart)"
        }
    }

    private static func address(_ object: ComponentObject, _ domain: String, _ function: String) -> String {
        PCIAddress(
            domain: UInt32(truncatingIfNeeded: object.raw(domain) ?? 0),
            function: UInt16(truncatingIfNeeded: object.raw(function) ?? 0)
        ).description
    }

    // MARK: Details

    private func machine(_ object: ComponentObject) -> [String] {
        var parts = ["type \(object.raw("type") ?? 0)"]
        if let attributes = object.objects(at: "mem_attrs"), !attributes.isEmpty {
            parts.append(Quantities.count(attributes.count, "memory attribute"))
        }
        if let folios = object.object(at: "kho_folios") {
            parts.append(Quantities.count(folios.raw("nr_folios") ?? 0, "page") + " of tables")
        }
        return parts
    }

    private func processor(_ object: ComponentObject) -> [String] {
        var parts: [String] = []
        if let block = object.object(at: "cb") {
            let names = ["paused", "running", "stopping", "stopped"]
            let state = block.raw("state") ?? 0
            parts.append("caretaker " + (state < 4 ? names[Int(state)] : "in state \(state)"))
            if state == 1 { parts.append("registers are old") }
        }
        if let register = object.raw("arch_state.regs.rip") { parts.append("rip \(Quantities.hex(register))") }
        if let state = object.object(at: "arch_state"), state["sysregs"] != nil {
            parts.append(Quantities.count(state.raw("num_sysregs") ?? 0, "system register"))
        }
        return parts
    }

    private func cpu(_ object: ComponentObject) -> [String] {
        let names = ["parking", "parked", "exiting", "dead", "faulted", "at work", "detaching"]
        let state = object.raw("state") ?? 0
        return [
            state < UInt64(names.count) ? names[Int(state)] : "state \(state)",
            "hardware id \(Quantities.hex(object.raw("hwid") ?? 0))",
        ]
    }

    private func function(_ node: ComponentGraph.Node) -> [String] {
        guard let function = functions[node.place] else { return [] }
        switch (function.kind, function.count) {
        case (.bridge, let count?): return ["bridge, " + Quantities.count(count, "device")]
        case (.bridge, nil): return ["bridge"]
        default: return []
        }
    }

    private func hugePages(_ object: ComponentObject) -> [String] {
        let sizes = object.objects(at: "hstates") ?? []
        return sizes.prefix(Int(clamping: object.raw("nr_hstates") ?? 0)).map {
            "\($0.raw("nr_pages") ?? 0) of \(Self.pages(ofOrder: $0.raw("order") ?? 0))"
        }
    }

    private static func pages(ofOrder order: UInt64) -> String { "order \(order)" }

    private func folios(_ object: ComponentObject) -> [String] {
        guard case .folios(let table)? = object["folios"] else { return [] }
        return [Quantities.count(table.count, "folio")]
    }

    private func names(_ object: ComponentObject) -> [String] {
        object.members.flatMap { member -> [String] in
            switch member.value {
            case .text(let text): return text.isEmpty ? [] : [text]
            case .texts(let texts): return texts.filter { !$0.isEmpty }
            default: return []
            }
        }
    }

    /// The first numbers of something that nothing but its description is known of.
    private func plain(_ object: ComponentObject) -> [String] {
        let shown = object.members.compactMap { member -> String? in
            switch member.value {
            case .number(let number): "\(member.name) \(number < 1 << 16 ? String(number) : Quantities.hex(number))"
            case .address(let address): "\(member.name) \(address)"
            case .text(let text): "\(member.name) \"\(text)\""
            case .objects(let objects): "\(member.name): \(objects.count)"
            default: nil
            }
        }
        return shown.count > 4 ? Array(shown.prefix(4)) + ["…"] : shown
    }
}

extension String {
    /// What stands behind the last slash.
    fileprivate var lastPart: String { String(split(separator: "/").last ?? "") }
}
