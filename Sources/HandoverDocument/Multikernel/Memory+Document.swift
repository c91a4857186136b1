import Multikernel

extension RecordKeys {
    static let multikernelMemory = RecordKeys("name", "base", "size", "numaNode", "other")
    static let multikernelRegion = RecordKeys("base", "size", "baseCells", "sizeCells")
}

/// What nodes `memory@N` hold, wherever they stand.
struct MemoryRecord {
    let name: String
    let extent: PoolMemory.Extent
    let numaNode: UInt32?
    let other: Leftover
}

extension MemoryRecord {
    init(_ memory: PoolMemory) {
        self.init(name: memory.name, extent: memory.extent, numaNode: memory.numaNode, other: memory.other)
    }

    init(_ memory: OverlayMemory) {
        self.init(name: memory.name, extent: memory.extent, numaNode: memory.numaNode, other: memory.other)
    }

    /// The name that a node has where a document gives none: by its address, or by its place in the list.
    private static func name(of extent: PoolMemory.Extent, at position: Int) -> String {
        if case .chunk(let base, _) = extent { return .node("memory", at: base) }
        return .node("memory", at: position)
    }

    func write(at position: Int, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(other.isEmpty ? .line : .block)
        if name != Self.name(of: extent, at: position) { try writer.field("name", name) }
        switch extent {
        case .chunk(let base, let size):
            try writer.field("base", hexadecimal: base)
            try writer.field("size", size)
        case .request(let size): try writer.field("size", size)
        case .unknown: break
        }
        if let numaNode { try writer.field("numaNode", numaNode) }
        try other.write(to: &writer)
        try writer.endObject()
    }

    /// A size alone, or an object.
    init(_ value: DocumentValue, at position: Int) throws(DocumentError) {
        guard value.node.isContainer else {
            self.init(
                name: .node("memory", at: position), extent: .request(size: try value.humanSize()), numaNode: nil,
                other: Leftover())
            return
        }
        let fields = try value.mapping(.multikernelMemory)
        let extent: PoolMemory.Extent =
            if let base = try fields.number("base") {
                .chunk(base: base, size: try fields.required("size").humanSize())
            } else if let size = try fields.size("size") {
                .request(size: size)
            } else {
                .unknown
            }
        self.init(
            name: try fields.text("name") ?? Self.name(of: extent, at: position), extent: extent,
            numaNode: try fields.cell("numaNode"), other: try fields.leftover())
    }
}

extension DocumentValue {
    /// A list of memory; one piece may stand without the list around it.
    func memoryRecords() throws(DocumentError) -> [MemoryRecord] {
        guard node.kind == .sequence else { return [try MemoryRecord(self, at: 0)] }
        var records: [MemoryRecord] = []
        try forEach { (value) throws(DocumentError) in records.append(try MemoryRecord(value, at: records.count)) }
        return records
    }
}

extension PoolMemory {
    init(_ record: MemoryRecord) {
        self.init(name: record.name, extent: record.extent, numaNode: record.numaNode)
        other = record.other
    }
}

extension OverlayMemory {
    init(_ record: MemoryRecord) {
        self.init(name: record.name, extent: record.extent, numaNode: record.numaNode)
        other = record.other
    }
}

extension DocumentWriter {
    mutating func field(_ name: String, memory records: [MemoryRecord]) throws(ByteSinkError) {
        try key(name)
        try beginArray(.block)
        for (position, record) in records.enumerated() { try record.write(at: position, to: &self) }
        try endArray()
    }
}

extension SingleMemory {
    func write(_ key: String, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.key(key)
        try writer.beginObject(.line)
        if let base { try writer.field("base", hexadecimal: base) }
        if let size { try writer.field("size", size) }
        if baseWidth == .bits32 { try writer.field("baseCells", baseWidth.rawValue) }
        if sizeWidth == .bits32 { try writer.field("sizeCells", sizeWidth.rawValue) }
        try writer.endObject()
    }

    /// A size alone, or an object.
    init(_ value: DocumentValue) throws(DocumentError) {
        guard value.node.isContainer else {
            self.init(base: nil, size: try value.humanSize())
            return
        }
        let fields = try value.mapping(.multikernelRegion)
        self.init(
            base: try fields.number("base"), size: try fields.size("size"),
            baseWidth: try fields.cellWidth("baseCells"), sizeWidth: try fields.cellWidth("sizeCells"))
        for (number, width, key) in [(base, baseWidth, "base"), (size, sizeWidth, "size")] {
            if width == .bits32, let number, number > UInt64(UInt32.max), let value = fields.optional(key) {
                throw value.mismatch(.disagreement, expected: "a number with room in 32 bits, as \(key)Cells says")
            }
        }
    }
}
