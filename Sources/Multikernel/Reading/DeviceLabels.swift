import DeviceTree

/// The labels of `/__symbols__`, which source that is compiled with them has, by the node that each stands for.
///
/// A path that leads to two nodes labels neither; nor do symbols of which there are two nodes.
struct DeviceLabels {
    private var namesByNode: [Int: [String]] = [:]
    private var nodeBySymbol: [Int: Int] = [:]
    private var claimed: Set<Int> = []

    init(_ root: FlattenedDeviceTree.Node) {
        let lists = root.children.filter { $0.name == "__symbols__" }
        guard lists.count == 1, let symbols = lists.first?.properties, !symbols.isEmpty else { return }
        var paths = PathTree(symbols)
        // Node by node rather than path by path: no path is put together, and none is searched for.
        var open = [(node: root, place: 0)]
        while let (node, place) = open.popLast() {
            for child in node.children {
                guard let next = paths.child(child.name, of: place) else { continue }
                paths.meet(child.offset, at: next)
                open.append((child, next))
            }
        }
        for property in symbols {
            guard let node = paths.node(of: property) else { continue }
            namesByNode[node, default: []].append(property.name)
            nodeBySymbol[property.offset] = node
        }
    }

    /// Takes the labels of a node.
    mutating func claim(_ node: FlattenedDeviceTree.Node) -> [String] {
        guard let names = namesByNode.removeValue(forKey: node.offset) else { return [] }
        claimed.insert(node.offset)
        return names
    }

    /// Whether a symbol's node has taken it.
    func isClaimed(_ symbol: FlattenedDeviceTree.Property) -> Bool {
        nodeBySymbol[symbol.offset].map { claimed.contains($0) } ?? false
    }
}

/// The paths of symbols, name by name.
private struct PathTree {
    private var places = [Place()]
    private var placeBySymbol: [Int: Int] = [:]

    private struct Place {
        var children: [Substring: Int] = [:]
        var node: Int?
        var isMetAgain = false
    }

    init(_ symbols: FlattenedDeviceTree.Node.Properties) {
        for property in symbols {
            guard let path = property.string, path.utf8.first == UInt8(ascii: "/") else { continue }
            var place = 0
            for name in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
                if let next = places[place].children[name] {
                    place = next
                } else {
                    places[place].children[name] = places.count
                    place = places.count
                    places.append(Place())
                }
            }
            placeBySymbol[property.offset] = place
        }
    }

    func child(_ name: String, of place: Int) -> Int? { places[place].children[name[...]] }

    mutating func meet(_ node: Int, at place: Int) {
        if places[place].node != nil { places[place].isMetAgain = true }
        places[place].node = node
    }

    func node(of symbol: FlattenedDeviceTree.Property) -> Int? {
        guard let place = placeBySymbol[symbol.offset], !places[place].isMetAgain else { return nil }
        return places[place].node
    }
}
