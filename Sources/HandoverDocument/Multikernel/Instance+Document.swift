import Multikernel

extension RecordKeys {
    static let multikernelInstance = RecordKeys(
        "name", "id", "cpus", "memory", "regions", "cacheWays", "cacheClass", "devices", "deviceNames",
        "devicePhandles", "deviceNodes", "numaNodes", "cpuAffinity", "memoryPolicy", "rings", "options", "chosen",
        "withoutResources", "other")
    static let multikernelInstanceOther = RecordKeys("properties", "nodes", "resources", "devices")
    static let multikernelRings = RecordKeys("submissions", "completions", "dataPages", "other")
    static let multikernelOptions = RecordKeys("seesHostCore", "other")
}

/// An instance and a request for one, which a document tells of alike: what it owns stands beside its name.
struct InstanceRecord {
    var name: String?
    var id: UInt32?
    var resources: InstanceResources?
    var options: InstanceOptions?
    /// Of requests alone.
    var chosen: Leftover?
    var other = Leftover()
}

extension InstanceRecord {
    init(_ instance: Instance) {
        self.init(
            name: instance.name, id: instance.id, resources: instance.resources, options: instance.options,
            other: instance.other)
    }

    init(_ request: InstanceRequest) {
        self.init(
            name: request.name, id: request.id, resources: request.resources, options: request.options,
            chosen: request.chosen, other: request.other)
    }

    func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        if let name { try writer.field("name", name) }
        if let id { try writer.field("id", id) }
        try resources?.write(to: &writer)
        if let options { try options.write(to: &writer) }
        if let chosen {
            try writer.key("chosen")
            try chosen.writeObject(to: &writer)
        }
        if resources == nil { try writer.field("withoutResources", true) }
        try writeOther(to: &writer)
        try writer.endObject()
    }

    private func writeOther(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        let ofResources = resources?.other ?? Leftover()
        let ofDevices = resources?.otherDevices ?? Leftover()
        if other.isEmpty, ofResources.isEmpty, ofDevices.isEmpty { return }
        try writer.key("other")
        try writer.beginObject(.block)
        try writer.contents(other.properties, other.nodes)
        try ofResources.write("resources", to: &writer)
        try ofDevices.write("devices", to: &writer)
        try writer.endObject()
    }

    init(_ value: DocumentValue, _ allowance: inout CPUAllowance) throws(DocumentError) {
        let fields = try value.mapping(.multikernelInstance)
        name = try fields.text("name")
        id = try fields.cell("id")
        var resources = try InstanceResources(fields, &allowance)
        options = try fields.object("options", InstanceOptions.init(_:))
        chosen = try fields.object("chosen", Leftover.init(_:))
        if let value = fields.optional("other") {
            let fields = try value.mapping(.multikernelInstanceOther)
            other = Leftover(properties: try fields.properties(), nodes: try fields.nodes())
            resources.other = try fields.leftover("resources")
            resources.otherDevices = try fields.leftover("devices")
        }
        if try fields.says("withoutResources") {
            guard resources == InstanceResources() else {
                throw value.error(.disagreement, "found resources, expected none where withoutResources is true")
            }
        } else {
            self.resources = resources
        }
    }
}

extension Instance {
    init(_ value: DocumentValue, _ allowance: inout CPUAllowance) throws(DocumentError) {
        let record = try InstanceRecord(value, &allowance)
        guard let name = record.name else { throw value.error(.missingKey, "found no key name, expected it here") }
        if record.chosen != nil {
            throw value.error(
                .disagreement, "found the key chosen, expected it in instance-create or at the top of a boot tree")
        }
        self.init(name: name, id: record.id, resources: record.resources)
        options = record.options
        other = record.other
    }
}

extension InstanceRequest {
    init(_ value: DocumentValue, _ allowance: inout CPUAllowance) throws(DocumentError) {
        let record = try InstanceRecord(value, &allowance)
        self.init(name: record.name, id: record.id, resources: record.resources)
        options = record.options
        chosen = record.chosen
        other = record.other
    }
}

extension InstanceResources {
    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try cpus?.write("cpus", to: &writer)
        try memory?.write("memory", to: &writer)
        if !regions.isEmpty { try writer.field("regions", memory: regions.map { MemoryRecord($0) }) }
        if let cacheWays { try writer.field("cacheWays", hexadecimal: UInt64(cacheWays)) }
        if let cacheClass { try writer.field("cacheClass", cacheClass) }
        switch deviceReferences {
        case .texts(let texts): try writer.field("devices", line: texts)
        case .names(let names): try writer.field("deviceNames", line: names)
        case .phandles(let phandles): try writer.field("devicePhandles", numbers: phandles)
        case nil: break
        }
        if !devices.isEmpty {
            try writer.key("deviceNodes")
            try writer.beginArray(.block)
            for device in devices { try device.write(to: &writer) }
            try writer.endArray()
        }
        if let numaNodes { try writer.field("numaNodes", numbers: numaNodes) }
        if let cpuAffinity { try writer.field("cpuAffinity", cpuAffinity) }
        if let memoryPolicy { try writer.field("memoryPolicy", memoryPolicy) }
        try rings?.write(to: &writer)
    }

    fileprivate init(_ fields: DocumentMapping, _ allowance: inout CPUAllowance) throws(DocumentError) {
        self.init()
        cpus = try fields.cpus("cpus", &allowance)
        memory = try fields.object("memory", SingleMemory.init(_:))
        regions = try fields.optional("regions")?.memoryRecords().map { PoolMemory($0) } ?? []
        cacheWays = try fields.cell("cacheWays")
        cacheClass = try fields.cell("cacheClass")
        deviceReferences = try DeviceReferences(fields)
        devices = try fields.list("deviceNodes", Device.init(_:)) ?? []
        numaNodes = try fields.cells("numaNodes")
        cpuAffinity = try fields.text("cpuAffinity")
        memoryPolicy = try fields.text("memoryPolicy")
        rings = try fields.object("rings", SharedRings.init(_:))
    }
}

extension InstanceResources.DeviceReferences {
    /// At most one of the three forms.
    fileprivate init?(_ fields: DocumentMapping) throws(DocumentError) {
        let given = ["devices", "deviceNames", "devicePhandles"].filter { fields.optional($0) != nil }
        guard given.count <= 1 else {
            throw fields.value.error(
                .disagreement, "found \(given.joined(separator: " and ")), expected at most one of them")
        }
        if let texts = try fields.texts("devices") {
            self = .texts(texts)
        } else if let names = try fields.texts("deviceNames") {
            self = .names(names)
        } else if let phandles = try fields.cells("devicePhandles") {
            self = .phandles(phandles)
        } else {
            return nil
        }
    }
}

extension SharedRings {
    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.key("rings")
        try writer.beginObject(other.isEmpty ? .line : .block)
        if let submissions { try writer.field("submissions", submissions) }
        if let completions { try writer.field("completions", completions) }
        if let dataPages { try writer.field("dataPages", dataPages) }
        try other.write(to: &writer)
        try writer.endObject()
    }

    fileprivate init(_ value: DocumentValue) throws(DocumentError) {
        self.init()
        let fields = try value.mapping(.multikernelRings)
        submissions = try fields.cell("submissions")
        completions = try fields.cell("completions")
        dataPages = try fields.cell("dataPages")
        other = try fields.leftover()
    }
}

extension InstanceOptions {
    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.key("options")
        try writer.beginObject(other.isEmpty ? .line : .block)
        if seesHostCore { try writer.field("seesHostCore", true) }
        try other.write(to: &writer)
        try writer.endObject()
    }

    fileprivate init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.multikernelOptions)
        self.init(seesHostCore: try fields.optional("seesHostCore")?.bool() ?? false)
        other = try fields.leftover()
    }
}
