import DeviceTree

/// What the words of a tree say of its age: some are older than cells of 64 bits for processors, some younger.
struct TreeForm {
    /// The width that the form has; `nil` where both have been seen.
    let width: CPUList.CellWidth?
    /// Whether kernels write trees of the form, and people do not.
    let isWrittenByKernels: Bool

    init(_ root: FlattenedDeviceTree.Node, shape: TreeShape) {
        let resources = root.child(named: "resources")
        let instances = root.child(named: "instances")
        switch shape {
        case .instance:
            (width, isWrittenByKernels) = (Self.hasOldMemory(resources) ? .bits32 : .bits64, true)
        case .overlay:
            (width, isWrittenByKernels) = (Self.isOldOverlay(root) ? .bits32 : .bits64, false)
        case .machine:
            let hasOldInstances = instances?.children.contains { instance in
                let resources = instance.child(named: "resources")
                return Self.hasOldMemory(resources) || resources?.children.contains { Self.isOldDevice($0) } == true
            }
            if Self.hasOldMemory(resources) || hasOldInstances == true {
                (width, isWrittenByKernels) = (.bits32, false)
            } else if let resources {
                // A pool without a free processor has no list of them; the root is as kernels write it.
                let isPool =
                    resources["cpus-available"] != nil || root["id"] != nil && root["#address-cells"] != nil
                let isNew = isPool || resources.children.contains { $0.baseName == "memory" || $0.name == "topology" }
                (width, isWrittenByKernels) = (isNew ? .bits64 : nil, isPool)
            } else {
                // Lists of instances alone went out of use before the cells grew.
                (width, isWrittenByKernels) = (.bits32, false)
            }
        }
    }

    /// An address or a size in one cell.
    private static func hasOldMemory(_ resources: FlattenedDeviceTree.Node?) -> Bool {
        [resources?["memory-base"], resources?["memory-bytes"]].contains { $0?.count == 4 }
    }

    /// The name that the first versions gave to PCI devices: `pci@8086:1572`.
    static func isOldDevice(_ node: FlattenedDeviceTree.Node) -> Bool {
        node.baseName == "pci" && node.unitAddress?.utf8.contains(UInt8(ascii: ":")) == true
    }

    /// Whether an overlay is of the first versions: each operation names its instance itself.
    static func isOldOverlay(_ root: FlattenedDeviceTree.Node) -> Bool {
        root.children.contains { fragment in
            fragment.child(named: "__overlay__")?.children.contains { operation in
                operation["mk,instance"] != nil || operation.children.contains { $0.name.hasPrefix("region@") }
            } == true
        }
    }
}
