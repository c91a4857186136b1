/// Where the nodes and properties of a tree stand in the text it was made of.
///
/// A node that is told of in several places, as `&label` does, stands where it is first; a property where its value comes
/// from. Nodes that the compiler adds by itself have no place.
public struct SourcePlaces: Sendable {
    /// The root first.
    private var nodes: [Node] = []

    struct Node {
        var place: SourcePlace?
        var children: [String: Int] = [:]
        var properties: [String: SourcePlace] = [:]
    }

    /// No places.
    init() {}

    /// The place of a node, or of a property of it.
    public func place(of path: String, property: String? = nil) -> SourcePlace? {
        guard let (node, isWhole) = nearest(to: path), isWhole else { return nil }
        guard let property else { return node.place }
        return node.properties[property]
    }

    /// The place of what a path names, where its last name may be that of a property; or else of the last node on the way
    /// there that has one.
    public func nearestPlace(to path: String) -> SourcePlace? {
        guard !nodes.isEmpty else { return nil }
        var node = nodes[0]
        var place = node.place
        for name in path.split(separator: "/") {
            guard let next = node.children[String(name)] else { return node.properties[String(name)] ?? place }
            node = nodes[next]
            place = node.place ?? place
        }
        return place
    }

    private func nearest(to path: String) -> (Node, isWhole: Bool)? {
        guard var node = nodes.first else { return nil }
        for name in path.split(separator: "/") {
            guard let next = node.children[String(name)] else { return (node, false) }
            node = nodes[next]
        }
        return (node, true)
    }

    // MARK: Building

    /// Enters a node below another, or the root, and returns its index.
    mutating func add(_ name: String, below parent: Int?, at place: SourcePlace?) -> Int {
        nodes.append(Node(place: place))
        if let parent { nodes[parent].children[name] = nodes.count - 1 }
        return nodes.count - 1
    }

    /// Enters a property of a node.
    mutating func add(property name: String, of node: Int, at place: SourcePlace?) {
        nodes[node].properties[name] = place
    }
}
