import HandoverState
import Multikernel

extension RecordKeys {
    static let multikernelDevice = RecordKeys(
        "name", "pci", "platform", "acpi", "type", "pciID", "compatible", "vendor", "product", "numaNode",
        "virtualFunctions", "namespaces", "labels", "phandle", "other")
    static let multikernelDivision = RecordKeys("count", "hostReserved", "available")
    static let multikernelReference = RecordKeys(
        "name", "parent", "parentPhandle", "virtualFunction", "namespace", "phandle", "labels", "other")
}

extension Device {
    /// - Parameter usual: the name that the reader takes where none is given.
    func write(usual: String? = nil, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        let isShort = virtualFunctions == nil && namespaces == nil && other.isEmpty
        try writer.beginObject(isShort ? .line : .block)
        if name != usual { try writer.field("name", name) }
        try identity.write(to: &writer)
        if !compatible.isEmpty { try writer.field("compatible", line: compatible) }
        if let vendor { try writer.field("vendor", hexadecimal: UInt64(vendor)) }
        if let product { try writer.field("product", hexadecimal: UInt64(product)) }
        if let numaNode { try writer.field("numaNode", numaNode) }
        try virtualFunctions?.write("virtualFunctions", to: &writer)
        try namespaces?.write("namespaces", to: &writer)
        if !labels.isEmpty { try writer.field("labels", line: labels) }
        if let phandle { try writer.field("phandle", phandle) }
        try other.write(to: &writer)
        try writer.endObject()
    }

    init(_ value: DocumentValue) throws(DocumentError) {
        try self.init(value, usual: nil)
    }

    init(_ value: DocumentValue, usual: String?) throws(DocumentError) {
        let fields = try value.mapping(.multikernelDevice)
        guard let name = try fields.text("name") ?? usual else {
            throw value.error(.missingKey, "found no key name, expected it here")
        }
        self.init(name: name, identity: try Identity(fields))
        compatible = try fields.texts("compatible") ?? []
        vendor = try fields.cell("vendor")
        product = try fields.cell("product")
        numaNode = try fields.cell("numaNode")
        virtualFunctions = try fields.object("virtualFunctions", Division.init(_:))
        namespaces = try fields.object("namespaces", Division.init(_:))
        labels = try fields.texts("labels") ?? []
        phandle = try fields.cell("phandle")
        other = try fields.leftover()
    }
}

extension Device.Identity {
    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        switch self {
        case .pci(let address): try writer.field("pci", address.description)
        case .platform(let name, let acpi):
            if let name {
                try writer.field("platform", name)
            } else if acpi == nil {
                try writer.key("platform")
                try writer.null()
            }
            if let acpi { try writer.field("acpi", acpi) }
        case .unknown(let type, let pciID):
            if let type { try writer.field("type", type) }
            if let pciID { try writer.field("pciID", pciID) }
        }
    }

    fileprivate init(_ fields: DocumentMapping) throws(DocumentError) {
        let ways = [["pci"], ["platform", "acpi"], ["type", "pciID"]].filter { keys in
            keys.contains { fields.optional($0) != nil }
        }
        guard ways.count <= 1 else {
            throw fields.value.error(
                .disagreement,
                "found \(ways.map { $0.joined(separator: " or ") }.joined(separator: " beside ")), "
                    + "expected a device to be found in one way")
        }
        if let pci = fields.optional("pci") {
            guard let address = PCIAddress(try pci.string()) else {
                throw pci.mismatch(.wrongValue, expected: "a PCI address such as \"0000:3b:00.1\"")
            }
            self = .pci(address)
        } else if let platform = fields.optional("platform") {
            let isNamed = !(platform.node.kind == .plain && PlainScalar(platform.text) == .null)
            self = .platform(name: isNamed ? try platform.treeText() : nil, acpi: try fields.text("acpi"))
        } else if let acpi = try fields.text("acpi") {
            self = .platform(name: nil, acpi: acpi)
        } else {
            self = .unknown(type: try fields.text("type"), pciID: try fields.text("pciID"))
        }
    }
}

extension Device.Division {
    fileprivate func write(_ key: String, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.key(key)
        try writer.beginObject(.line)
        if let count { try writer.field("count", count) }
        if let hostReserved { try writer.field("hostReserved", hostReserved) }
        if let available { try writer.field("available", numbers: available) }
        try writer.endObject()
    }

    fileprivate init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.multikernelDivision)
        self.init(
            count: try fields.cell("count"), hostReserved: try fields.cell("hostReserved"),
            available: try fields.cells("available"))
    }
}

extension DeviceReference {
    func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(other.isEmpty ? .line : .block)
        try writer.field("name", name)
        switch parent {
        case .text(let text): try writer.field("parent", text)
        case .phandle(let phandle): try writer.field("parentPhandle", phandle)
        case nil: break
        }
        if let virtualFunction { try writer.field("virtualFunction", virtualFunction) }
        if let namespace { try writer.field("namespace", namespace) }
        if let phandle { try writer.field("phandle", phandle) }
        if !labels.isEmpty { try writer.field("labels", line: labels) }
        try other.write(to: &writer)
        try writer.endObject()
    }

    init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.multikernelReference)
        self.init(name: try fields.required("name").treeText())
        parent = try fields.text("parent").map { .text($0) }
        if let phandle = try fields.cell("parentPhandle") {
            guard parent == nil else {
                throw value.error(.disagreement, "found parent and parentPhandle, expected one of them")
            }
            parent = .phandle(phandle)
        }
        virtualFunction = try fields.cell("virtualFunction")
        namespace = try fields.cell("namespace")
        phandle = try fields.cell("phandle")
        labels = try fields.texts("labels") ?? []
        other = try fields.leftover()
    }
}
