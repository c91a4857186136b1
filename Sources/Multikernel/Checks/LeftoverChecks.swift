import DeviceTree
import HandoverAnalysis
import HandoverState

/// Properties and nodes that the model has no place for: nobody reads them, or their name is a slip.
enum LeftoverChecks {
    static let all: [MultikernelValidator.Check] = [versions, leftovers]

    private static let versionsKnown: Set<String> = [
        "multikernel-v1", "linux,multikernel-host", "linux,multikernel-overlay",
    ]

    private static func versions(_ subject: CheckedTree, _ log: inout FindingLog) {
        let told: [String] =
            switch subject.tree {
            case .machine(let machine): machine.compatible
            case .overlay(let overlay): overlay.compatible
            // Boot trees have a rule of their own.
            case .instance(let tree): tree.chosen == nil ? tree.compatible : []
            }
        let foreign = told.filter { !versionsKnown.contains($0) }
        if !foreign.isEmpty { log.add(.compatibleForeign, "/", "\"\(Shown.list(foreign))\" is no known version") }
    }

    /// What device trees of all kinds may hold.
    private static let standard: Set<String> = [
        "#address-cells", "#size-cells", "compatible", "device_type", "linux,phandle", "model", "name", "phandle",
        "status", "target", "memory-granule", "mem-type", "flags", "bar-resources",
    ]
    private static let standardNodes: Set<String> = ["__symbols__", "__fixups__", "__local_fixups__", "virtio"]

    private static func leftovers(_ subject: CheckedTree, _ log: inout FindingLog) {
        let remarked = Set(
            subject.remarks.lazy.compactMap { remark in remark.property.map { remark.path + "\n" + $0 } })
        for place in subject.leftovers {
            let path = place.path.isEmpty ? "/" : place.path
            for property in place.leftover.properties where !standard.contains(property.name) {
                if remarked.contains(path + "\n" + property.name) { continue }
                // What stands in the way of another is told by its own rule.
                if place.passesOver.contains(property.name) { continue }
                report(property.name, place.names, place.path + "/" + property.name, &log)
            }
            for node in place.leftover.nodes where !standardNodes.contains(node.name) {
                let base = node.name.prefix { $0 != "@" }
                report(String(base), place.names, place.path + "/" + node.name, &log)
            }
        }
    }

    private static func report(
        _ name: String, _ known: [String], _ path: String, _ log: inout FindingLog
    ) {
        if let meant = known.first(where: { Spelling.isSlip(name, of: $0) }) {
            log.add(.itemMisspelt, path, "\"\(name)\" may be meant for \"\(meant)\"")
        } else {
            log.add(.itemForeign, path, "\"\(name)\" is read by nobody")
        }
    }
}

/// What is left of one node.
private struct LeftoverPlace {
    let path: String
    let leftover: Leftover
    /// The names that are read there.
    let names: [String]
    /// Names that other rules tell of.
    var passesOver: Set<String> = []
}

/// The names that are read in nodes of each kind.
private enum Names {
    static let root = ["resources", "instances", "aliases", "chosen", "compatible", "id", "model"]
    static let pool = [
        "cpus", "cpus-available", "memory", "memory-base", "memory-bytes", "llc-way-mask", "linux,resctrl-closid",
        "devices", "topology",
    ]
    static let memory = ["reg", "size", "numa-node-id"]
    static let device = [
        "device-type", "pci-id", "vendor-id", "device-id", "device-name", "acpi-hid", "numa-node", "sriov-vfs",
        "host-reserved-vf", "available-vfs", "namespaces", "host-reserved-ns", "available-ns",
    ]
    static let instance = ["id", "resources", "options", "chosen"]
    static let resources = [
        "cpus", "memory-base", "memory-bytes", "memory", "llc-way-mask", "devices", "device-names", "numa-nodes",
        "cpu-affinity", "memory-policy", "uring",
    ]
    static let bridge = ["linux,pci-domain", "bus-range", "reg", "ranges"]
    static let chosen = [
        "multikernel,pool-cpus", "multikernel,ipi-buffer", "multikernel,ipi-pages", "multikernel,host-ipi-buffer",
        "multikernel,host-ipi-pages", "multikernel,host-ipi-cpu", "multikernel,reserved-memory",
        "multikernel,pool-slot", "multikernel,host-tree",
    ]
    static let request = ["instance-name", "id", "resources", "options", "chosen"]
}

extension CheckedTree {
    fileprivate var leftovers: [LeftoverPlace] {
        var places: [LeftoverPlace] = []
        if let pool {
            places.append(LeftoverPlace(path: "/resources", leftover: pool.other, names: Names.pool))
            places.append(LeftoverPlace(path: "/resources/devices", leftover: pool.otherDevices, names: []))
            for memory in pool.memory {
                places.append(
                    LeftoverPlace(
                        path: "/resources/" + memory.name, leftover: memory.other, names: Names.memory,
                        passesOver: ["reg", "size"]))
            }
            for device in pool.devices {
                places.append(
                    LeftoverPlace(
                        path: "/resources/devices/" + device.name, leftover: device.other, names: Names.device))
            }
        }
        switch tree {
        case .machine(let machine):
            places.append(LeftoverPlace(path: "", leftover: machine.other, names: Names.root))
            for instance in machine.instances ?? [] {
                places.append(
                    LeftoverPlace(
                        path: "/instances/" + instance.name, leftover: instance.other, names: Names.instance))
            }
        case .instance(let tree):
            // Boot trees of arm64 hold all that its kernels ask of a machine.
            let board = tree.instance.other.nodes.contains { $0.name == "cpus" }
            if !board { places.append(LeftoverPlace(path: "", leftover: tree.instance.other, names: Names.root)) }
            if let chosen = tree.chosen {
                var other = chosen.other
                // Once the host's tree was a blob within a property.
                other.properties.removeAll { !$0.name.hasPrefix("multikernel") || $0.name == "multikernel,host-tree" }
                places.append(LeftoverPlace(path: "/chosen", leftover: other, names: Names.chosen))
            }
        case .overlay(let overlay): places += overlay.leftovers
        }
        for owner in owners {
            guard let resources = owner.resources else { continue }
            var other = resources.other
            // The first versions wrote devices beside the numbers: `pci@8086:1572`, `platform@0`.
            if isOld { other.nodes.removeAll { $0.name.hasPrefix("pci@") || $0.name.hasPrefix("platform@") } }
            places.append(LeftoverPlace(path: owner.resourcesPath, leftover: other, names: Names.resources))
            for device in resources.devices {
                places.append(
                    LeftoverPlace(
                        path: owner.path("devices") + "/" + device.name, leftover: device.other, names: Names.device))
            }
        }
        for bridge in hostBridges {
            places.append(LeftoverPlace(path: "/" + bridge.name, leftover: bridge.other, names: Names.bridge))
        }
        for place in PCIWalk.nodes(below: hostBridges) {
            let device = place.node.device
            places.append(
                LeftoverPlace(
                    path: place.path, leftover: device?.other ?? place.node.other,
                    names: device == nil ? Names.bridge : Names.device, passesOver: device == nil ? [] : ["bus-range"]))
        }
        return places
    }
}

extension Overlay {
    /// Nodes that kernels pass over below `__overlay__` have a rule of their own.
    fileprivate var leftovers: [LeftoverPlace] {
        var places = [LeftoverPlace(path: "", leftover: other, names: ["compatible", "mk,resources", "fragment"])]
        for fragment in fragments {
            let path = OverlayChecks.path(of: fragment)
            places.append(
                LeftoverPlace(path: path, leftover: fragment.other, names: ["target-path", "__overlay__"]))
            for operation in fragment.operations ?? [] {
                guard case .createInstance(let request) = operation.action else { continue }
                places.append(
                    LeftoverPlace(
                        path: OverlayChecks.path(of: operation, in: fragment), leftover: request.other,
                        names: Names.request))
            }
        }
        return places
    }
}
