/// The nodes below host bridges, one after the other, each with what leads to it.
struct PCIWalk: Sendable {
    /// A node, and what lies above it.
    struct Place: Sendable {
        let node: PCINode
        let path: String
        /// The buses of the bridge above.
        let buses: BusRange?
        /// How many bridges are above, the host bridge included.
        let depth: Int
    }

    /// Every node below some host bridges, those above before those below.
    ///
    /// A stack of its own in place of recursion: a hostile tree may be as deep as its limits allow.
    static func nodes(below hosts: [PCIHostBridge]) -> [Place] {
        var places: [Place] = []
        for host in hosts {
            var next = host.children.reversed().map {
                Place(node: $0, path: "/" + host.name + "/" + $0.name, buses: host.buses, depth: 1)
            }
            while let place = next.popLast() {
                places.append(place)
                for child in place.node.children.reversed() {
                    next.append(
                        Place(
                            node: child, path: place.path + "/" + child.name, buses: place.node.buses,
                            depth: place.depth + 1))
                }
            }
        }
        return places
    }
}
