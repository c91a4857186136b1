/// What a kernel has and gives away: baseline, pool, host form and instance list.
public struct Machine: Hashable, Sendable {
    /// The strings of `compatible`.
    public var compatible: [String] = []
    /// `id`; 0 in the pool trees of a host.
    public var id: UInt32?
    /// `resources`; `nil` where the tree lists instances alone.
    public var pool: ResourcePool?
    /// The nodes of `instances`; `nil` where there is no such node.
    public var instances: [Instance]?
    /// The nodes `pci@N` of the root.
    public var hostBridges: [PCIHostBridge] = []
    /// `aliases`.
    public var aliases: [Alias] = []
    /// The nodes of the root that stand for parts of devices.
    public var references: [DeviceReference] = []
    /// What else the root holds.
    public var other = Leftover()
    /// What else `instances` holds.
    public var otherInstances = Leftover()

    /// Nothing.
    public init() {}
}

/// What one kernel owns: instance and boot trees.
public struct InstanceTree: Hashable, Sendable {
    /// The strings of `compatible`.
    public var compatible: [String] = []
    /// The instance; its name is the root's `model`.
    public var instance: Instance
    /// The nodes `pci@N` of the root.
    public var hostBridges: [PCIHostBridge] = []
    /// `aliases`.
    public var aliases: [Alias] = []
    /// `chosen`; what a host writes there makes it a boot tree.
    public var chosen: BootInformation?

    /// The tree of an instance.
    public init(_ instance: Instance) {
        self.instance = instance
    }
}

/// A property of `/aliases`: a name that a device has in whatever kernel owns it.
public struct Alias: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The path of the device's node, or the bytes where they are no text.
    public var target: Target

    /// An alias of a path.
    public init(_ name: String, _ path: String) {
        self.name = name
        target = .path(path)
    }

    /// An alias.
    public init(name: String, target: Target) {
        self.name = name
        self.target = target
    }

    /// What an alias points to.
    public enum Target: Hashable, Sendable {
        /// The path of a node.
        case path(String)
        /// Bytes that are no path.
        case bytes([UInt8])
    }
}
