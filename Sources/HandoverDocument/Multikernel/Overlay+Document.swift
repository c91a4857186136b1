import Multikernel

extension RecordKeys {
    static let multikernelFragment = RecordKeys(
        "name", "target", "operations", "withoutOverlay", "other", "otherOperations")
    static let multikernelOperation = RecordKeys(
        "name", "instance-create", "memory-remove", "memory-add", "cpu-remove", "cpu-add", "device-remove",
        "device-add", "instance-remove", "other")
    static let multikernelOverlayCPU = RecordKeys("name", "id", "cells", "numaNode", "other")
    static let multikernelOverlayDevice = RecordKeys("name", "pci", "alias", "driver", "other")
}

extension OverlayFragment {
    func write(at position: Int, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        if name != .node("fragment", at: position) { try writer.field("name", name) }
        if let target { try writer.field("target", target) }
        if let operations {
            try writer.key("operations")
            try writer.beginArray(.block)
            for operation in operations { try operation.write(to: &writer) }
            try writer.endArray()
        } else {
            try writer.field("withoutOverlay", true)
        }
        try other.write(to: &writer)
        try otherOperations.write("otherOperations", to: &writer)
        try writer.endObject()
    }

    init(_ value: DocumentValue, at position: Int, _ allowance: inout CPUAllowance) throws(DocumentError) {
        let fields = try value.mapping(.multikernelFragment)
        var operations: [OverlayOperation] = []
        try fields.optional("operations")?.forEach { (value) throws(DocumentError) in
            operations.append(try OverlayOperation(value, &allowance))
        }
        let isWithout = try fields.says("withoutOverlay")
        self.init(
            name: try fields.text("name") ?? .node("fragment", at: position), target: try fields.text("target"),
            operations: isWithout ? nil : operations)
        other = try fields.leftover()
        otherOperations = try fields.leftover("otherOperations")
        if isWithout, fields.optional("operations") != nil || !otherOperations.isEmpty {
            throw value.error(.disagreement, "found operations, expected none where withoutOverlay is true")
        }
    }
}

extension OverlayOperation {
    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        let kind = action.kind.rawValue
        if name != kind { try writer.field("name", name) }
        switch action {
        case .createInstance(let request):
            try writer.key(kind)
            try InstanceRecord(request).write(to: &writer)
        case .removeInstance(let name?): try writer.field(kind, name)
        case .removeInstance(nil):
            try writer.key(kind)
            try writer.null()
        case .addMemory(let items), .removeMemory(let items):
            try writer.field(kind, memory: items.map { MemoryRecord($0) })
        case .addCPUs(let items), .removeCPUs(let items):
            try writer.key(kind)
            try items.write(to: &writer)
        case .addDevices(let items), .removeDevices(let items):
            try writer.key(kind)
            try writer.beginArray(.block)
            for (position, item) in items.enumerated() { try item.write(at: position, to: &writer) }
            try writer.endArray()
        }
        try other.write(to: &writer)
        try writer.endObject()
    }

    fileprivate init(_ value: DocumentValue, _ allowance: inout CPUAllowance) throws(DocumentError) {
        let fields = try value.mapping(.multikernelOperation)
        let kinds = Kind.allCases.filter { fields.optional($0.rawValue) != nil }
        guard kinds.count == 1, let kind = kinds.first else {
            let found = kinds.isEmpty ? "no operation" : kinds.map(\.rawValue).joined(separator: " and ")
            throw value.error(
                .wrongValue,
                "found \(found), expected one of " + Kind.allCases.map(\.rawValue).joined(separator: ", "))
        }
        self.init(try Action(kind, fields.required(kind.rawValue), &allowance))
        if let name = try fields.text("name") { self.name = name }
        other = try fields.leftover()
    }
}

extension OverlayOperation.Action {
    fileprivate init(
        _ kind: OverlayOperation.Kind, _ value: DocumentValue, _ allowance: inout CPUAllowance
    ) throws(DocumentError) {
        switch kind {
        case .createInstance: self = .createInstance(try InstanceRequest(value, &allowance))
        case .removeInstance:
            let isNamed = !(value.node.kind == .plain && PlainScalar(value.text) == .null)
            self = .removeInstance(name: isNamed ? try value.treeText() : nil)
        case .addMemory: self = .addMemory(try value.memoryRecords().map { OverlayMemory($0) })
        case .removeMemory: self = .removeMemory(try value.memoryRecords().map { OverlayMemory($0) })
        case .addCPUs: self = .addCPUs(try value.overlayCPUs(&allowance))
        case .removeCPUs: self = .removeCPUs(try value.overlayCPUs(&allowance))
        case .addDevices: self = .addDevices(try value.overlayDevices())
        case .removeDevices: self = .removeDevices(try value.overlayDevices())
        }
    }
}

extension OverlayCPU {
    /// An item of which only the processor is told.
    fileprivate init(_ id: UInt64) {
        self.init(name: .node("cpu", at: id), id: id)
    }

    fileprivate var isPlain: Bool { id.map { Self($0) } == self }

    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(other.isEmpty ? .line : .block)
        if id.map({ .node("cpu", at: $0) }) != name { try writer.field("name", name) }
        if let id {
            try writer.key("id")
            try writer.cpu(id)
        }
        if width == .bits32 { try writer.field("cells", width.rawValue) }
        if let numaNode { try writer.field("numaNode", numaNode) }
        try other.write(to: &writer)
        try writer.endObject()
    }

    fileprivate init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.multikernelOverlayCPU)
        let id = try fields.number("id")
        guard let name = try fields.text("name") ?? id.map({ .node("cpu", at: $0) }) else {
            throw value.error(.missingKey, "found neither id nor name, expected the processor's id")
        }
        self.init(
            name: name, id: id, width: try fields.cellWidth("cells"), numaNode: try fields.cell("numaNode"))
        other = try fields.leftover()
        if width == .bits32, let id, id > UInt64(UInt32.max) {
            throw value.error(.disagreement, "found processor \(id), which has no room in 32 bits")
        }
    }
}

extension [OverlayCPU] {
    /// As any processors where nothing but their identifiers is told; otherwise items that tell more are objects.
    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        if allSatisfy(\.isPlain) { return try writer.cpus(compactMap(\.id)) }
        try writer.beginArray(.block)
        for item in self {
            if item.isPlain, let id = item.id { try writer.cpu(id) } else { try item.write(to: &writer) }
        }
        try writer.endArray()
    }
}

extension OverlayDevice {
    fileprivate func write(at position: Int, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(other.isEmpty ? .line : .block)
        if name != .node("pci", at: position) { try writer.field("name", name) }
        if let pciID { try writer.field("pci", pciID) }
        if let alias { try writer.field("alias", alias) }
        if let driver { try writer.field("driver", driver) }
        try other.write(to: &writer)
        try writer.endObject()
    }

    fileprivate init(_ value: DocumentValue, at position: Int) throws(DocumentError) {
        guard value.node.isContainer else {
            self.init(name: .node("pci", at: position), pciID: try value.treeText())
            return
        }
        let fields = try value.mapping(.multikernelOverlayDevice)
        self.init(
            name: try fields.text("name") ?? .node("pci", at: position), pciID: try fields.text("pci"),
            alias: try fields.text("alias"), driver: try fields.text("driver"))
        other = try fields.leftover()
    }
}

extension DocumentValue {
    /// Items of processors: `4-7,12`, or a list of identifiers, ranges and objects.
    fileprivate func overlayCPUs(_ allowance: inout CPUAllowance) throws(DocumentError) -> [OverlayCPU] {
        guard node.kind == .sequence else { return try cpus(&allowance).map { OverlayCPU($0) } }
        var items: [OverlayCPU] = []
        try forEach { (value) throws(DocumentError) in
            if value.node.kind == .mapping {
                try allowance.take(1, for: value)
                items.append(try OverlayCPU(value))
            } else {
                var ids: [UInt64] = []
                try value.appendCPUs(to: &ids, &allowance)
                for id in ids { items.append(OverlayCPU(id)) }
            }
        }
        return items
    }

    fileprivate func overlayDevices() throws(DocumentError) -> [OverlayDevice] {
        var items: [OverlayDevice] = []
        try forEach { (value) throws(DocumentError) in items.append(try OverlayDevice(value, at: items.count)) }
        return items
    }
}
