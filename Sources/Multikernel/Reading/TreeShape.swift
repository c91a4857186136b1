import DeviceTree

/// What the nodes near the root make of a tree, before it is read.
///
/// Only what a written tree keeps byte for byte decides, so that a tree that is written again is read as before.
enum TreeShape: Hashable {
    case machine
    case instance
    case overlay

    init?(_ root: FlattenedDeviceTree.Node) {
        let compatible = root["compatible"]?.strings ?? []
        if Self.isOverlay(root, compatible: compatible) {
            self = .overlay
            return
        }
        // A root that is somebody else's, for instance that of KHO, is not ours whatever lies below.
        let isOurs = compatible.contains { $0 == "multikernel-v1" || $0 == "linux,multikernel-host" }
        guard isOurs || compatible.isEmpty else { return nil }
        let resources = root.child(named: "resources")
        let instances = root.child(named: "instances")
        if instances == nil, Self.isInstance(root, resources: resources) {
            self = .instance
            return
        }
        let hasResources = resources.map { node in
            node.properties.contains { Self.resourceNames.contains($0.name) }
                || node.children.contains { $0.baseName == "memory" || $0.name == "devices" }
        }
        let hasInstances = instances?.children.contains { $0["id"] != nil || $0.child(named: "resources") != nil }
        guard isOurs || hasResources == true || hasInstances == true else { return nil }
        self = .machine
    }

    private static let resourceNames: Set<String> = ["cpus", "cpus-available", "memory-bytes", "memory-base"]

    private static func isOverlay(_ root: FlattenedDeviceTree.Node, compatible: [String]) -> Bool {
        if compatible.contains("linux,multikernel-overlay") { return true }
        let fragments = root.children.lazy.filter { $0.name.hasPrefix("fragment@") }
        guard !fragments.isEmpty else { return false }
        if root["mk,resources"] != nil || compatible.contains("multikernel-v1") { return true }
        return fragments.contains { fragment in
            if let target = fragment["target-path"]?.string {
                if target == "/resources" || target == "/instances" || target.hasPrefix("/instances/") { return true }
            }
            return fragment.child(named: "__overlay__")?.children.contains {
                OverlayOperation.Kind(rawValue: $0.baseName) != nil
            } == true
        }
    }

    /// A root with a name, with the words of a host, or with an identifier that no host has.
    private static func isInstance(
        _ root: FlattenedDeviceTree.Node, resources: FlattenedDeviceTree.Node?
    ) -> Bool {
        if root["model"] != nil { return true }
        if let chosen = root.child(named: "chosen") {
            if chosen.properties.contains(where: { $0.name.hasPrefix("multikernel,") }) { return true }
            if chosen.child(named: "multikernel,host-tree") != nil { return true }
        }
        guard let id = root["id"]?.bigEndianUInt32, id != 0, let resources else { return false }
        return resources["cpus-available"] == nil && !resources.children.contains { $0.baseName == "memory" }
    }
}
