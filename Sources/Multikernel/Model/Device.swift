public import HandoverState

/// A device that a kernel can be given, from `/resources/devices/NAME` or from below a host bridge.
public struct Device: Hashable, Sendable {
    /// The name of its node.
    public var name: String
    /// What it is, and how it is found.
    public var identity: Identity
    /// The strings of `compatible`, if it has any.
    public var compatible: [String] = []
    /// `vendor-id`.
    public var vendor: UInt32?
    /// `device-id`.
    public var product: UInt32?
    /// `numa-node`.
    public var numaNode: UInt32?
    /// The virtual functions, where it can be divided into some.
    public var virtualFunctions: Division?
    /// The namespaces, where it can be divided into some.
    public var namespaces: Division?
    /// The labels of its node, which only source has.
    public var labels: [String] = []
    /// `phandle`, by which other nodes refer to it.
    public var phandle: UInt32?
    /// What else its node holds.
    public var other = Leftover()

    /// A device of a node.
    public init(name: String, identity: Identity) {
        self.name = name
        self.identity = identity
    }

    /// How a device is found.
    public enum Identity: Hashable, Sendable {
        /// At a PCI address.
        case pci(PCIAddress)
        /// By the name of its platform device, by its ACPI identifier, or both.
        case platform(name: String?, acpi: String?)
        /// A tree that does not say, or that says something else: the texts of `device-type` and `pci-id`.
        case unknown(type: String?, pciID: String?)
    }

    /// The parts of a device that can be given away by themselves.
    public struct Division: Hashable, Sendable {
        /// How many there are: `sriov-vfs`, `namespaces`.
        public var count: UInt32?
        /// The one that the host keeps: `host-reserved-vf`, `host-reserved-ns`.
        public var hostReserved: UInt32?
        /// Those that may be given away: `available-vfs`, `available-ns`; `nil` where the tree does not list them.
        public var available: [UInt32]?

        /// Parts of a device.
        public init(count: UInt32? = nil, hostReserved: UInt32? = nil, available: [UInt32]? = nil) {
            self.count = count
            self.hostReserved = hostReserved
            self.available = available
        }
    }
}

/// A node at the root that stands for a part of a device: `eth0_vf1 { parent = <&eth0>; vf-id = <1>; }`.
public struct DeviceReference: Hashable, Sendable {
    /// The name of the node.
    public var name: String
    /// The device that it is a part of.
    public var parent: Parent?
    /// `vf-id`.
    public var virtualFunction: UInt32?
    /// `namespace-id`.
    public var namespace: UInt32?
    /// `phandle`, by which instances refer to it.
    public var phandle: UInt32?
    /// The labels of its node, which only source has.
    public var labels: [String] = []
    /// What else its node holds.
    public var other = Leftover()

    /// A reference of a name.
    public init(name: String) {
        self.name = name
    }

    /// How the device is named.
    public enum Parent: Hashable, Sendable {
        /// By its phandle.
        case phandle(UInt32)
        /// By its path, its label or its name.
        case text(String)
    }
}
