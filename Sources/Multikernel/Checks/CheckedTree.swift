import DeviceTree
import PhysicalMemory

/// A tree under check: what it tells, with the parts that many rules ask for at hand.
struct CheckedTree: Sendable {
    let tree: MultikernelTree
    let kind: MultikernelTree.Kind
    let remarks: [MultikernelRemark]
    /// How many bytes the blob has, where that is known.
    let size: Int?
    /// What there is to give away, where the tree tells it.
    let pool: ResourcePool?
    /// Every kernel that the tree gives something to, in its order.
    let owners: [Owner]
    /// The host bridges of the root.
    let hostBridges: [PCIHostBridge]
    /// The aliases of the root.
    let aliases: [Alias]

    init(_ reading: MultikernelTree.Reading, size: Int?) {
        tree = reading.tree
        kind = tree.kind
        remarks = reading.remarks
        self.size = size
        switch tree {
        case .machine(let machine):
            pool = machine.pool
            owners = (machine.instances ?? []).map { Owner(listed: $0) }
            hostBridges = machine.hostBridges
            aliases = machine.aliases
        case .instance(let tree):
            pool = nil
            owners = [Owner(tree)]
            hostBridges = tree.hostBridges
            aliases = tree.aliases
        case .overlay(let overlay):
            pool = nil
            owners = overlay.requests
            hostBridges = []
            aliases = []
        }
    }

    /// The machine, where the tree tells of one.
    var machine: Machine? {
        if case .machine(let machine) = tree { machine } else { nil }
    }

    /// Whether the tree speaks in the words of the first versions, in which other forms were right.
    var isOld: Bool {
        kind == .instanceList || pool?.singleMemory != nil || remarks.contains { $0.kind == .oldOverlay }
    }

    /// The overlay, where the tree is one.
    var overlay: Overlay? {
        if case .overlay(let overlay) = tree { overlay } else { nil }
    }

    /// The tree of one kernel, where it is one.
    var instanceTree: InstanceTree? {
        if case .instance(let tree) = tree { tree } else { nil }
    }

    /// The chunks of the pool that lie somewhere, with the paths of their nodes.
    var chunks: [(memory: PoolMemory, range: MemoryRange)] {
        (pool?.memory ?? []).compactMap { memory in
            guard case .chunk(let base, let size) = memory.extent,
                let range = MemoryRange(start: PhysicalAddress(base), size: size), !range.isEmpty
            else { return nil }
            return (memory, range)
        }
    }
}

/// A kernel that a tree gives something to.
struct Owner: Sendable {
    /// The path of its node; empty for the root of a tree of its own.
    let path: String
    let name: String
    let id: UInt32?
    let resources: InstanceResources?
    let role: Role

    enum Role: Sendable {
        /// A node of `/instances`.
        case listed
        /// The root of a tree of its own.
        case told
        /// What `instance-create` asks for.
        case requested
    }

    init(listed instance: Instance) {
        self.init(path: "/instances/" + instance.name, instance, role: .listed)
    }

    init(_ tree: InstanceTree) {
        self.init(path: "", tree.instance, role: .told)
    }

    init(path: String, _ request: InstanceRequest) {
        self.path = path
        name = request.name ?? ""
        id = request.id
        resources = request.resources
        role = .requested
    }

    private init(path: String, _ instance: Instance, role: Role) {
        self.path = path
        name = instance.name
        id = instance.id
        resources = instance.resources
        self.role = role
    }

    /// The path of its node, of its resources, or of a property of these.
    var nodePath: String { path.isEmpty ? "/" : path }
    var resourcesPath: String { path + "/resources" }
    func path(_ name: String) -> String { path + "/resources/" + name }

    /// The memory that the tree places, as it stands, with the paths that tell it.
    var regions: [(base: UInt64, size: UInt64, path: String)] {
        var regions: [(base: UInt64, size: UInt64, path: String)] = []
        // A base of 0 is how kerf says that the kernel is to choose.
        if let memory = resources?.memory, let base = memory.base, base != 0, let size = memory.size {
            regions.append((base, size, path("memory-base")))
        }
        for region in resources?.regions ?? [] {
            if case .chunk(let base, let size) = region.extent { regions.append((base, size, path(region.name))) }
        }
        return regions
    }

    /// The memory that the tree places, as far as there can be such memory.
    var ranges: [(range: MemoryRange, path: String)] {
        regions.compactMap { region in
            guard let range = MemoryRange(start: PhysicalAddress(region.base), size: region.size), !range.isEmpty
            else { return nil }
            return (range, region.path)
        }
    }
}

extension Overlay {
    /// The requests for instances, in the order of the tree.
    fileprivate var requests: [Owner] {
        fragments.flatMap { fragment in
            (fragment.operations ?? []).compactMap { operation in
                guard case .createInstance(let request) = operation.action else { return nil }
                return Owner(path: "/" + fragment.name + "/__overlay__/" + operation.name, request)
            }
        }
    }
}

/// How messages show numbers and lists.
enum Shown {
    static func hex(_ number: some BinaryInteger) -> String { "0x" + String(number, radix: 16) }

    /// The first of many, as a list.
    static func list(_ items: some Sequence<some CustomStringConvertible>) -> String {
        let all = Array(items)
        let text = all.prefix(8).map(\.description).joined(separator: ", ")
        return all.count > 8 ? text + " and \(all.count - 8) more" : text
    }
}
