/// A structure or union as a kernel's compiler laid it out.
public struct StructureDefinition: Hashable, Sendable {
    /// Its name, without `struct`.
    public let name: String
    /// How many bytes it takes.
    public let size: Int
    /// Its members in their order.
    public let members: [StructureMember]

    /// A structure.
    public init(name: String, size: Int, members: [StructureMember]) {
        self.name = name
        self.size = size
        self.members = members
    }
}

/// A member of a structure.
public struct StructureMember: Hashable, Sendable {
    /// Its name; empty for an anonymous structure or union.
    public let name: String
    /// Where it begins, in bits from the start of the structure.
    public let bitOffset: Int
    /// How many bits one element takes.
    public let elementBits: Int
    /// How many elements; 1 unless it is an array.
    public let count: Int
    /// Whether it is a bit-field.
    public let isBitField: Bool
    /// Its type as the source has it: `u64`, `char[64]`, `struct kho_vmalloc`.
    public let type: String
    /// The members of a nested structure; none of a union, whose parts lie over each other.
    public let members: [StructureMember]

    /// A member.
    public init(
        name: String, bitOffset: Int, elementBits: Int, count: Int = 1, isBitField: Bool = false, type: String,
        members: [StructureMember] = []
    ) {
        self.name = name
        self.bitOffset = bitOffset
        self.elementBits = elementBits
        self.count = count
        self.isBitField = isBitField
        self.type = type
        self.members = members
    }

    /// How many bits all of it takes.
    public var bits: Int { elementBits * count }

    /// What of it decides where bytes lie: everything but the names of types.
    func hasLayout(of other: StructureMember) -> Bool {
        name == other.name && bitOffset == other.bitOffset && elementBits == other.elementBits && count == other.count
            && isBitField == other.isBitField && members.count == other.members.count
            && zip(members, other.members).allSatisfy { $0.hasLayout(of: $1) }
    }

    /// `at 8, 8 bytes`, or `at bit 52, 12 bits`.
    public var place: String {
        if isBitField || bitOffset & 7 != 0 { return "bit \(bitOffset), \(bits) bits" }
        return "\(bitOffset / 8), \(bits / 8) bytes" + (count == 1 ? "" : " (\(count) of \(elementBits / 8))")
    }
}

extension StructureDefinition {
    /// Whether bytes mean the same under both, whatever their types are called.
    public func hasLayout(of other: StructureDefinition) -> Bool {
        size == other.size && members.count == other.members.count
            && zip(members, other.members).allSatisfy { $0.hasLayout(of: $1) }
    }
}
