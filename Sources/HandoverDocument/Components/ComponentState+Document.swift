import HandoverABI
import HandoverState
import PhysicalMemory

extension RecordKeys {
    static let component = RecordKeys("abi", "confidence", "evidence", "alternatives", "root")
    static let componentObject = RecordKeys("structure", "at", "members")
    static let componentFolios = RecordKeys("folioBytes", "holes", "unpreserved", "folios")
    static let componentValue = RecordKeys("is", "value")
}

extension ComponentState {
    func write(
        _ detail: DocumentDetail, by formats: [ComponentFormat], to writer: inout some DocumentWriter
    ) throws(ByteSinkError) {
        let format = formats.named(abi)
        try writer.key("component")
        try writer.beginObject(.block)
        try writer.field("abi", abi)
        try writer.field("confidence", confidence.rawValue)
        for (name, clauses) in [("evidence", evidence), ("alternatives", alternatives)] where !clauses.isEmpty {
            try writer.key(name)
            try writer.beginArray(.block)
            for clause in clauses { try writer.string(clause) }
            try writer.endArray()
        }
        try writer.key("root")
        try ComponentNotation(format: format, detail: detail).write(root, expecting: format?.root, to: &writer)
        try writer.endObject()
    }

    init(_ value: DocumentValue, pageShift: Int, by formats: [ComponentFormat]) throws(DocumentError) {
        let fields = try value.mapping(.component)
        let abi = try fields.required("abi").string()
        let format = formats.named(abi)
        let reading = ComponentReading(abi: abi, format: format, pageShift: pageShift)
        func clauses(_ name: String) throws(DocumentError) -> [String] {
            try fields.optional(name)?.list { (value) throws(DocumentError) in try value.string() } ?? []
        }
        self.init(
            abi: abi, confidence: try fields.required("confidence").choice(of: ABIIdentification.Confidence.self),
            evidence: try clauses("evidence"), alternatives: try clauses("alternatives"),
            root: try reading.object(fields.required("root"), expecting: format?.root))
    }
}

extension ComponentObject {
    /// Whether folios were counted somewhere in it and not kept.
    var holdsOnlyTotals: Bool {
        members.contains { member in
            switch member.value {
            case .folios(let table): table.folios == nil
            case .object(let object): object.holdsOnlyTotals
            case .objects(let objects): objects.contains { $0.holdsOnlyTotals }
            default: false
            }
        }
    }
}

/// How a member is written, where its value is of the kind that the format says.
enum MemberNotation {
    /// A number: what is small, or counts.
    case number
    /// A number of 64 bits, which readers of JSON do not hold.
    case hexadecimal

    init(_ member: ComponentMember, in structure: ComponentStructure?) {
        guard let bits = member.type.bitCount, bits > 32, !member.counts(in: structure) else {
            self = .number
            return
        }
        self = .hexadecimal
    }
}

extension ComponentMember {
    /// Whether it says how many there are of something.
    fileprivate func counts(in structure: ComponentStructure?) -> Bool {
        switch role {
        case .count, .liveCount: return true
        case .plain, .constant, .atMost: break
        }
        return structure?.members.contains { $0.type.counter == name } ?? false
    }
}

extension MemberType {
    /// The member of the structure that says how many there are.
    fileprivate var counter: String? {
        switch self {
        case .tail(_, let count), .vmalloc(_, let count), .folios(let count): count
        default: nil
        }
    }
}

/// The kinds of values, as values say their own where no format does.
enum ComponentValueKind: String, CaseIterable {
    case number, numbers, text, texts, bytes, address, object, objects, folios, unreadable
}
