/// One member of a structure as a kernel lays it out: little-endian integers, or characters padded with NUL.
public struct Field: Hashable, Sendable {
    /// The member's name in the kernel's source; members of nested structures are written with a dot.
    public let name: String
    /// Where it starts, in bytes from the start of the structure.
    public let offset: Int
    /// The width of one element in bytes.
    public let width: Int
    /// How many elements; 1 unless it is an array.
    public let count: Int
    /// What the value is.
    public let kind: Kind

    /// What a value stands for.
    public enum Kind: String, Hashable, Sendable {
        /// A number.
        case number
        /// A physical address; 0 for none.
        case address
        /// Characters, closed with NUL.
        case text
        /// Part of an integer: see the comment of the layout.
        case bits
        /// Whatever its owner stored.
        case opaque
    }

    /// A member of a structure.
    public init(_ name: String, at offset: Int, width: Int, count: Int = 1, _ kind: Kind = .number) {
        self.name = name
        self.offset = offset
        self.width = width
        self.count = count
        self.kind = kind
    }

    /// How many bytes the member takes.
    public var size: Int { width * count }

    /// The type as a kernel developer writes it: `u64`, `char[64]`.
    public var type: String {
        let element = kind == .text ? "char" : "u\(width * 8)"
        return count == 1 ? element : "\(element)[\(count)]"
    }
}
