import HandoverABI
import HandoverCoding
import HandoverState

/// What holds for devices of VFIO, beside their references.
enum VFIOChecks {
    static let all: [ComponentChecks.Check] = [tokens, duplicates]

    /// Tokens of more bits than the member for them has.
    private static func tokens(_ components: ComponentSubject, _ log: inout FindingLog) {
        let graph = components.graph
        for session in graph.files {
            let large = session.compactMap { node -> UInt64? in
                guard graph.nodes[node].component == "iommufd", case .file(let place) = graph.nodes[node].place.owner,
                    place.token > UInt64(UInt32.max)
                else { return nil }
                return place.token
            }
            if large.isEmpty { continue }
            for node in session where graph.nodes[node].component == "vfio-pci" {
                for edge in graph.edges(from: node) {
                    guard edge.target == .file(component: "iommufd"), case .dangling(let values) = edge.end,
                        let value = values.first,
                        let token = large.first(where: { UInt64(UInt32(truncatingIfNeeded: $0)) == value })
                    else { continue }
                    components.tell(
                        .vfioTokenCut, [node], &log,
                        "\(edge.members.joined()) is \(value.hex), the lower half of \(token.hex), the iommufd's token")
                }
            }
        }
    }

    private static func duplicates(_ components: ComponentSubject, _ log: inout FindingLog) {
        var seen: [PCIAddress: Int] = [:]
        let nodes = Dictionary(
            components.graph.nodes.indices.filter { components.graph.nodes[$0].kind == .file }
                .map { (components.graph.nodes[$0].place, $0) }
        ) { first, _ in first }
        for file in components.components.files {
            guard case .device(let device) = file.content, let node = nodes[ComponentPlace(.file(file.place))] else {
                continue
            }
            if let other = seen[device.address] {
                components.tell(
                    .vfioDuplicate, [node, other], &log,
                    "\(device.address) is the device of \(components.path(of: other)) too")
            } else {
                seen[device.address] = node
            }
        }
    }
}
