import HandoverABI
import HandoverCoding
import PhysicalMemory

/// A structure of the orchestrator, and which of its fields can hold anything as far as a reader can tell.
struct OrchestratorPiece {
    let name: String
    let range: MemoryRange
    /// The head of the structure, and the records behind it.
    let head: Layout
    let record: Layout?
    /// How many records there are.
    let count: Int
    /// Fields with values as good as any other: nothing stands beside them that could tell.
    let free: Set<String>

    /// The bytes behind the last record, which no kernel reads.
    static let unread = "unread"

    /// The head, the records, and a little of what follows.
    var filled: MemoryRange {
        let size = UInt64(head.size + count * (record?.size ?? 0) + 64)
        return MemoryRange(start: range.start, size: min(range.size, size)) ?? range
    }

    /// The field at an offset; of a name the bytes behind its closing NUL are read by nobody.
    func field(at offset: Int, in memory: MemoryImage) throws -> String {
        if offset < head.size { return try Self.field(of: head, at: offset, from: range.start, in: memory) }
        guard let record else { return Self.unread }
        let index = (offset - head.size) / record.size
        guard index < count, let start = range.start.advanced(by: UInt64(head.size + index * record.size)) else {
            return Self.unread
        }
        return try Self.field(of: record, at: offset - head.size - index * record.size, from: start, in: memory)
    }

    private static func field(
        of layout: Layout, at offset: Int, from start: PhysicalAddress, in memory: MemoryImage
    ) throws -> String {
        guard let field = layout.fields.first(where: { $0.offset <= offset && offset < $0.offset + $0.size }),
            let address = start.advanced(by: UInt64(field.offset))
        else { return unread }
        if field.kind == .text {
            let text = try memory.bytes(at: address, count: field.size)
            if let end = text.firstIndex(of: 0), offset > field.offset + end { return unread }
        }
        // A descriptor is a structure of its own.
        if field.size == Vmalloc.layout.size, field.kind != .text,
            let inner = Vmalloc.layout.fields.first(where: {
                $0.offset <= offset - field.offset && offset - field.offset < $0.offset + $0.size
            })
        {
            return "\(Vmalloc.layout.name).\(inner.name)"
        }
        return "\(layout.name).\(field.name)"
    }
}

extension FlippableCapture {
    /// The orchestrator's structures of a capture of 7.2 or later.
    func orchestratorPieces() throws -> [OrchestratorPiece] {
        var pieces: [OrchestratorPiece] = []
        for structure in structures {
            switch structure.kind {
            case .subtree where structure.path == "/LUO":
                pieces.append(
                    OrchestratorPiece(
                        name: "luo_ser", range: structure.range, head: LiveUpdateRoot.layout, record: nil, count: 0,
                        free: ["luo_ser.liveupdate_num", OrchestratorPiece.unread]))
            case .sessions:
                pieces.append(
                    try block(
                        structure, SessionRecord.layout, free: ["luo_session_ser.name"]))
            case .files:
                pieces.append(
                    try block(
                        structure, FileRecord.layout, free: ["luo_file_ser.token"]))
            case .flbs:
                let count = try number(at: structure.range.start, FLBHeader.count)
                pieces.append(
                    OrchestratorPiece(
                        name: "luo_flb_ser", range: structure.range, head: FLBHeader.layout, record: FLBRecord.layout,
                        count: count,
                        free: [OrchestratorPiece.unread, "luo_flb_ser.name", "luo_flb_ser.data", "luo_flb_ser.count"]))
            case .memfd:
                // Of a file without folios no kernel looks at the list.
                let isEmpty = try number(at: structure.range.start, MemfdV2.folioCount) == 0
                let list = Vmalloc.layout.fields.filter { isEmpty || $0 == Vmalloc.flags }
                pieces.append(
                    OrchestratorPiece(
                        name: "memfd_luo_ser", range: structure.range, head: MemfdV2.layout, record: nil, count: 0,
                        free: Set(list.map { "\(Vmalloc.layout.name).\($0.name)" }).union([
                            "memfd_luo_ser.pos", "memfd_luo_ser.size", "memfd_luo_ser.seals",
                        ])))
            default: break
            }
        }
        return pieces
    }

    private func block(
        _ structure: LocatedStructure, _ record: Layout, free: Set<String>
    ) throws -> OrchestratorPiece {
        OrchestratorPiece(
            name: record.name, range: structure.range, head: Block.layout, record: record,
            count: try number(at: structure.range.start, Block.count),
            free: free.union([OrchestratorPiece.unread]))
    }

    private func number(at start: PhysicalAddress, _ field: Field) throws -> Int {
        let bytes = try memory.bytes(at: PhysicalAddress(start.value + UInt64(field.offset)), count: field.size)
        return bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
