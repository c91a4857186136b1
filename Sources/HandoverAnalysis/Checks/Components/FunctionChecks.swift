import HandoverCoding
import HandoverState

/// What holds for PCI functions.
enum FunctionChecks {
    static let all: [ComponentChecks.Check] = [duplicates, counts, holes]

    private static func functions(_ components: ComponentSubject) -> [(node: Int, address: PCIAddress)] {
        if !components.isWhole("pci") { return [] }
        let places = Dictionary(
            components.nodes(.entry, of: "pci", "pci_dev_ser").map { (components.graph.nodes[$0].place, $0) }
        ) { first, _ in first }
        return (components.components.pci?.functions ?? []).compactMap { function in
            places[function.place].map { ($0, function.address) }
        }
    }

    private static func duplicates(_ components: ComponentSubject, _ log: inout FindingLog) {
        var seen: [PCIAddress: Int] = [:]
        for (node, address) in functions(components) {
            if let other = seen[address] {
                components.tell(
                    .pciDuplicate, [node], &log, "\(address) has an entry already, \(components.path(of: other))")
            } else {
                seen[address] = node
            }
        }
    }

    /// What a function counts, as far as files and bus numbers tell what it has to be.
    private static func counts(_ components: ComponentSubject, _ log: inout FindingLog) {
        guard let pci = components.components.pci else { return }
        let nodes = Dictionary(functions(components).map { ($0.address, $0.node) }) { first, _ in first }
        let held = pci.functions.filter { $0.kind == .device }
        for function in held {
            guard let count = function.count, count != 1, let node = nodes[function.address] else { continue }
            components.tell(
                .pciDeviceCount, [node], &log, "a file stands for \(function.address), and it counts \(count) times")
        }
        // Where nothing tells devices from bridges, nothing tells what bridges have to count.
        guard !held.isEmpty else { return }
        let byDomain = Dictionary(grouping: pci.functions.filter { $0.kind != .bridge || $0.count == 1 }) {
            $0.address.domain
        }
        let leaves = Set(Self.leaves(of: PCITopology(pci.functions).roots).map(\.address))
        let files = Set(held.map(\.address))
        for function in pci.functions where !files.contains(function.address) {
            guard let count = function.count, let node = nodes[function.address] else { continue }
            let behind = (byDomain[function.address.domain] ?? []).count { $0.address.bus > function.address.bus }
            if count > UInt64(behind) + 1 {
                components.tell(
                    .pciBridgeCount, [node], &log,
                    "\(function.address) counts \(count) devices, on the buses behind it are at most \(behind)")
            } else if count == 1, leaves.contains(function.address) {
                components.tell(
                    .pciUnheld, [node], &log,
                    "no file stands for \(function.address), and no function behind it has one")
            }
        }
    }

    private static func leaves(of branches: [PCITopology.Branch]) -> [PCIFunction] {
        branches.flatMap { $0.children.isEmpty ? [$0.function] : leaves(of: $0.children) }
    }

    private static func holes(_ components: ComponentSubject, _ log: inout FindingLog) {
        for node in components.nodes(.flb, of: "pci") {
            let object = components.graph.nodes[node].object
            guard let entries = object.objects(at: "devices") else { continue }
            let holes = entries.count { $0.raw("refcount") == 0 }
            if holes > 0 {
                components.tell(
                    .pciHoles, [node], &log, "\(holes) of \(entries.count) slots hold nothing")
            }
        }
    }
}
