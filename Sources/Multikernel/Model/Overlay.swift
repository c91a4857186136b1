public import HandoverState

/// A change of pool and instances, as it is written to `overlays/new`.
public struct Overlay: Hashable, Sendable {
    /// The strings of `compatible`; kernels do not ask for any.
    public var compatible: [String] = []
    /// `mk,resources`: what the change is called in the record that the kernel keeps of it.
    public var label: String?
    /// The fragments, in the order of the tree.
    public var fragments: [OverlayFragment]
    /// What else the tree holds.
    public var other = Leftover()

    /// A change of fragments.
    public init(fragments: [OverlayFragment] = []) {
        self.fragments = fragments
    }
}

/// A part of a change that has one target: `fragment@N`.
public struct OverlayFragment: Hashable, Sendable {
    /// The name of the node, by whose unit address kernels order the fragments.
    public var name: String
    /// `target-path`; `nil` where there is none, or no text.
    public var target: String?
    /// The operations under `__overlay__` in the order of the tree; `nil` where that node is missing.
    public var operations: [OverlayOperation]?
    /// What else `__overlay__` holds; kernels pass over it.
    public var otherOperations = Leftover()
    /// What else the fragment holds.
    public var other = Leftover()

    /// A fragment of a name.
    public init(name: String, target: String?, operations: [OverlayOperation]? = []) {
        self.name = name
        self.target = target
        self.operations = operations
    }

    /// The unit address as kernels read it, in hexadecimal; `nil` where they cannot.
    public var number: UInt32? {
        guard name.hasPrefix("fragment@") else { return nil }
        var digits = name.dropFirst("fragment@".count)
        if digits.hasPrefix("0x") || digits.hasPrefix("0X") { digits = digits.dropFirst(2) }
        guard !digits.isEmpty, digits.utf8.first != UInt8(ascii: "+") else { return nil }
        return UInt32(digits, radix: 16)
    }
}

/// One operation of a fragment: a node under `__overlay__`.
public struct OverlayOperation: Hashable, Sendable {
    /// The name of the node: `memory-add`; with a unit address, kernels take the first of a kind.
    public var name: String
    /// What it does.
    public var action: Action
    /// What else the node holds; kernels pass over it.
    public var other = Leftover()

    /// An operation under the usual name of its kind.
    public init(_ action: Action) {
        name = action.kind.rawValue
        self.action = action
    }

    /// What an operation does.
    public enum Action: Hashable, Sendable {
        /// `instance-create`.
        case createInstance(InstanceRequest)
        /// `instance-remove`, by `instance-name`.
        case removeInstance(name: String?)
        /// `memory-add`.
        case addMemory([OverlayMemory])
        /// `memory-remove`.
        case removeMemory([OverlayMemory])
        /// `cpu-add`.
        case addCPUs([OverlayCPU])
        /// `cpu-remove`.
        case removeCPUs([OverlayCPU])
        /// `device-add`.
        case addDevices([OverlayDevice])
        /// `device-remove`.
        case removeDevices([OverlayDevice])

        /// The kind of operation.
        public var kind: Kind {
            switch self {
            case .createInstance: .createInstance
            case .removeInstance: .removeInstance
            case .addMemory: .addMemory
            case .removeMemory: .removeMemory
            case .addCPUs: .addCPUs
            case .removeCPUs: .removeCPUs
            case .addDevices: .addDevices
            case .removeDevices: .removeDevices
            }
        }
    }

    /// The kinds of operation, under the names of their nodes.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case createInstance = "instance-create"
        case removeMemory = "memory-remove"
        case addMemory = "memory-add"
        case removeCPUs = "cpu-remove"
        case addCPUs = "cpu-add"
        case removeDevices = "device-remove"
        case addDevices = "device-add"
        case removeInstance = "instance-remove"
    }
}

/// The instance that `instance-create` asks for.
public struct InstanceRequest: Hashable, Sendable {
    /// `instance-name`; `nil` where there is none, or no text.
    public var name: String?
    /// `id`; `nil` where the kernel is to choose.
    public var id: UInt32?
    /// `resources`; `nil` where the node is missing, which kernels refuse.
    public var resources: InstanceResources?
    /// `options`.
    public var options: InstanceOptions?
    /// `chosen`, where the instance is to know its host's tree.
    public var chosen: Leftover?
    /// What else the node holds.
    public var other = Leftover()

    /// A request for an instance.
    public init(name: String?, id: UInt32? = nil, resources: InstanceResources? = InstanceResources()) {
        self.name = name
        self.id = id
        self.resources = resources
    }
}

/// An item of `memory-add` and `memory-remove`: `memory@N`.
public struct OverlayMemory: Hashable, Sendable {
    /// The name of the node, which kernels read no number from.
    public var name: String
    /// `reg`, or `size`.
    public var extent: PoolMemory.Extent
    /// `numa-node-id`.
    public var numaNode: UInt32?
    /// What else the node holds.
    public var other = Leftover()

    /// An item.
    public init(name: String, extent: PoolMemory.Extent, numaNode: UInt32? = nil) {
        self.name = name
        self.extent = extent
        self.numaNode = numaNode
    }
}

/// An item of `cpu-add` and `cpu-remove`: `cpu@N`.
public struct OverlayCPU: Hashable, Sendable {
    /// The name of the node, which kernels read no number from.
    public var name: String
    /// `reg`; `nil` where there is none, or one of another length.
    public var id: UInt64?
    /// How wide `reg` is.
    public var width: CPUList.CellWidth
    /// `numa-node-id`.
    public var numaNode: UInt32?
    /// What else the node holds.
    public var other = Leftover()

    /// An item.
    public init(name: String, id: UInt64?, width: CPUList.CellWidth = .bits64, numaNode: UInt32? = nil) {
        self.name = name
        self.id = id
        self.width = width
        self.numaNode = numaNode
    }
}

/// An item of `device-add` and `device-remove`: `pci@N`.
public struct OverlayDevice: Hashable, Sendable {
    /// The name of the node, which kernels read no number from.
    public var name: String
    /// `pci-id` as it stands; `nil` where there is none, or no text.
    public var pciID: String?
    /// `alias`, for devices that join the pool.
    public var alias: String?
    /// `driver`, for devices that join an instance.
    public var driver: String?
    /// What else the node holds.
    public var other = Leftover()

    /// An item.
    public init(name: String, pciID: String?, alias: String? = nil, driver: String? = nil) {
        self.name = name
        self.pciID = pciID
        self.alias = alias
        self.driver = driver
    }

    /// The address that `pci-id` names.
    public var address: PCIAddress? { pciID.flatMap { PCIAddress($0) } }
}
