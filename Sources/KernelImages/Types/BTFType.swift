/// One record of the type section.
struct BTFType {
    let kind: Kind
    /// Where its name begins in the names; 0 for none.
    let name: UInt32
    /// How many members, values or parameters follow.
    let count: Int
    /// For structures: whether the offsets of members carry widths of bit-fields.
    let flag: Bool
    /// The size in bytes, or the type that this one refers to.
    let sizeOrType: UInt32
    /// Where the record begins, and what follows its head.
    let offset: Int

    static let headSize = 12

    enum Kind: UInt32 {
        case integer = 1
        case pointer, array, structure, union, enumeration, forward, typedef, volatile, const, restrict
        case function, prototype, variable, section, float, declTag, typeTag, enumeration64

        /// How many bytes follow the head, for each member and once.
        var tail: (each: Int, once: Int) {
            switch self {
            case .integer, .variable, .declTag: (0, 4)
            case .array: (0, 12)
            case .structure, .union, .section, .enumeration64: (12, 0)
            case .enumeration, .prototype: (8, 0)
            default: (0, 0)
            }
        }

        /// Whether it only adds to the type that it refers to.
        var isAlias: Bool {
            switch self {
            case .typedef, .volatile, .const, .restrict, .typeTag: true
            default: false
            }
        }
    }

    /// Reads the head of a record; `nil` where it is outside, or of an unknown kind.
    init?(_ bytes: [UInt8], at offset: Int, _ order: ByteOrder) {
        guard let name = bytes.integer(at: offset, as: UInt32.self, order),
            let info = bytes.integer(at: offset + 4, as: UInt32.self, order),
            let rest = bytes.integer(at: offset + 8, as: UInt32.self, order),
            let kind = Kind(rawValue: info >> 24 & 0x1f)
        else { return nil }
        self.kind = kind
        self.name = name
        count = Int(info & 0xffff)
        flag = info >> 31 != 0
        sizeOrType = rest
        self.offset = offset
    }

    /// The length of the record.
    var length: Int {
        Self.headSize + kind.tail.once + kind.tail.each * count
    }

    /// Where what follows the head begins.
    var tailOffset: Int { offset + Self.headSize }
}
