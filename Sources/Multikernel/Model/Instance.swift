/// A kernel and what it owns.
public struct Instance: Hashable, Sendable {
    /// The name: the root's `model`, the name of the node in a list, or `instance-name`.
    public var name: String
    /// `id`; `nil` where the kernel is to choose.
    public var id: UInt32?
    /// `resources`; `nil` where the node is missing.
    public var resources: InstanceResources?
    /// `options`.
    public var options: InstanceOptions?
    /// What else the node holds.
    public var other = Leftover()

    /// An instance of a name.
    public init(name: String, id: UInt32? = nil, resources: InstanceResources? = InstanceResources()) {
        self.name = name
        self.id = id
        self.resources = resources
    }
}

/// What a kernel owns: `resources` of an instance.
public struct InstanceResources: Hashable, Sendable {
    /// `cpus`.
    public var cpus: CPUList?
    /// `memory-base` and `memory-bytes`: where the first region begins, and the bytes of all of them.
    public var memory: SingleMemory?
    /// The nodes `memory@N` of forms that list every region.
    public var regions: [PoolMemory] = []
    /// `llc-way-mask`.
    public var cacheWays: UInt32?
    /// `linux,resctrl-closid`, which a host generates.
    public var cacheClass: UInt32?
    /// `devices` as a property, or `device-names`: the devices by reference.
    public var deviceReferences: DeviceReferences?
    /// The nodes of `devices`.
    public var devices: [Device] = []
    /// The devices that the first versions wrote as nodes of `resources` itself: `pci@8086:1572`, `platform@0`.
    public var generatedDevices: [Device] = []
    /// `numa-nodes`.
    public var numaNodes: [UInt32]?
    /// `cpu-affinity`: compact, spread or local.
    public var cpuAffinity: String?
    /// `memory-policy`: local, interleave or bind.
    public var memoryPolicy: String?
    /// `uring`: the rings that it shares with its host.
    public var rings: SharedRings?
    /// What else the node holds.
    public var other = Leftover()
    /// What else the node `devices` holds.
    public var otherDevices = Leftover()

    /// Nothing.
    public init() {}

    /// References to devices.
    public enum DeviceReferences: Hashable, Sendable {
        /// `device-names`: names, addresses or aliases.
        case names([String])
        /// `devices` as text: names, paths or aliases.
        case texts([String])
        /// `devices` as cells: phandles.
        case phandles([UInt32])
    }
}

/// `uring`: the rings that an instance shares with its host.
public struct SharedRings: Hashable, Sendable {
    /// `sq-entries`.
    public var submissions: UInt32?
    /// `cq-entries`.
    public var completions: UInt32?
    /// `shim-data-pages`.
    public var dataPages: UInt32?
    /// What else the node holds.
    public var other = Leftover()

    /// Rings of the kernel's sizes.
    public init() {}
}

/// `options` of an instance.
public struct InstanceOptions: Hashable, Sendable {
    /// `enable-host-kcore`: whether the instance may look into its host's memory.
    public var seesHostCore: Bool
    /// What else the node holds.
    public var other = Leftover()

    /// Options.
    public init(seesHostCore: Bool = false) {
        self.seesHostCore = seesHostCore
    }
}
