import DeviceTree
import Multikernel

extension RecordKeys {
    static let multikernelOther = RecordKeys("properties", "nodes")
    static let multikernelNode = RecordKeys("name", "properties", "nodes")
    static let multikernelProperty = RecordKeys("name", "strings", "cells", "bytes")
}

extension Leftover {
    /// Writes what is left over, where something is.
    func write(_ key: String = "other", to writer: inout some DocumentWriter) throws(ByteSinkError) {
        if isEmpty { return }
        try writer.key(key)
        try writeObject(to: &writer)
    }

    func writeObject(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.contents(properties, nodes)
        try writer.endObject()
    }

    init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.multikernelOther)
        self.init(properties: try fields.properties(), nodes: try fields.nodes())
    }
}

extension DocumentMapping {
    /// What is left over; nothing where the key is missing.
    func leftover(_ key: String = "other") throws(DocumentError) -> Leftover {
        try object(key, Leftover.init(_:)) ?? Leftover()
    }

    func properties() throws(DocumentError) -> [DeviceTreeNode.Property] {
        try list("properties", DeviceTreeNode.Property.init(document:)) ?? []
    }

    func nodes() throws(DocumentError) -> [DeviceTreeNode] {
        try list("nodes", DeviceTreeNode.init(document:)) ?? []
    }
}

extension DocumentWriter {
    mutating func contents(
        _ properties: [DeviceTreeNode.Property], _ nodes: [DeviceTreeNode]
    ) throws(ByteSinkError) {
        if !properties.isEmpty {
            try key("properties")
            try beginArray(.block)
            for property in properties { try property.write(to: &self) }
            try endArray()
        }
        if !nodes.isEmpty {
            try key("nodes")
            try beginArray(.block)
            for node in nodes { try node.write(to: &self) }
            try endArray()
        }
    }
}

extension DeviceTreeNode {
    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(properties.isEmpty && children.isEmpty ? .line : .block)
        try writer.field("name", name)
        try writer.contents(properties, children)
        try writer.endObject()
    }

    /// A node with all that is in it; as deep as the document, whose depth is bounded.
    fileprivate init(document value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.multikernelNode)
        self.init(
            try fields.required("name").treeText(), properties: try fields.properties(),
            children: try fields.nodes())
    }
}

extension DeviceTreeNode.Property {
    /// The value by what its bytes look like: strings, cells or bytes, each exact.
    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.line)
        try writer.field("name", name)
        if let strings = value.printableStrings {
            try writer.field("strings", line: strings)
        } else if !value.bytes.isEmpty, let cells = value.wholeCells {
            try writer.field("cells", cells: cells)
        } else if !value.bytes.isEmpty {
            try writer.field("bytes", bytes: value.bytes)
        }
        try writer.endObject()
    }

    fileprivate init(document value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.multikernelProperty)
        let name = try fields.required("name").treeText()
        let given = ["strings", "cells", "bytes"].filter { fields.optional($0) != nil }
        guard given.count <= 1 else {
            throw value.error(.wrongValue, "found \(given.joined(separator: " and ")), expected at most one of them")
        }
        if let strings = try fields.texts("strings") {
            self.init(name, .strings(strings))
        } else if let cells = try fields.cells("cells") {
            self.init(name, .cells(cells))
        } else {
            self.init(name, DeviceTreeValue(try fields.optional("bytes")?.bytes() ?? []))
        }
    }
}

extension DeviceTreeValue {
    /// Strings of printable ASCII, none of them empty, the last closed by its NUL like the others.
    fileprivate var printableStrings: [String]? {
        guard let last = bytes.last, last == 0 else { return nil }
        var strings: [String] = []
        for part in bytes.dropLast().split(separator: 0, omittingEmptySubsequences: false) {
            guard !part.isEmpty, part.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) else { return nil }
            strings.append(String(decoding: part, as: UTF8.self))
        }
        return strings
    }

    fileprivate var wholeCells: [UInt32]? {
        guard bytes.count % 4 == 0 else { return nil }
        return stride(from: 0, to: bytes.count, by: 4).map { start in
            bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
        }
    }
}
