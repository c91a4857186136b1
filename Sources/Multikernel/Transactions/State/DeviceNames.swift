/// The ways in which trees refer to devices: path, name, label, alias, phandle.
struct DeviceNames {
    private var paths: [String: DeviceKey] = [:]
    private var texts: [String: DeviceKey] = [:]
    private var phandles: [UInt32: DeviceKey] = [:]

    mutating func add(_ device: Device, _ key: DeviceKey, path: String) {
        paths[path] = paths[path] ?? key
        for text in [device.name, key.description] + device.labels { add(alias: text, key) }
        if let phandle = device.phandle { phandles[phandle] = phandles[phandle] ?? key }
    }

    mutating func add(alias: String, _ key: DeviceKey) { texts[alias] = texts[alias] ?? key }

    /// A whole device of the references; parts of one belong to several instances, and no overlay moves them.
    mutating func add(_ references: [DeviceReference]) {
        for reference in references {
            texts[reference.name] = nil
            if let phandle = reference.phandle { phandles[phandle] = nil }
        }
    }

    subscript(path path: String) -> DeviceKey? { paths[path] }

    /// The devices that references name, one for one; `nil` for what is no whole device.
    func keys(of references: InstanceResources.DeviceReferences?) -> [DeviceKey?] {
        switch references {
        case .names(let names), .texts(let names): names.map { paths[$0] ?? texts[$0] }
        case .phandles(let handles): handles.map { phandles[$0] }
        case nil: []
        }
    }
}

extension PCIHostBridge {
    /// The devices below, with their paths in the tree.
    var devices: [(path: String, device: Device)] {
        var found: [(path: String, device: Device)] = []
        func walk(_ nodes: [PCINode], _ path: String) {
            for node in nodes {
                let path = path + "/" + node.name
                if let device = node.device { found.append((path, device)) }
                walk(node.children, path)
            }
        }
        walk(children, "/" + name)
        return found
    }
}
