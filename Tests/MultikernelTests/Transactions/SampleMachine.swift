import HandoverState
import DeviceTree
import HandoverState
import Multikernel

/// A small machine: CPUs 4 to 7, two chunks, two devices, and an instance on CPU 7 with 256 MiB.
enum SampleMachine {
    static let mega: UInt64 = 1 << 20
    static let (low, high): (UInt64, UInt64) = (0x1_0000_0000, 0x2_0000_0000)

    static var tree: Machine {
        var pool = ResourcePool()
        pool.cpus = [4, 5, 6, 7]
        pool.freeCPUs = [4, 5, 6]
        pool.memory = [
            PoolMemory(
                name: "memory@100000000", extent: .chunk(base: low, size: 512 * mega), numaNode: 0),
            PoolMemory(
                name: "memory@200000000", extent: .chunk(base: high, size: 256 * mega), numaNode: 0),
        ]
        pool.devices = [device("nic", 0x41), device("nvme", 0x42)]
        var machine = Machine()
        machine.compatible = ["multikernel-v1"]
        machine.id = 0
        machine.pool = pool
        machine.aliases = [Alias("ens1", "/resources/devices/nic")]
        var blue = Instance(name: "blue", id: 3)
        blue.resources?.cpus = [7]
        blue.resources?.memory = SingleMemory(base: low, size: 256 * mega)
        machine.instances = [blue]
        return machine
    }

    static func device(_ name: String, _ bus: UInt8) -> Device {
        var device = Device(
            name: name, identity: .pci(PCIAddress(domain: 0, function: UInt16(bus) << 8)))
        device.vendor = 0x8086
        device.product = 0x1572
        return device
    }

    static var running: RunningMachine { RunningMachine.assembled(from: tree).machine }

    /// An overlay of one fragment for each target with its operations.
    static func overlay(_ parts: (target: String, actions: [OverlayOperation.Action])...) -> Overlay {
        Overlay(
            fragments: parts.enumerated().map { index, part in
                OverlayFragment(
                    name: "fragment@\(index)", target: part.target,
                    operations: part.actions.map { OverlayOperation($0) })
            })
    }

    static func cpus(_ ids: UInt64...) -> [OverlayCPU] {
        ids.map { OverlayCPU(name: "cpu@\($0)", id: $0) }
    }

    static func memory(_ base: UInt64, _ size: UInt64) -> [OverlayMemory] {
        [OverlayMemory(name: "memory@0", extent: .chunk(base: base, size: size))]
    }

    static func request(_ size: UInt64) -> [OverlayMemory] {
        [OverlayMemory(name: "memory@0", extent: .request(size: size))]
    }

    static func pci(_ id: String, alias: String? = nil, driver: String? = nil) -> [OverlayDevice] {
        [OverlayDevice(name: "pci@0", pciID: id, alias: alias, driver: driver)]
    }

    static func create(
        _ name: String?, id: UInt32? = nil, _ change: (inout InstanceResources) -> Void = { _ in }
    ) -> OverlayOperation.Action {
        var resources = InstanceResources()
        change(&resources)
        return .createInstance(InstanceRequest(name: name, id: id, resources: resources))
    }

    /// A tree as it is read back from its blob.
    static func throughBlob(_ tree: MultikernelTree) throws -> MultikernelTree {
        try MultikernelTree.read(FlattenedDeviceTree(blob: tree.blob())).tree
    }
}
