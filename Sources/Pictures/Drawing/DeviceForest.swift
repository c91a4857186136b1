/// Devices below the bridges that lead to them.
public struct DeviceForest: Hashable, Sendable {
    /// The bridges, in the order of the tree; platform devices have a group of their own.
    public var groups: [Group]

    /// Devices in one place.
    public struct Group: Hashable, Sendable {
        /// The way to them: `pci@40 > pci@1,0`.
        public var title: String
        /// What else is to be told of the place.
        public var note: String
        /// The devices.
        public var devices: [Item]
    }

    /// A device.
    public struct Item: Hashable, Sendable {
        /// The name.
        public var name: String
        /// Where and what it is: `0000:41:00.0 8086:1572`.
        public var detail: String
        /// The number of the owner.
        public var owner: Int
    }

    /// How many devices.
    public var count: Int { groups.reduce(0) { $0 + $1.devices.count } }
}
