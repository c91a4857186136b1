import DeviceTree

/// Nodes written down and changed in few words.
extension DeviceTreeNode {
    init(_ name: String, _ properties: KeyValuePairs<String, DeviceTreeValue>, _ children: DeviceTreeNode...) {
        self.init(name, properties: properties.map { Property($0.key, $0.value) }, children: children)
    }

    /// The node at a path below this one; the change is lost where there is none.
    subscript(at path: String) -> DeviceTreeNode {
        get { path.split(separator: "/").reduce(self) { $0.child(String($1)) } }
        set {
            guard let first = path.split(separator: "/").first else {
                self = newValue
                return
            }
            let rest = path.split(separator: "/").dropFirst().joined(separator: "/")
            guard let index = children.firstIndex(where: { $0.name == first }) else { return }
            children[index][at: rest] = newValue
        }
    }

    /// Sets a property, or takes it away.
    mutating func set(_ name: String, _ value: DeviceTreeValue?, at path: String = "/") {
        var node = self[at: path]
        let index = node.properties.firstIndex { $0.name == name }
        switch (index, value) {
        case (let index?, let value?): node.properties[index].value = value
        case (let index?, nil): node.properties.remove(at: index)
        case (nil, let value?): node.properties.append(Property(name, value))
        case (nil, nil): break
        }
        self[at: path] = node
    }

    /// Adds a node below the one at a path.
    mutating func add(_ child: DeviceTreeNode, to path: String = "/") {
        self[at: path].children.append(child)
    }

    /// Takes the node at a path away.
    mutating func remove(_ path: String) {
        let names = path.split(separator: "/")
        self[at: names.dropLast().joined(separator: "/")].children.removeAll { $0.name == names.last ?? "" }
    }

    /// Gives the node at a path another name.
    mutating func rename(_ path: String, _ name: String) {
        self[at: path].name = name
    }

    private func child(_ name: String) -> DeviceTreeNode { children.first { $0.name == name } ?? DeviceTreeNode("") }

    /// The node as the root of a blob.
    func blob() throws -> [UInt8] {
        try DeviceTreeWriter.build { root throws(DeviceTreeError) in try root.contents(of: self) }
    }
}

extension DeviceTreeValue {
    /// Numbers of 64 bits, as two cells each.
    static func wide(_ numbers: UInt64...) -> DeviceTreeValue {
        .cells(numbers.flatMap { [UInt32($0 >> 32), UInt32(truncatingIfNeeded: $0)] })
    }
}
