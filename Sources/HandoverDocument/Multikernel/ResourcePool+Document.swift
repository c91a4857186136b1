import Multikernel

extension RecordKeys {
    static let multikernelPool = RecordKeys(
        "cpus", "cpusAvailable", "memory", "singleMemory", "cacheWays", "cacheClass", "devices", "topology", "other",
        "otherDevices")
    static let multikernelTopology = RecordKeys("nodes", "other", "otherNodes")
    static let multikernelNUMANode = RecordKeys(
        "name", "id", "memoryBase", "memorySize", "memoryType", "cpus", "distances", "other")
}

extension ResourcePool {
    func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.key("resources")
        try writer.beginObject(.block)
        try cpus?.write("cpus", to: &writer)
        try freeCPUs?.write("cpusAvailable", to: &writer)
        if !memory.isEmpty { try writer.field("memory", memory: memory.map { MemoryRecord($0) }) }
        try singleMemory?.write("singleMemory", to: &writer)
        if let cacheWays { try writer.field("cacheWays", hexadecimal: UInt64(cacheWays)) }
        if let cacheClass { try writer.field("cacheClass", cacheClass) }
        if !devices.isEmpty {
            try writer.key("devices")
            try writer.beginArray(.block)
            for device in devices { try device.write(to: &writer) }
            try writer.endArray()
        }
        try topology?.write(to: &writer)
        try other.write(to: &writer)
        try otherDevices.write("otherDevices", to: &writer)
        try writer.endObject()
    }

    init(_ value: DocumentValue, _ allowance: inout CPUAllowance) throws(DocumentError) {
        self.init()
        let fields = try value.mapping(.multikernelPool)
        cpus = try fields.cpus("cpus", &allowance)
        freeCPUs = try fields.cpus("cpusAvailable", &allowance)
        memory = try fields.optional("memory")?.memoryRecords().map { PoolMemory($0) } ?? []
        singleMemory = try fields.object("singleMemory", SingleMemory.init(_:))
        cacheWays = try fields.cell("cacheWays")
        cacheClass = try fields.cell("cacheClass")
        devices = try fields.list("devices", Device.init(_:)) ?? []
        if let value = fields.optional("topology") { topology = try Topology(value, &allowance) }
        other = try fields.leftover()
        otherDevices = try fields.leftover("otherDevices")
    }
}

extension Topology {
    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.key("topology")
        try writer.beginObject(.block)
        try writer.key("nodes")
        try writer.beginArray(.block)
        for node in nodes { try node.write(to: &writer) }
        try writer.endArray()
        try other.write(to: &writer)
        try otherNodes.write("otherNodes", to: &writer)
        try writer.endObject()
    }

    fileprivate init(_ value: DocumentValue, _ allowance: inout CPUAllowance) throws(DocumentError) {
        let fields = try value.mapping(.multikernelTopology)
        var nodes: [NUMANode] = []
        try fields.required("nodes").forEach { (value) throws(DocumentError) in
            nodes.append(try NUMANode(value, &allowance))
        }
        self.init(nodes: nodes)
        other = try fields.leftover()
        otherNodes = try fields.leftover("otherNodes")
    }
}

extension NUMANode {
    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        if id.map({ .node("node", at: $0) }) != name { try writer.field("name", name) }
        if let id { try writer.field("id", id) }
        if let memoryBase { try writer.field("memoryBase", hexadecimal: memoryBase) }
        if let memorySize { try writer.field("memorySize", memorySize) }
        if let memoryType { try writer.field("memoryType", memoryType) }
        try cpus?.write("cpus", to: &writer)
        if let distances { try writer.field("distances", numbers: distances) }
        try other.write(to: &writer)
        try writer.endObject()
    }

    fileprivate init(_ value: DocumentValue, _ allowance: inout CPUAllowance) throws(DocumentError) {
        let fields = try value.mapping(.multikernelNUMANode)
        let id = try fields.cell("id")
        let name = try fields.text("name") ?? id.map { .node("node", at: $0) }
        guard let name else {
            throw value.error(.missingKey, "found neither id nor name, expected one to tell the node by")
        }
        self.init(name: name)
        self.id = id
        memoryBase = try fields.number("memoryBase")
        memorySize = try fields.size("memorySize")
        memoryType = try fields.text("memoryType")
        cpus = try fields.cpus("cpus", &allowance)
        distances = try fields.cells("distances")
        other = try fields.leftover()
    }
}
