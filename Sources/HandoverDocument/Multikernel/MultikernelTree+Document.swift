import Multikernel

extension RecordKeys {
    static let multikernelMachine = RecordKeys(
        "schema", "kind", "compatible", "id", "resources", "instances", "hostBridges", "aliases", "references",
        "other", "otherInstances")
    static let multikernelInstanceTree = RecordKeys(
        "schema", "kind", "compatible", "instance", "hostBridges", "aliases", "chosen")
    static let multikernelOverlay = RecordKeys("schema", "kind", "compatible", "label", "fragments", "other")
    static let multikernelAlias = RecordKeys("name", "path", "bytes")
}

extension MultikernelTree {
    func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("schema", MultikernelDocument.schema)
        try writer.field("kind", kind.rawValue)
        switch self {
        case .machine(let machine): try machine.write(to: &writer)
        case .instance(let tree): try tree.write(to: &writer)
        case .overlay(let overlay): try overlay.write(to: &writer)
        }
        try writer.endObject()
    }

    init(_ value: DocumentValue) throws(DocumentError) {
        try value.expectSchema(MultikernelDocument.schema)
        guard value.node.kind == .mapping else { throw value.mismatch(expected: "an object") }
        guard let word = DocumentMapping.first("kind", of: value) else {
            throw value.error(.missingKey, "found no key kind, expected it here")
        }
        let kind = try word.choice(of: Kind.self)
        var allowance = CPUAllowance()
        switch kind {
        case .overlay: self = .overlay(try Overlay(value.mapping(.multikernelOverlay), &allowance))
        case .instance, .boot:
            self = .instance(try InstanceTree(value.mapping(.multikernelInstanceTree), &allowance))
        case .baseline, .pool, .host, .instanceList:
            self = .machine(try Machine(value.mapping(.multikernelMachine), &allowance))
        }
        if self.kind != kind {
            throw word.mismatch(.disagreement, expected: "\(self.kind.rawValue), to go by the keys; \(kind.marks)")
        }
    }
}

extension MultikernelTree.Kind {
    /// By what a document of the kind is told from the others.
    fileprivate var marks: String {
        switch self {
        case .baseline: "a baseline has resources with sizes of memory, no addresses, and neither id nor instances"
        case .pool: "a pool has resources with addresses of memory, or id or cpusAvailable, and no instances"
        case .host: "a host has resources and, beside them, instances, references or a topology"
        case .instanceList: "a list of instances has no resources of its own"
        case .instance: "an instance has no chosen"
        case .boot: "a boot tree has chosen"
        case .overlay: "an overlay has fragments"
        }
    }
}

extension Machine {
    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.field("compatible", line: compatible)
        if let id { try writer.field("id", id) }
        try pool?.write(to: &writer)
        if let instances {
            try writer.key("instances")
            try writer.beginArray(.block)
            for instance in instances { try InstanceRecord(instance).write(to: &writer) }
            try writer.endArray()
        }
        try hostBridges.write(to: &writer)
        try aliases.write(to: &writer)
        if !references.isEmpty {
            try writer.key("references")
            try writer.beginArray(.block)
            for reference in references { try reference.write(to: &writer) }
            try writer.endArray()
        }
        try other.write(to: &writer)
        try otherInstances.write("otherInstances", to: &writer)
    }

    fileprivate init(_ fields: DocumentMapping, _ allowance: inout CPUAllowance) throws(DocumentError) {
        self.init()
        compatible = try fields.texts("compatible") ?? MultikernelDocument.compatible
        id = try fields.cell("id")
        if let value = fields.optional("resources") { pool = try ResourcePool(value, &allowance) }
        if let value = fields.optional("instances") {
            var list: [Instance] = []
            try value.forEach { (value) throws(DocumentError) in list.append(try Instance(value, &allowance)) }
            instances = list
        }
        hostBridges = try fields.list("hostBridges", PCIHostBridge.init(_:)) ?? []
        aliases = try fields.list("aliases", Alias.init(document:)) ?? []
        references = try fields.list("references", DeviceReference.init(_:)) ?? []
        other = try fields.leftover()
        otherInstances = try fields.leftover("otherInstances")
    }
}

extension InstanceTree {
    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.field("compatible", line: compatible)
        try writer.key("instance")
        try InstanceRecord(instance).write(to: &writer)
        try hostBridges.write(to: &writer)
        try aliases.write(to: &writer)
        try chosen?.write(to: &writer)
    }

    fileprivate init(_ fields: DocumentMapping, _ allowance: inout CPUAllowance) throws(DocumentError) {
        self.init(try Instance(fields.required("instance"), &allowance))
        compatible = try fields.texts("compatible") ?? MultikernelDocument.compatible
        hostBridges = try fields.list("hostBridges", PCIHostBridge.init(_:)) ?? []
        aliases = try fields.list("aliases", Alias.init(document:)) ?? []
        if let value = fields.optional("chosen") { chosen = try BootInformation(value, &allowance) }
    }
}

extension Overlay {
    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        if !compatible.isEmpty { try writer.field("compatible", line: compatible) }
        if let label { try writer.field("label", label) }
        try writer.key("fragments")
        try writer.beginArray(.block)
        for (position, fragment) in fragments.enumerated() { try fragment.write(at: position, to: &writer) }
        try writer.endArray()
        try other.write(to: &writer)
    }

    fileprivate init(_ fields: DocumentMapping, _ allowance: inout CPUAllowance) throws(DocumentError) {
        var fragments: [OverlayFragment] = []
        try fields.required("fragments").forEach { (value) throws(DocumentError) in
            fragments.append(try OverlayFragment(value, at: fragments.count, &allowance))
        }
        self.init(fragments: fragments)
        compatible = try fields.texts("compatible") ?? []
        label = try fields.text("label")
        other = try fields.leftover()
    }
}

extension [PCIHostBridge] {
    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        if isEmpty { return }
        try writer.key("hostBridges")
        try writer.beginArray(.block)
        for bridge in self { try bridge.write(to: &writer) }
        try writer.endArray()
    }
}

extension [Alias] {
    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        if isEmpty { return }
        try writer.key("aliases")
        try writer.beginArray(.block)
        for alias in self {
            try writer.beginObject(.line)
            try writer.field("name", alias.name)
            switch alias.target {
            case .path(let path): try writer.field("path", path)
            case .bytes(let bytes): try writer.field("bytes", bytes: bytes)
            }
            try writer.endObject()
        }
        try writer.endArray()
    }
}

extension Alias {
    fileprivate init(document value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.multikernelAlias)
        let name = try fields.required("name").treeText()
        switch (try fields.text("path"), try fields.optional("bytes")?.bytes()) {
        case (let path?, nil): self.init(name, path)
        case (nil, let bytes?): self.init(name: name, target: .bytes(bytes))
        default: throw value.error(.wrongValue, "found path and bytes both or neither, expected one of them")
        }
    }
}
