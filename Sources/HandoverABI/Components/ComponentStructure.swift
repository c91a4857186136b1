/// A structure of a component: bytes at an address, little-endian as all that kernels hand over.
public struct ComponentStructure: Hashable, Sendable {
    /// The structure's name in the kernel's source, without `struct`.
    public let name: String
    /// How many bytes its fixed part takes; what a flexible array adds comes behind.
    public let size: Int
    /// The members, in order of their offsets.
    public let members: [ComponentMember]
    /// What marks a slot of an array that holds nothing.
    public let hole: Hole?

    /// A structure.
    public init(_ name: String, size: Int, hole: Hole? = nil, _ members: [ComponentMember]) {
        self.name = name
        self.size = size
        self.hole = hole
        self.members = members
    }

    /// What marks a slot that holds nothing.
    public enum Hole: Hashable, Sendable {
        /// A member is zero.
        case zero(String)
        /// A bit of a member is set.
        case bit(String, Int)
    }

    /// The member of a name.
    public func member(_ name: String) -> ComponentMember? {
        members.first { $0.name == name }
    }
}

/// A member of a structure of a component.
public struct ComponentMember: Hashable, Sendable {
    /// The name in the kernel's source.
    public let name: String
    /// Where it starts, in bytes from the start of the structure; packed structures have members anywhere.
    public let offset: Int
    /// What it is.
    public let type: MemberType
    /// What is demanded of its value, or known of it.
    public let role: Role
    /// Names of its values, where it is one of a few.
    public let values: [NamedValue]
    /// Names of its bits, where it is a set.
    public let bits: [NamedValue]
    /// The member and its value without which this one means nothing.
    public let condition: Condition?

    /// A member.
    public init(
        _ name: String, at offset: Int, _ type: MemberType, _ role: Role = .plain, values: [NamedValue] = [],
        bits: [NamedValue] = [], when condition: Condition? = nil
    ) {
        self.name = name
        self.offset = offset
        self.type = type
        self.role = role
        self.values = values
        self.bits = bits
        self.condition = condition
    }

    /// What is demanded of a value.
    public enum Role: Hashable, Sendable {
        /// Nothing.
        case plain
        /// It is always this: a version, a magic number.
        case constant(UInt64)
        /// It is how many entries of a list are no holes.
        case liveCount(of: String)
        /// It is how many entries a list has.
        case count(of: String)
        /// It is at most this.
        case atMost(UInt64)
    }

    /// A value or a bit with a name.
    public struct NamedValue: Hashable, Sendable {
        /// The value, or the number of the bit.
        public let value: UInt64
        /// Its name.
        public let name: String

        /// A value with a name.
        public init(_ value: UInt64, _ name: String) {
            self.value = value
            self.name = name
        }
    }

    /// That another member has a value.
    public struct Condition: Hashable, Sendable {
        /// The other member.
        public let member: String
        /// Its value.
        public let value: UInt64

        /// That a member has a value.
        public init(_ member: String, is value: UInt64) {
            self.member = member
            self.value = value
        }
    }
}

/// What a member of a structure is.
public enum MemberType: Hashable, Sendable {
    /// An integer of so many bytes, 1 to 8.
    case integer(Int)
    /// Some bits of an integer of so many bytes.
    case bits(width: Int, first: Int, count: Int)
    /// Integers of so many bytes, one after the other.
    case integers(Int, count: Int)
    /// Characters, closed with NUL where they do not fill it.
    case text(Int)
    /// So many fields of so many characters.
    case texts(Int, count: Int)
    /// Bytes whose inner structure is not described.
    case bytes(Int)
    /// Zeros.
    case padding(Int)
    /// Bytes that have a meaning in the running kernel alone, such as its pointers: nobody reads them.
    case runtime(Int)
    /// A physical address that nothing described here lies behind, or whose owner is another; 0 for none.
    case address
    /// A structure within this one.
    case structure(String)
    /// So many structures within this one.
    case structures(String, count: Int)
    /// Structures behind the fixed part, as many as a member says.
    case tail(String, count: String)
    /// The address of a structure; 0 for none.
    case pointer(String)
    /// The address of the first of structures that form a list through a member of theirs; 0 for none.
    case list(String, next: String)
    /// The address of the first page of a chain: the next page's address, how many there are in this one, structures.
    case pages(String)
    /// The address of the first block of a set (`kho_block`): as a page of a chain.
    case blocks(String)
    /// A `kho_vmalloc` of structures, as many as a member says.
    case vmalloc(String, count: String)
    /// A `kho_vmalloc` of folio records, as many as a member says: frame, flags and index, as a memfd has them.
    case folios(count: String)
}

extension MemberType {
    /// How many bytes of the structure it takes.
    public var size: Int {
        switch self {
        case .integer(let width), .bits(let width, _, _): width
        case .integers(let width, let count), .texts(let width, let count): Self.product(width, count)
        case .text(let size), .bytes(let size), .padding(let size), .runtime(let size): size
        case .address, .pointer, .list, .pages, .blocks: 8
        case .vmalloc, .folios: Vmalloc.layout.size
        // What these take is the structure's to say: ``ComponentFormat/size(of:)``.
        case .structure, .structures, .tail: 0
        }
    }
}

extension MemberType {
    /// A size that no structure has where numbers of a description multiply to more than there is.
    fileprivate static func product(_ size: Int, _ count: Int) -> Int {
        let (result, overflow) = size.multipliedReportingOverflow(by: count)
        return overflow ? .max : result
    }
}

extension ComponentFormat {
    /// How many bytes a member takes of its structure; 0 for what comes behind the fixed part.
    public func size(of type: MemberType) -> Int {
        switch type {
        case .structure(let name): structure(name)?.size ?? 0
        case .structures(let name, let count): MemberType.product(structure(name)?.size ?? 0, count)
        default: type.size
        }
    }
}
