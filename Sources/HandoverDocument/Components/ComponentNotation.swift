import HandoverABI
import HandoverState
import PhysicalMemory

/// Writes the objects of a component by the names of their members.
///
/// A member is written as what its format says it is. What is of another kind, such as the bytes of a member that means
/// nothing there, says what it is, and so does everything of a format that is not described: `{is: bytes, value: 00}`.
struct ComponentNotation {
    let format: ComponentFormat?
    let detail: DocumentDetail

    func write(
        _ object: ComponentObject, expecting expected: String?, to writer: inout some DocumentWriter
    ) throws(ByteSinkError) {
        try writer.beginObject(object.isShort ? .line : .block)
        if object.structure != expected { try writer.field("structure", object.structure) }
        if let address = object.address { try writer.field("at", hexadecimal: address.value) }
        try writer.key("members")
        try writer.beginObject(.block)
        let structure = format?.structure(object.structure)
        for member in object.members {
            try writer.key(member.name)
            try write(member.value, of: structure?.member(member.name), in: structure, to: &writer)
        }
        try writer.endObject()
        try writer.endObject()
    }

    private func write(
        _ value: ComponentValue, of member: ComponentMember?, in structure: ComponentStructure?,
        to writer: inout some DocumentWriter
    ) throws(ByteSinkError) {
        guard let member else { return try writeTold(value, to: &writer) }
        let notation = MemberNotation(member, in: structure)
        switch (member.type, value) {
        case (_, .absent): try writer.null()
        case (.integer, .number(let number)), (.bits, .number(let number)):
            try write(number, as: notation, to: &writer)
        case (.integers(let width, _), .numbers(let numbers)):
            try writer.beginArray(.line)
            for number in numbers { try write(number, as: width > 4 ? .hexadecimal : .number, to: &writer) }
            try writer.endArray()
        case (.text, .text(let text)): try writer.string(text)
        case (.texts, .texts(let texts)): try write(texts, to: &writer)
        case (.bytes, .bytes(let bytes)): try writer.bytes(bytes)
        case (.address, .address(let address)), (.pointer, .address(let address)), (.list, .address(let address)),
            (.pages, .address(let address)), (.blocks, .address(let address)):
            try writer.hexadecimal(address.value)
        case (.structure(let name), .object(let object)), (.pointer(let name), .object(let object)):
            try write(object, expecting: name, to: &writer)
        case (.structures(let name, _), .objects(let objects)), (.tail(let name, _), .objects(let objects)),
            (.list(let name, _), .objects(let objects)), (.pages(let name), .objects(let objects)),
            (.blocks(let name), .objects(let objects)), (.vmalloc(let name, _), .objects(let objects)):
            try write(objects, expecting: name, to: &writer)
        case (.folios, .folios(let table)): try write(table, to: &writer)
        default: try writeTold(value, to: &writer)
        }
    }

    private func write(
        _ number: UInt64, as notation: MemberNotation, to writer: inout some DocumentWriter
    ) throws(ByteSinkError) {
        switch notation {
        case .number: try writer.number(number)
        case .hexadecimal: try writer.hexadecimal(number)
        }
    }

    private func write(_ texts: [String], to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginArray(.line)
        for text in texts { try writer.string(text) }
        try writer.endArray()
    }

    private func write(
        _ objects: [ComponentObject], expecting name: String?, to writer: inout some DocumentWriter
    ) throws(ByteSinkError) {
        if detail == .summary {
            try writer.beginObject(.line)
            try writer.field("count", UInt64(objects.count))
            return try writer.endObject()
        }
        try writer.beginArray(.block)
        for object in objects { try write(object, expecting: name, to: &writer) }
        try writer.endArray()
    }

    private func write(_ table: FolioTable, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try table.write(detail, to: &writer)
        try writer.endObject()
    }

    /// Writes a value with what it is.
    private func writeTold(_ value: ComponentValue, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        let kind: ComponentValueKind
        switch value {
        case .absent: return try writer.null()
        case .number: kind = .number
        case .numbers: kind = .numbers
        case .text: kind = .text
        case .texts: kind = .texts
        case .bytes: kind = .bytes
        case .address: kind = .address
        case .object: kind = .object
        case .objects: kind = .objects
        case .folios: kind = .folios
        case .unreadable: kind = .unreadable
        }
        try writer.beginObject(.block)
        try writer.field("is", kind.rawValue)
        if kind != .unreadable { try writer.key("value") }
        switch value {
        case .number(let number): try writer.hexadecimal(number)
        case .numbers(let numbers):
            try writer.beginArray(.line)
            for number in numbers { try writer.hexadecimal(number) }
            try writer.endArray()
        case .text(let text): try writer.string(text)
        case .texts(let texts): try write(texts, to: &writer)
        case .bytes(let bytes): try writer.bytes(bytes)
        case .address(let address): try writer.hexadecimal(address.value)
        case .object(let object): try write(object, expecting: nil, to: &writer)
        case .objects(let objects): try write(objects, expecting: nil, to: &writer)
        case .folios(let table): try write(table, to: &writer)
        case .absent, .unreadable: break
        }
        try writer.endObject()
    }
}

extension ComponentObject {
    /// Whether all of it is read at a glance, so that it stands on one line.
    fileprivate var isShort: Bool {
        members.count <= 8
            && members.allSatisfy { member in
                switch member.value {
                case .number, .address, .absent: true
                case .object(let object): object.members.count <= 3 && object.isShort
                default: false
                }
            }
    }
}
