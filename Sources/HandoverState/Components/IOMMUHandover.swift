public import PhysicalMemory

/// The IOMMUs of a machine as they go on translating through a live update.
public struct IOMMUHandover: Hashable, Sendable {
    /// The units.
    public var units: [Unit]
    /// The translations that they know.
    public var domains: [Domain]
    /// The devices that go through them.
    public var devices: [Device]

    /// What is handed over.
    public init(units: [Unit], domains: [Domain], devices: [Device]) {
        self.units = units
        self.domains = domains
        self.devices = devices
    }

    /// A unit: one piece of hardware.
    public struct Unit: Hashable, Sendable {
        /// Where it stands in the state.
        public var place: ComponentPlace
        /// What tells it apart from the others.
        public var token: UInt64
        /// What hardware it is, as the format numbers it.
        public var type: UInt64
        /// Where its registers are; `nil` where the format does not say.
        public var registers: PhysicalAddress?
        /// The table that leads from a device to its translation; `nil` where the format does not say.
        public var rootTable: PhysicalAddress?

        /// A unit.
        public init(
            at place: ComponentPlace, token: UInt64, type: UInt64, registers: PhysicalAddress? = nil,
            rootTable: PhysicalAddress? = nil
        ) {
            self.place = place
            self.token = token
            self.type = type
            self.registers = registers
            self.rootTable = rootTable
        }
    }

    /// A translation from the addresses of devices to those of memory.
    public struct Domain: Hashable, Sendable {
        /// Where it stands in the state.
        public var place: ComponentPlace
        /// How many hold it.
        public var referenceCount: UInt64
        /// Its topmost table.
        public var topTable: PhysicalAddress?
        /// The level of that table.
        public var topLevel: UInt64
        /// How many bits an address of a device has.
        public var addressBits: UInt64

        /// A domain.
        public init(
            at place: ComponentPlace, referenceCount: UInt64, topTable: PhysicalAddress?, topLevel: UInt64,
            addressBits: UInt64
        ) {
            self.place = place
            self.referenceCount = referenceCount
            self.topTable = topTable
            self.topLevel = topLevel
            self.addressBits = addressBits
        }
    }

    /// A device behind a unit.
    public struct Device: Hashable, Sendable {
        /// Where it stands in the state.
        public var place: ComponentPlace
        /// Its address.
        public var address: PCIAddress
        /// The function that it is.
        public var function: Link<ComponentPlace>
        /// The domain that it is attached to.
        public var domain: Link<ComponentPlace>
        /// The unit that it is behind.
        public var unit: Link<ComponentPlace>
        /// The number under which the unit knows the attachment.
        public var attachment: UInt64?

        /// A device.
        public init(
            at place: ComponentPlace, _ address: PCIAddress, function: Link<ComponentPlace>,
            domain: Link<ComponentPlace>, unit: Link<ComponentPlace>, attachment: UInt64?
        ) {
            self.place = place
            self.address = address
            self.function = function
            self.domain = domain
            self.unit = unit
            self.attachment = attachment
        }
    }
}

/// The page tables that a user of iommufd has made.
public struct IOMMUFileDescriptor: Hashable, Sendable {
    /// The page tables, in the user's order.
    public var pageTables: [PageTable]

    /// An iommufd.
    public init(pageTables: [PageTable]) {
        self.pageTables = pageTables
    }

    /// A page table (`hwpt`).
    public struct PageTable: Hashable, Sendable {
        /// The number by which user space asks for it: none of the orchestrator's tokens.
        public var token: UInt64
        /// The domain that it is.
        public var domain: Link<ComponentPlace>

        /// A page table.
        public init(token: UInt64, domain: Link<ComponentPlace>) {
            self.token = token
            self.domain = domain
        }
    }
}
