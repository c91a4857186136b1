import HandoverState
import PhysicalMemory

extension RecordKeys {
    static let root = RecordKeys("address", "size", "map", "unknownProperties")
    static let subtree = RecordKeys("name", "address", "size", "kind", "compatible", "content", "unknownProperties")
    static let unknownProperty = RecordKeys("name", "bytes")
}

extension RootTree {
    func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.key("root")
        try writer.beginObject(.block)
        if let address { try writer.field("address", hexadecimal: address.value) }
        try writer.field("size", size)
        if let map { try writer.field("map", hexadecimal: map.value) }
        try unknownProperties.write(to: &writer)
        try writer.endObject()
    }

    init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.root)
        self.init(
            address: try fields.optional("address")?.address(),
            size: Int(try fields.required("size").size(upTo: UInt64(Int.max))),
            map: try fields.optional("map")?.address(),
            unknownProperties: try fields.unknownProperties())
    }
}

extension Subtree {
    func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("name", name)
        if let address { try writer.field("address", hexadecimal: address.value) }
        if let size { try writer.field("size", size) }
        try writer.field("kind", kind.rawValue)
        if let compatible { try writer.field("compatible", compatible) }
        if let content { try writer.field("content", bytes: content) }
        try unknownProperties.write(to: &writer)
        try writer.endObject()
    }

    init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.subtree)
        self.init(
            name: try fields.required("name").string(),
            address: try fields.optional("address")?.address(),
            size: try fields.optional("size").map { (value) throws(DocumentError) in
                Int(try value.size(upTo: UInt64(Int.max)))
            },
            kind: try fields.required("kind").choice(of: Kind.self))
        compatible = try fields.optional("compatible")?.string()
        content = try fields.optional("content")?.bytes()
        unknownProperties = try fields.unknownProperties()
    }
}

extension [UnknownProperty] {
    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        if isEmpty { return }
        try writer.key("unknownProperties")
        try writer.beginArray(.block)
        for property in self {
            try writer.beginObject(.line)
            try writer.field("name", property.name)
            try writer.field("bytes", bytes: property.bytes)
            try writer.endObject()
        }
        try writer.endArray()
    }
}

extension DocumentMapping {
    fileprivate func unknownProperties() throws(DocumentError) -> [UnknownProperty] {
        try optional("unknownProperties")?.list { (value) throws(DocumentError) in
            let fields = try value.mapping(.unknownProperty)
            return UnknownProperty(
                name: try fields.required("name").string(), bytes: try fields.required("bytes").bytes())
        } ?? []
    }
}
