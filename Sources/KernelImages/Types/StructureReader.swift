/// Reads one structure with what is nested in it, within limits that no kernel's structure comes near.
struct StructureReader {
    let types: TypeInformation
    /// How many members may still be read.
    private var budget = 1 << 14

    /// How many references are followed one after another.
    private static let mostHops = 32
    /// How deep structures may be nested in one another.
    private static let mostDepth = 16

    init(types: TypeInformation) {
        self.types = types
    }

    /// The structure of a number; `nil` where it is none, or not sound.
    mutating func definition(of id: UInt32) -> StructureDefinition? {
        guard let type = types.type(id), type.kind == .structure,
            let members = members(of: type, from: 0, depth: 0)
        else { return nil }
        return StructureDefinition(name: types.name(type.name), size: Int(type.sizeOrType), members: members)
    }

    private mutating func members(of type: BTFType, from start: Int, depth: Int) -> [StructureMember]? {
        guard depth < Self.mostDepth else { return nil }
        var members: [StructureMember] = []
        for index in 0..<type.count {
            let offset = type.tailOffset + 12 * index
            guard budget > 0, let name = number(offset), let memberType = number(offset + 4),
                let place = number(offset + 8)
            else { return nil }
            budget -= 1
            let bitOffset = start + Int(type.flag ? place & 0xff_ffff : place)
            let width = type.flag ? Int(place >> 24) : 0
            guard let member = member(types.name(name), memberType, bitOffset, width: width, depth: depth) else {
                return nil
            }
            members.append(member)
        }
        return members
    }

    /// A member of a type; `width` is that of a bit-field, or 0.
    private mutating func member(
        _ name: String, _ id: UInt32, _ bitOffset: Int, width: Int, depth: Int
    ) -> StructureMember? {
        var target = id
        var count = 1
        var isArray = false
        // Arrays of arrays are one array of the innermost elements.
        for _ in 0..<Self.mostHops {
            guard let resolved = resolve(target), let type = types.type(resolved), type.kind == .array else { break }
            guard let element = number(type.tailOffset), let elements = number(type.tailOffset + 8) else { return nil }
            let (product, overflow) = count.multipliedReportingOverflow(by: Int(elements))
            guard !overflow, product < 1 << 40 else { return nil }
            count = product
            isArray = true
            target = element
        }
        // Sizes are of 32 bits: no product of the two passes 2^59.
        guard let size = size(of: target), count < 1 << 24 || size < 1 << 16 else { return nil }
        let text = spelling(of: target) + (isArray ? "[\(count)]" : "")
        if width > 0 {
            return StructureMember(name: name, bitOffset: bitOffset, elementBits: width, isBitField: true, type: text)
        }
        if let field = oldBitField(target) {
            return StructureMember(
                name: name, bitOffset: bitOffset + field.offset, elementBits: field.width, isBitField: true, type: text)
        }
        var nested: [StructureMember] = []
        if !isArray, let resolved = resolve(target), let type = types.type(resolved), type.kind == .structure {
            guard let found = members(of: type, from: bitOffset, depth: depth + 1) else { return nil }
            nested = found
        }
        return StructureMember(
            name: name, bitOffset: bitOffset, elementBits: size * 8, count: count, type: text, members: nested)
    }

    // MARK: References

    /// The type behind names and qualifiers; `nil` where the references do not end.
    private func resolve(_ id: UInt32) -> UInt32? {
        var id = id
        for _ in 0..<Self.mostHops {
            guard let type = types.type(id), type.kind.isAlias else { return id }
            id = type.sizeOrType
        }
        return nil
    }

    /// The size of what is no array, in bytes; `nil` for what has none.
    private func size(of id: UInt32) -> Int? {
        guard let resolved = resolve(id), let type = types.type(resolved) else { return nil }
        switch type.kind {
        case .integer, .structure, .union, .enumeration, .enumeration64, .float: return Int(type.sizeOrType)
        case .pointer: return types.pointerSize
        default: return nil
        }
    }

    /// The bits of an integer that are used, where older compilers described a bit-field so.
    private func oldBitField(_ id: UInt32) -> (offset: Int, width: Int)? {
        guard let resolved = resolve(id), let type = types.type(resolved), type.kind == .integer,
            let encoding = number(type.tailOffset)
        else { return nil }
        let width = Int(encoding & 0xff)
        guard width > 0, width != Int(type.sizeOrType) * 8, !isBool(encoding) else { return nil }
        return (Int(encoding >> 16 & 0xff), width)
    }

    /// `_Bool` is told as one bit by some compilers and takes a byte.
    private func isBool(_ encoding: UInt32) -> Bool { encoding >> 24 & 4 != 0 }

    /// A type as the source has it.
    private func spelling(of id: UInt32, depth: Int = 0) -> String {
        guard depth < 4 else { return "…" }
        guard let type = types.type(id) else { return "void" }
        let name = types.name(type.name)
        switch type.kind {
        case .structure: return "struct " + (name.isEmpty ? "{…}" : name)
        case .union: return "union " + (name.isEmpty ? "{…}" : name)
        case .enumeration, .enumeration64: return "enum " + (name.isEmpty ? "{…}" : name)
        case .pointer: return spelling(of: type.sizeOrType, depth: depth + 1) + " *"
        case .const, .volatile, .restrict, .typeTag: return spelling(of: type.sizeOrType, depth: depth + 1)
        case .function, .prototype: return "function"
        default: return name.isEmpty ? "?" : name
        }
    }

    private func number(_ offset: Int) -> UInt32? {
        types.bytes.integer(at: offset, as: UInt32.self, types.header.order)
    }
}
