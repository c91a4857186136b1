import DeviceTree
import HandoverState

/// What `resources` of a request ask for, as kernels read them.
struct WantedResources {
    private(set) var bytes: UInt64 = 0
    private(set) var cpus: [UInt64] = []
    private(set) var numaNode: UInt32?
    private(set) var devices: [DeviceKey] = []
    /// What kernels pass over, and why.
    private(set) var ignored: [(property: String, reason: String)] = []

    init(_ resources: InstanceResources, pageSize: UInt64, at place: String) throws(Refusal) {
        let other = Set(resources.other.properties.map(\.name))
        func refuse(_ message: String) -> Refusal { Refusal(.applyRequest, .EINVAL, at: place, message) }

        if other.contains("memory-bytes") { throw refuse("memory-bytes has to be two cells") }
        if let memory = resources.memory {
            if memory.base != nil { ignored.append(("memory-base", "kernels choose where the memory lies")) }
            if let size = memory.size {
                guard memory.sizeWidth == .bits64 else { throw refuse("memory-bytes has to be two cells") }
                guard size > 0, size.isMultiple(of: pageSize) else {
                    throw refuse("memory-bytes of \(size.bytesText) are not a number of pages")
                }
                bytes = size
            }
        }
        if other.contains("cpus") { throw refuse("cpus have to be two cells each") }
        if let list = resources.cpus { cpus = try Self.ids(of: list, refuse) }
        if other.contains("numa-nodes") { throw refuse("numa-nodes have to be cells") }
        if let node = resources.numaNodes?.first {
            guard node < OverlayRun.nodeLimit else { throw refuse("there is no NUMA node \(node)") }
            numaNode = node
        }
        if (resources.numaNodes?.count ?? 0) > 1 { ignored.append(("numa-nodes", "kernels take the first alone")) }
        try readDevices(of: resources, refuse)
        if resources.cpuAffinity != nil { ignored.append(("cpu-affinity", "kernels do not read it")) }
        if resources.memoryPolicy != nil { ignored.append(("memory-policy", "kernels do not read it")) }
        if resources.cacheWays != nil { ignored.append(("llc-way-mask", "kernels without the patch do not read it")) }
        for region in resources.regions { ignored.append((region.name, "kernels read memory-bytes alone")) }
    }

    /// The identifiers as cells of 64 bits, whatever they were meant as; one that comes twice counts once.
    private static func ids(
        of list: CPUList, _ refuse: (String) -> Refusal
    ) throws(Refusal) -> [UInt64] {
        guard !list.ids.isEmpty else { throw refuse("cpus are empty") }
        var ids = list.ids
        if list.width == .bits32 {
            guard ids.count.isMultiple(of: 2) else { throw refuse("cpus have to be two cells each") }
            ids = stride(from: 0, to: ids.count, by: 2).map { ids[$0] << 32 | ids[$0 + 1] & 0xffff_ffff }
        }
        return JoinOrder(ids).elements
    }

    private mutating func readDevices(
        of resources: InstanceResources, _ refuse: (String) -> Refusal
    ) throws(Refusal) {
        switch resources.deviceReferences {
        case .names: throw refuse("device-names are of older kernels; device-add assigns devices")
        case .texts, .phandles: ignored.append(("devices", "kernels read nodes, and no property"))
        case nil: break
        }
        for device in resources.devices {
            switch device.identity {
            case .pci(let address):
                guard device.vendor != nil, device.product != nil else {
                    throw refuse("\(device.name) needs pci-id, vendor-id and device-id")
                }
                devices.append(.pci(address))
            case .platform(let name, let acpi):
                guard name != nil || acpi != nil else { throw refuse("\(device.name) needs device-name or acpi-hid") }
                devices.append(.platform(device.name))
            case .unknown(let type, _):
                if type == "pci" { throw refuse("\(device.name) needs pci-id, vendor-id and device-id") }
                if type == "platform" { throw refuse("\(device.name) needs device-name or acpi-hid") }
                ignored.append(("devices/" + device.name, "kernels know devices of pci and platform alone"))
            }
        }
    }
}
