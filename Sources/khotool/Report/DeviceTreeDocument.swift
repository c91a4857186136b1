import DeviceTree
import HandoverDocument

/// A device tree as a document: nodes in order, each with its properties in order.
struct DeviceTreeDocument {
    static let schema = "https://khotool.dev/schemas/device-tree-1.json"

    let tree: FlattenedDeviceTree

    func write(as format: DocumentFormat, to sink: @escaping ByteSink) throws(ByteSinkError) {
        switch format {
        case .json:
            var writer = JSONWriter(to: sink)
            try write(to: &writer)
        case .yaml:
            var writer = YAMLWriter(to: sink)
            try write(to: &writer)
        }
    }

    private func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("schema", Self.schema)
        try writer.field("size", tree.totalSize)
        try writer.key("reservations")
        try writer.beginArray(.block)
        for reservation in tree.reservations {
            try writer.beginObject(.line)
            try writer.field("address", hexadecimal: reservation.address)
            try writer.field("size", reservation.size)
            try writer.endObject()
        }
        try writer.endArray()
        try writer.key("root")
        // Trees are at most 64 levels deep: the reader refuses deeper ones, as the kernel does.
        try write(tree.root, to: &writer)
        try writer.endObject()
        try writer.finish()
    }

    private func write(_ node: FlattenedDeviceTree.Node, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        let isLeaf = node.properties.isEmpty && node.children.isEmpty
        try writer.beginObject(isLeaf ? .line : .block)
        try writer.field("name", node.name)
        if !node.properties.isEmpty {
            try writer.key("properties")
            try writer.beginArray(.block)
            for property in node.properties { try write(property, to: &writer) }
            try writer.endArray()
        }
        if !node.children.isEmpty {
            try writer.key("nodes")
            try writer.beginArray(.block)
            for child in node.children { try write(child, to: &writer) }
            try writer.endArray()
        }
        try writer.endObject()
    }

    /// A value by what its bytes look like, as `dtc` guesses: strings, cells of 32 bits big-endian, or bytes.
    private func write(
        _ property: FlattenedDeviceTree.Property, to writer: inout some DocumentWriter
    ) throws(ByteSinkError) {
        try writer.beginObject(.line)
        try writer.field("name", property.name)
        if let strings = property.strings, !strings.isEmpty, !strings.contains("") {
            try writer.field("strings", line: strings)
        } else if property.count > 0, let cells = property.bigEndianCells {
            try writer.key("cells")
            try writer.beginArray(.line)
            for cell in cells { try writer.hexadecimal(UInt64(cell)) }
            try writer.endArray()
        } else if property.count > 0 {
            try writer.field("bytes", bytes: Array(property.bytes))
        }
        try writer.endObject()
    }
}
