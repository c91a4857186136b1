public import PhysicalMemory

/// A structure of a component, as values: what its members hold, by their names.
public struct ComponentObject: Hashable, Sendable {
    /// The structure's name in the kernel's source.
    public var structure: String
    /// Where it lies; `nil` for one that was not read from memory.
    public var address: PhysicalAddress?
    /// The members, in their order; padding and what only a running kernel reads are left out.
    public var members: [Member]

    /// An object.
    public init(_ structure: String, address: PhysicalAddress? = nil, _ members: [Member] = []) {
        self.structure = structure
        self.address = address
        self.members = members
    }

    /// A member and what it holds.
    public struct Member: Hashable, Sendable {
        /// The name.
        public var name: String
        /// What it holds.
        public var value: ComponentValue

        /// A member.
        public init(_ name: String, _ value: ComponentValue) {
            self.name = name
            self.value = value
        }
    }

    /// What the member of a name holds.
    public subscript(_ name: String) -> ComponentValue? {
        get { members.first { $0.name == name }?.value }
        set {
            let place = members.firstIndex { $0.name == name }
            switch (place, newValue) {
            case (let place?, let value?): members[place].value = value
            case (let place?, nil): members.remove(at: place)
            case (nil, let value?): members.append(Member(name, value))
            case (nil, nil): break
            }
        }
    }

    /// The number in the member of a name.
    public func number(_ name: String) -> UInt64? {
        if case .number(let value)? = self[name] { value } else { nil }
    }
}

/// What a member of a component's structure holds.
public enum ComponentValue: Hashable, Sendable {
    /// An integer.
    case number(UInt64)
    /// Integers.
    case numbers([UInt64])
    /// Characters before the first NUL, escaped where they are no text.
    case text(String)
    /// Several of them.
    case texts([String])
    /// Bytes.
    case bytes([UInt8])
    /// An address; 0 for none.
    case address(PhysicalAddress)
    /// A structure, within this one or behind an address.
    case object(ComponentObject)
    /// Structures; of arrays with holes, every slot, so that slots keep their places.
    case objects([ComponentObject])
    /// The folios of a file.
    case folios(FolioTable)
    /// A structure or list that is not there: the address is 0.
    case absent
    /// What could not be read; why has been remarked.
    case unreadable
}
