import Multikernel
import PhysicalMemory

extension RecordKeys {
    static let multikernelHostBridge = RecordKeys(
        "name", "domain", "buses", "configuration", "windows", "children", "other")
    static let multikernelBuses = RecordKeys("first", "last")
    static let multikernelConfiguration = RecordKeys("address", "size")
    static let multikernelWindow = RecordKeys("flags", "busAddress", "address", "size")
    static let multikernelPCINode = RecordKeys("name", "reg", "buses", "device", "children", "other")
}

extension PCIHostBridge {
    func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        if buses.map({ .node("pci", at: $0.first) }) != name { try writer.field("name", name) }
        if let domain { try writer.field("domain", hexadecimal: UInt64(domain)) }
        try buses?.write(to: &writer)
        if let configuration {
            try writer.key("configuration")
            try writer.beginObject(.line)
            try writer.field("address", hexadecimal: configuration.start.value)
            try writer.field("size", configuration.size)
            try writer.endObject()
        }
        if !windows.isEmpty {
            try writer.key("windows")
            try writer.beginArray(.block)
            for window in windows { try window.write(to: &writer) }
            try writer.endArray()
        }
        try children.write(to: &writer)
        try other.write(to: &writer)
        try writer.endObject()
    }

    init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.multikernelHostBridge)
        let buses = try fields.object("buses", BusRange.init(_:))
        let name = try fields.text("name") ?? buses.map { .node("pci", at: $0.first) }
        guard let name else {
            throw value.error(.missingKey, "found neither buses nor name, expected one to tell the bridge by")
        }
        self.init(name: name)
        self.buses = buses
        domain = try fields.cell("domain")
        configuration = try fields.object("configuration") { (value) throws(DocumentError) in
            let fields = try value.mapping(.multikernelConfiguration)
            let start = PhysicalAddress(try fields.required("address").number())
            guard let range = MemoryRange(start: start, size: try fields.required("size").humanSize()) else {
                throw value.mismatch(.outOfRange, expected: "a range that ends within 64 bits from \(start)")
            }
            return range
        }
        windows = try fields.list("windows", Window.init(_:)) ?? []
        children = try fields.list("children", PCINode.init(_:)) ?? []
        other = try fields.leftover()
    }
}

extension PCIHostBridge.Window {
    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.line)
        try writer.field("flags", hexadecimal: UInt64(flags))
        try writer.field("busAddress", hexadecimal: busAddress)
        try writer.field("address", hexadecimal: address)
        try writer.field("size", size)
        try writer.endObject()
    }

    fileprivate init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.multikernelWindow)
        self.init(
            flags: try fields.required("flags").cell(), busAddress: try fields.required("busAddress").number(),
            address: try fields.required("address").number(), size: try fields.required("size").humanSize())
    }
}

extension BusRange {
    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.key("buses")
        try writer.beginObject(.line)
        try writer.field("first", hexadecimal: UInt64(first))
        try writer.field("last", hexadecimal: UInt64(last))
        try writer.endObject()
    }

    fileprivate init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.multikernelBuses)
        self.init(first: try fields.required("first").cell(), last: try fields.required("last").cell())
    }
}

extension PCINode {
    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("name", name)
        if !reg.isEmpty { try writer.field("reg", cells: reg) }
        try buses?.write(to: &writer)
        if let device {
            try writer.key("device")
            try device.write(usual: name, to: &writer)
        }
        try children.write(to: &writer)
        try other.write(to: &writer)
        try writer.endObject()
    }

    /// A node with all below it; as deep as the document, whose depth is bounded.
    fileprivate init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.multikernelPCINode)
        let name = try fields.required("name").treeText()
        self.init(name: name)
        reg = try fields.cells("reg") ?? []
        buses = try fields.object("buses", BusRange.init(_:))
        device = try fields.object("device") { (value) throws(DocumentError) in try Device(value, usual: name) }
        children = try fields.list("children", PCINode.init(_:)) ?? []
        other = try fields.leftover()
    }
}

extension [PCINode] {
    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        if isEmpty { return }
        try writer.key("children")
        try writer.beginArray(.block)
        for node in self { try node.write(to: &writer) }
        try writer.endArray()
    }
}
