public import HandoverState

/// A machine as its kernel sees it: what the pool holds and has free, and what every instance has.
///
/// Overlays change it. It comes from trees, and where these do not tell all, what was assumed is said beside it.
public struct RunningMachine: Hashable, Sendable {
    /// Whether the kernel has a pool: without one, `/resources` is no target.
    public var hasPool = true
    /// The memory of the pool.
    public var memory = ChunkedMemory()
    /// The processors of the pool that nobody has, in the order in which they joined.
    public var freeCPUs = JoinOrder<UInt64>()
    /// The processors of the pool that are neither free nor told to be any instance's: those of instances unknown here.
    public var untoldCPUs = JoinOrder<UInt64>()
    /// The devices of the pool that nobody has.
    public var freeDevices = JoinOrder<DeviceKey>()
    /// What is known of each device, whoever has it.
    public var devices: [DeviceKey: DeviceFacts] = [:]
    /// The processors of the machine, where a tree tells all of them.
    public var machineCPUs: Set<UInt64>?
    /// How wide the cells of processors are in the trees that the machine came from.
    public var cpuWidth = CPUList.CellWidth.bits64
    /// Which processors and memory belong together; no overlay changes it.
    public var topology: Topology?
    /// The ways of the last-level cache that may be given away; no overlay changes them.
    public var cacheWays: UInt32?
    private var order = JoinOrder<String>()
    private var byName: [String: RunningInstance] = [:]

    /// A machine with an empty pool.
    public init() {}

    /// The names of the instances, the oldest first.
    public var names: [String] { order.elements }
    /// The instances, the oldest first.
    public var instances: [RunningInstance] { order.elements.compactMap { byName[$0] } }
    /// The identifiers that are taken; 0 is the host's.
    public var takenIDs: Set<UInt32> { Set(byName.values.compactMap(\.id)).union([0]) }

    /// The instance of a name; setting `nil` removes it, and what it had is nobody's.
    public subscript(name: String) -> RunningInstance? {
        get { byName[name] }
        set {
            if newValue == nil { order.remove(name) } else { order.insert(name) }
            byName[name] = newValue
        }
    }

    /// Takes an instance out for a moment, and leaves its place in the order.
    mutating func take(_ name: String) -> RunningInstance? { byName.removeValue(forKey: name) }
    /// Puts back what was taken out.
    mutating func put(_ instance: RunningInstance) { byName[instance.name] = instance }

    /// Who has a processor.
    public func owner(of cpu: UInt64) -> String? { order.elements.first { byName[$0]?.cpus.contains(cpu) ?? false } }
    /// Who has a device.
    public func owner(of device: DeviceKey) -> String? {
        order.elements.first { byName[$0]?.devices.contains(device) ?? false }
    }
    /// The processors that are lent, of every instance.
    public var lentCPUs: Int { byName.values.reduce(untoldCPUs.count) { $0 + $1.cpus.count } }
    /// The processors of the pool, free ones first, as kernels list them.
    var pooledCPUs: JoinOrder<UInt64> {
        JoinOrder(freeCPUs.elements + instances.flatMap { $0.cpus.elements } + untoldCPUs.elements)
    }
}

/// An instance as its host sees it.
public struct RunningInstance: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The identifier; `nil` where no tree tells it.
    public var id: UInt32?
    /// Whether its kernel runs.
    public var state = State.ready
    /// Its processors in the order in which it got them; the first boots it.
    public var cpus = JoinOrder<UInt64>()
    /// Its memory; the first region is the one whose address trees tell.
    public var regions: [OwnedRegion] = []
    /// Its devices.
    public var devices = JoinOrder<DeviceKey>()
    /// The drivers that its devices were added with.
    public var drivers: [DeviceKey: String] = [:]
    /// The devices that the references of its tree name, one for one; `nil` for what is no whole device.
    var references: [DeviceKey?] = []
    /// The instance as a tree told of it, for all that overlays do not change.
    public var origin: Instance?

    /// An instance that has nothing.
    public init(name: String, id: UInt32? = nil) {
        self.name = name
        self.id = id
    }

    /// How much memory it has.
    public var bytes: UInt64 { regions.reduce(0) { $0.saturated($1.size) } }

    /// How far an instance is: kernels treat a change of one that runs differently.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// It has resources and no kernel.
        case ready
        /// Its kernel is loaded.
        case loaded
        /// Its kernel runs, and takes part in every change.
        case active
    }
}

/// What tells a device from all others of a machine.
public enum DeviceKey: Hashable, Sendable {
    /// The address of a PCI function.
    case pci(PCIAddress)
    /// The name of a platform device's node.
    case platform(String)
}

extension DeviceKey: Comparable {
    /// PCI functions by address, then platform devices by name.
    public static func < (left: DeviceKey, right: DeviceKey) -> Bool {
        switch (left, right) {
        case (.pci(let left), .pci(let right)): left < right
        case (.platform(let left), .platform(let right)): left < right
        case (.pci, .platform): true
        case (.platform, .pci): false
        }
    }
}

extension DeviceKey: CustomStringConvertible {
    /// As people name the device.
    public var description: String {
        switch self {
        case .pci(let address): "\(address)"
        case .platform(let name): name
        }
    }
}

/// What is known of a device.
public struct DeviceFacts: Hashable, Sendable {
    /// The name by which kernels know it, if it has one.
    public var alias: String?
    /// Its node under `devices`, where it has one.
    public var node: Device?
    /// `vendor-id`, wherever it stands.
    public var vendor: UInt32?
    /// `device-id`, wherever it stands.
    public var product: UInt32?
}
