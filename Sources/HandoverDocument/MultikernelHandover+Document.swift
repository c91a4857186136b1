import HandoverState
import PhysicalMemory

extension RecordKeys {
    static let multikernel = RecordKeys("tree", "hostMessages", "messages", "position")
    static let messageBuffer = RecordKeys("address", "pages")
}

extension MultikernelHandover {
    func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.key("multikernel")
        try writer.beginObject(.block)
        if let tree { try writer.field("tree", bytes: tree) }
        try hostMessages?.write("hostMessages", to: &writer)
        try messages?.write("messages", to: &writer)
        try writer.field("position", position)
        try writer.endObject()
    }

    init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.multikernel)
        func buffer(_ name: String) throws(DocumentError) -> MessageBuffer? {
            try fields.optional(name).map { (value) throws(DocumentError) in try MessageBuffer(value) }
        }
        self.init(
            tree: try fields.optional("tree")?.bytes(), hostMessages: try buffer("hostMessages"),
            messages: try buffer("messages"),
            position: Int(try fields.required("position").count(upTo: UInt64(UInt32.max))))
    }
}

extension MultikernelHandover.MessageBuffer {
    fileprivate func write(_ name: String, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.key(name)
        try writer.beginObject(.line)
        if let address { try writer.field("address", hexadecimal: address.value) }
        if let pages { try writer.field("pages", UInt64(pages)) }
        try writer.endObject()
    }

    fileprivate init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.messageBuffer)
        self.init(
            address: try fields.optional("address")?.address(),
            pages: try fields.optional("pages").map { (value) throws(DocumentError) in
                UInt32(try value.count(upTo: UInt64(UInt32.max)))
            })
    }
}
