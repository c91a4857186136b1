import Multikernel

extension RecordKeys {
    static let multikernelChosen = RecordKeys(
        "poolCPUs", "messages", "hostMessages", "hostCPU", "reservedMemory", "poolSlot", "hostTree", "other")
    static let multikernelMessages = RecordKeys("address", "pages")
    static let multikernelReserved = RecordKeys("base", "size")
}

extension BootInformation {
    func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.key("chosen")
        try writer.beginObject(.block)
        try poolCPUs?.write("poolCPUs", to: &writer)
        try messages?.write("messages", to: &writer)
        try hostMessages?.write("hostMessages", to: &writer)
        if let hostCPU {
            try writer.key("hostCPU")
            try writer.cpu(hostCPU)
        }
        if let reservedMemory {
            try writer.key("reservedMemory")
            try writer.beginArray(.block)
            for region in reservedMemory {
                try writer.beginObject(.line)
                try writer.field("base", hexadecimal: region.base)
                try writer.field("size", region.size)
                try writer.endObject()
            }
            try writer.endArray()
        }
        if let poolSlot { try writer.field("poolSlot", hexadecimal: poolSlot) }
        if let hostTree {
            try writer.key("hostTree")
            try hostTree.writeObject(to: &writer)
        }
        try other.write(to: &writer)
        try writer.endObject()
    }

    init(_ value: DocumentValue, _ allowance: inout CPUAllowance) throws(DocumentError) {
        self.init()
        let fields = try value.mapping(.multikernelChosen)
        poolCPUs = try fields.cpus("poolCPUs", &allowance)
        messages = try fields.object("messages", MessageBuffer.init(_:))
        hostMessages = try fields.object("hostMessages", MessageBuffer.init(_:))
        hostCPU = try fields.number("hostCPU")
        reservedMemory = try fields.list("reservedMemory") { (value) throws(DocumentError) in
            let fields = try value.mapping(.multikernelReserved)
            return Region(
                base: try fields.required("base").number(), size: try fields.required("size").humanSize())
        }
        poolSlot = try fields.number("poolSlot")
        hostTree = try fields.object("hostTree", Leftover.init(_:))
        other = try fields.leftover()
    }
}

extension BootInformation.MessageBuffer {
    fileprivate func write(_ key: String, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.key(key)
        try writer.beginObject(.line)
        if let address { try writer.field("address", hexadecimal: address) }
        if let pages { try writer.field("pages", pages) }
        try writer.endObject()
    }

    fileprivate init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.multikernelMessages)
        self.init(address: try fields.number("address"), pages: try fields.cell("pages"))
    }
}
