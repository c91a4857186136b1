public import HandoverAnalysis
import Multikernel

/// Where a document speaks of the nodes and properties of its tree, by their paths: `/instances/web/resources/cpus`.
///
/// A path that the document does not spell out has the place of the nearest node above it that the document does.
public struct MultikernelPlaces: Sendable {
    private let document: DocumentValue
    private var indices: [String: Int] = [:]

    /// Looks through a document once, item by item with the tree that was read from it.
    init(of tree: MultikernelTree, in document: DocumentValue) {
        self.document = document
        switch tree {
        case .machine(let machine): add(machine)
        case .instance(let tree):
            let instance = document["instance"]
            add(tree.instance, at: "", in: instance)
            note("/model", instance?["name"])
            add(tree.hostBridges)
            add(tree.aliases)
            if let chosen = document["chosen"] { add(chosen: chosen) }
        case .overlay(let overlay): add(overlay)
        }
        note("/compatible", document["compatible"])
    }

    /// The place of a node, or of a property of it, as exactly as the document names it.
    ///
    /// - Parameter path: that of a node, or of a property with its name as the last part.
    public func place(of path: String, property: String? = nil) -> Finding.Position {
        let whole = property.map { path == "/" ? "/" + $0 : path + "/" + $0 } ?? path
        let mark = DocumentValue(tree: document.tree, index: index(of: whole)).node.mark
        return Finding.Position(line: Int(mark.line), column: Int(mark.column))
    }

    private func index(of path: String) -> Int {
        var rest = path[...]
        while !rest.isEmpty {
            if let index = indices[String(rest)] { return index }
            guard let slash = rest.lastIndex(of: "/") else { break }
            rest = rest[..<slash]
        }
        return document.index
    }

    /// Keeps the first place of a path: that is what a path means where a tree has a name twice.
    private mutating func note(_ path: String, _ value: DocumentValue?) {
        guard let value, indices[path] == nil else { return }
        indices[path] = value.index
    }

    private mutating func note(_ path: String, _ value: DocumentValue?, keys: [(property: String, key: String)]) {
        for (property, key) in keys { note(path + "/" + property, value?[key]) }
    }

    /// Walks through a list of the document and the items that were read from it.
    private mutating func each<Item>(
        _ items: [Item], in list: DocumentValue?, _ body: (inout Self, Item, DocumentValue) -> Void
    ) {
        let values = list?.elements ?? []
        guard values.count == items.count else { return }
        for (item, value) in zip(items, values) { body(&self, item, value) }
    }
}

// Pools and instances.
extension MultikernelPlaces {
    private mutating func add(_ machine: Machine) {
        note("/id", document["id"])
        if let pool = machine.pool { add(pool, in: document["resources"]) }
        note("/instances", document["instances"])
        each(machine.instances ?? [], in: document["instances"]) { places, instance, value in
            let path = "/instances/" + instance.name
            places.note(path, value)
            places.add(instance, at: path, in: value)
        }
        add(machine.hostBridges)
        add(machine.aliases)
        each(machine.references, in: document["references"]) { $0.note("/" + $1.name, $2) }
    }

    private mutating func add(_ pool: ResourcePool, in value: DocumentValue?) {
        let path = "/resources"
        note(path, value)
        note(
            path, value,
            keys: [
                ("cpus", "cpus"), ("cpus-available", "cpusAvailable"), ("llc-way-mask", "cacheWays"),
                ("linux,resctrl-closid", "cacheClass"), ("devices", "devices"), ("topology", "topology"),
            ])
        note(
            path, value?["singleMemory"],
            keys: [("memory-base", "base"), ("memory-bytes", "size")])
        add(pool.memory.map(\.name), at: path, in: value?["memory"])
        add(pool.devices, at: path, in: value?["devices"])
        each(pool.topology?.nodes ?? [], in: value?["topology"]?["nodes"]) { places, node, value in
            let path = "/resources/topology/numa-nodes/" + node.name
            places.note(path, value)
            places.note(
                path, value,
                keys: [
                    ("node-id", "id"), ("memory-base", "memoryBase"), ("memory-size", "memorySize"),
                    ("memory-type", "memoryType"), ("cpus", "cpus"), ("distance-matrix", "distances"),
                ])
        }
    }

    private mutating func add(_ instance: Instance, at path: String, in value: DocumentValue?) {
        note(path, value, keys: [("id", "id"), ("options", "options")])
        add(instance.resources, at: path + "/resources", in: value)
    }

    private mutating func add(_ resources: InstanceResources?, at path: String, in value: DocumentValue?) {
        note(path, value)
        guard let resources else { return }
        note(
            path, value,
            keys: [
                ("cpus", "cpus"), ("llc-way-mask", "cacheWays"), ("linux,resctrl-closid", "cacheClass"),
                ("devices", "devices"), ("devices", "devicePhandles"), ("device-names", "deviceNames"),
                ("numa-nodes", "numaNodes"), ("cpu-affinity", "cpuAffinity"), ("memory-policy", "memoryPolicy"),
                ("uring", "rings"),
            ])
        let memory = value?["memory"]
        note(path + "/memory-base", memory?["base"] ?? memory)
        note(path + "/memory-bytes", memory?["size"] ?? memory)
        add(resources.regions.map(\.name), at: path, in: value?["regions"])
        add(resources.devices, at: path, in: value?["deviceNodes"])
    }

    /// Nodes `memory@N`, in a list or as a single one.
    private mutating func add(_ names: [String], at path: String, in list: DocumentValue?) {
        guard let list else { return }
        let values = list.elements ?? [list]
        for (name, value) in zip(names, values) {
            note(path + "/" + name, value)
            note(
                path + "/" + name, value,
                keys: [("reg", "base"), ("size", "size"), ("numa-node-id", "numaNode")])
        }
    }

    private mutating func add(_ devices: [Device], at path: String, in list: DocumentValue?) {
        each(devices, in: list) { places, device, value in
            places.add(device, at: path + "/devices/" + device.name, in: value)
        }
    }

    private mutating func add(_ device: Device, at path: String, in value: DocumentValue) {
        note(path, value)
        note(
            path, value,
            keys: [
                ("pci-id", "pci"), ("pci-id", "pciID"), ("device-name", "platform"), ("acpi-hid", "acpi"),
                ("device-type", "type"), ("vendor-id", "vendor"), ("device-id", "product"), ("numa-node", "numaNode"),
                ("phandle", "phandle"),
            ])
        note(
            path, value["virtualFunctions"],
            keys: [("sriov-vfs", "count"), ("host-reserved-vf", "hostReserved"), ("available-vfs", "available")])
        note(
            path, value["namespaces"],
            keys: [("namespaces", "count"), ("host-reserved-ns", "hostReserved"), ("available-ns", "available")])
    }
}

// What stands beside them.
extension MultikernelPlaces {
    private mutating func add(_ bridges: [PCIHostBridge]) {
        each(bridges, in: document["hostBridges"]) { places, bridge, value in
            let path = "/" + bridge.name
            places.note(path, value)
            places.note(
                path, value,
                keys: [
                    ("linux,pci-domain", "domain"), ("bus-range", "buses"), ("reg", "configuration"),
                    ("ranges", "windows"),
                ])
            places.add(bridge.children, at: path, in: value["children"])
        }
    }

    private mutating func add(_ nodes: [PCINode], at path: String, in list: DocumentValue?) {
        each(nodes, in: list) { places, node, value in
            let path = path + "/" + node.name
            places.note(path, value)
            places.note(path, value, keys: [("reg", "reg"), ("bus-range", "buses")])
            if let device = node.device, let value = value["device"] { places.add(device, at: path, in: value) }
            places.add(node.children, at: path, in: value["children"])
        }
    }

    private mutating func add(_ aliases: [Alias]) {
        note("/aliases", document["aliases"])
        each(aliases, in: document["aliases"]) { $0.note("/aliases/" + $1.name, $2) }
    }

    private mutating func add(chosen: DocumentValue) {
        note("/chosen", chosen)
        let own = "/chosen/multikernel,"
        for (property, key) in [
            ("pool-cpus", "poolCPUs"), ("host-ipi-cpu", "hostCPU"), ("reserved-memory", "reservedMemory"),
            ("pool-slot", "poolSlot"), ("host-tree", "hostTree"),
        ] { note(own + property, chosen[key]) }
        for (prefix, key) in [("ipi", "messages"), ("host-ipi", "hostMessages")] {
            note(own + prefix + "-buffer", chosen[key]?["address"] ?? chosen[key])
            note(own + prefix + "-pages", chosen[key]?["pages"] ?? chosen[key])
        }
    }

    private mutating func add(_ overlay: Overlay) {
        note("/mk,resources", document["label"])
        each(overlay.fragments, in: document["fragments"]) { places, fragment, value in
            let path = "/" + fragment.name
            places.note(path, value)
            places.note(path + "/target-path", value["target"])
            places.note(path + "/__overlay__", value["operations"])
            places.each(fragment.operations ?? [], in: value["operations"]) { places, operation, value in
                places.add(operation, at: path + "/__overlay__/" + operation.name, in: value)
            }
        }
    }

    private mutating func add(_ operation: OverlayOperation, at path: String, in value: DocumentValue) {
        note(path, value)
        let body = value[operation.action.kind.rawValue]
        switch operation.action {
        case .createInstance(let request):
            note(
                path, body,
                keys: [("instance-name", "name"), ("id", "id"), ("options", "options"), ("chosen", "chosen")])
            add(request.resources, at: path + "/resources", in: body)
        case .removeInstance: note(path + "/instance-name", body)
        case .addMemory(let items), .removeMemory(let items): add(items.map(\.name), at: path, in: body)
        case .addCPUs(let items), .removeCPUs(let items):
            // Ranges stand for many items; their place is that of all of them.
            let values = body?.elements ?? []
            for (position, item) in items.enumerated() {
                let value = values.count == items.count ? values[position] : body
                note(path + "/" + item.name, value)
                note(path + "/" + item.name, value, keys: [("reg", "id"), ("numa-node-id", "numaNode")])
            }
        case .addDevices(let items), .removeDevices(let items):
            each(items, in: body) { places, item, value in
                places.note(path + "/" + item.name, value)
                places.note(
                    path + "/" + item.name, value,
                    keys: [("pci-id", "pci"), ("alias", "alias"), ("driver", "driver")])
            }
        }
    }
}
