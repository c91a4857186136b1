import DeviceTree

extension TreeReader {
    /// `/resources` of what gives away.
    mutating func pool(_ node: FlattenedDeviceTree.Node) -> ResourcePool {
        var contents = NodeContents(node)
        var pool = ResourcePool()
        pool.cpus = processors("cpus", in: &contents)
        pool.freeCPUs = processors("cpus-available", in: &contents)
        pool.singleMemory = singleMemory(in: &contents)
        pool.cacheWays = number32("llc-way-mask", in: &contents)
        pool.cacheClass = number32("linux,resctrl-closid", in: &contents)
        pool.memory = contents.takeNodes { $0.name.hasPrefix("memory@") }.map { memory($0, isPool: true) }
        (pool.devices, pool.otherDevices) = devices(in: &contents)
        if let node = contents.takeNode("topology") { pool.topology = topology(node, pool: pool) }
        pool.other = contents.leftover
        return pool
    }

    /// `memory-base` and `memory-bytes`.
    mutating func singleMemory(in contents: inout NodeContents) -> SingleMemory? {
        let base = wideOrNarrow("memory-base", in: &contents)
        let size = wideOrNarrow("memory-bytes", in: &contents)
        guard base != nil || size != nil else { return nil }
        return SingleMemory(
            base: base?.value, size: size?.value, baseWidth: base?.width ?? .bits64, sizeWidth: size?.width ?? .bits64)
    }

    /// A node `memory@N`; chunks of a pool say of what type they are.
    mutating func memory(_ node: FlattenedDeviceTree.Node, isPool: Bool) -> PoolMemory {
        var contents = NodeContents(node)
        let extent = extent(in: &contents)
        var memory = PoolMemory(name: node.name, extent: extent, numaNode: number32("numa-node-id", in: &contents))
        if isPool, case .chunk = extent { contents.takeStandard("device_type", .string("memory")) }
        memory.other = contents.leftover
        return memory
    }

    /// `reg` or `size`; what is neither one nor the other stays where it is.
    mutating func extent(in contents: inout NodeContents) -> PoolMemory.Extent {
        let place = contents["reg"]
        let size = contents["size"]
        if place != nil, size != nil {
            remark(.placeAndSize, contents.node)
            return .unknown
        }
        if let chunk = contents.take("reg", as: { Self.range($0) }) {
            return .chunk(base: chunk.base, size: chunk.size)
        }
        if let bytes = contents.take("size", as: { $0.bigEndianUInt64 }) { return .request(size: bytes) }
        if let place {
            remark(.wrongLength(bytes: place.count, expected: "16"), contents.node, "reg")
        } else if let size {
            remark(.wrongLength(bytes: size.count, expected: "8"), contents.node, "size")
        } else {
            remark(.neitherPlaceNorSize, contents.node)
        }
        return .unknown
    }

    /// Two cells of an address and two of a size.
    static func range(_ property: FlattenedDeviceTree.Property) -> (base: UInt64, size: UInt64)? {
        guard property.count == 16, let cells = property.bigEndianCells else { return nil }
        let pair = CPUWidths.pairs(cells)
        return (pair[0], pair[1])
    }

    /// `resources` of an instance.
    mutating func instanceResources(_ node: FlattenedDeviceTree.Node) -> InstanceResources {
        var contents = NodeContents(node)
        var resources = InstanceResources()
        resources.cpus = processors("cpus", in: &contents)
        resources.memory = singleMemory(in: &contents)
        resources.cacheWays = number32("llc-way-mask", in: &contents)
        resources.cacheClass = number32("linux,resctrl-closid", in: &contents)
        resources.numaNodes = cells("numa-nodes", in: &contents)
        resources.cpuAffinity = text("cpu-affinity", in: &contents)
        resources.memoryPolicy = text("memory-policy", in: &contents)
        resources.deviceReferences = deviceReferences(in: &contents)
        resources.regions = contents.takeNodes { $0.name.hasPrefix("memory@") }.map { memory($0, isPool: false) }
        resources.generatedDevices = generatedDevices(in: &contents)
        (resources.devices, resources.otherDevices) = devices(in: &contents)
        if let node = contents.takeNode("uring") { resources.rings = rings(node) }
        resources.other = contents.leftover
        return resources
    }

    /// `device-names`, or `devices` as a property: text or phandles.
    private mutating func deviceReferences(in contents: inout NodeContents) -> InstanceResources.DeviceReferences? {
        if contents["device-names"] != nil {
            let names = texts("device-names", in: &contents)
            return names.isEmpty ? nil : .names(names)
        }
        guard let property = contents["devices"] else { return nil }
        let references: InstanceResources.DeviceReferences? = contents.take("devices") { property in
            if let texts = property.strings, !texts.isEmpty, texts.allSatisfy(Self.isPrintable) { return .texts(texts) }
            return property.bigEndianCells.map { .phandles($0) }
        }
        if references == nil {
            remark(.wrongLength(bytes: property.count, expected: "text, or a multiple of 4"), contents.node, "devices")
        }
        return references
    }

    private mutating func rings(_ node: FlattenedDeviceTree.Node) -> SharedRings {
        var contents = NodeContents(node)
        var rings = SharedRings()
        rings.submissions = number32("sq-entries", in: &contents)
        rings.completions = number32("cq-entries", in: &contents)
        rings.dataPages = number32("shim-data-pages", in: &contents)
        rings.other = contents.leftover
        return rings
    }

    private mutating func topology(_ node: FlattenedDeviceTree.Node, pool: ResourcePool) -> Topology {
        var contents = NodeContents(node)
        var topology = Topology()
        if let list = contents.takeNode("numa-nodes") {
            var inner = NodeContents(list)
            let nodes = inner.takeNodes { $0.name.hasPrefix("node@") }
            if nodes.isEmpty {
                contents.giveBack(list)
            } else {
                let widths = CPUWidths(topologyOf: pool, nodes: nodes)
                topology.nodes = nodes.map { numaNode($0, widths: widths) }
                topology.otherNodes = inner.leftover
            }
        }
        topology.other = contents.leftover
        return topology
    }

    private mutating func numaNode(_ node: FlattenedDeviceTree.Node, widths: CPUWidths) -> NUMANode {
        var contents = NodeContents(node)
        var numa = NUMANode(name: node.name)
        numa.id = number32("node-id", in: &contents)
        numa.memoryBase = number64("memory-base", in: &contents)
        numa.memorySize = number64("memory-size", in: &contents)
        numa.memoryType = text("memory-type", in: &contents)
        numa.cpus = processors("cpus", in: &contents, widths: widths)
        numa.distances = cells("distance-matrix", in: &contents)
        numa.other = contents.leftover
        return numa
    }
}
