/// Members one after the other, for the registers that user space's own interface (`<asm/kvm.h>`) names.
struct RegisterMembers {
    private(set) var members: [ComponentMember] = []
    private(set) var size = 0

    /// Integers of so many bytes each.
    func integers(_ width: Int, _ names: String...) -> RegisterMembers {
        var result = self
        for name in names { result = result.one(name, .integer(width), size: width) }
        return result
    }

    /// A member of another type, which takes so many bytes.
    func one(_ name: String, _ type: MemberType, size: Int) -> RegisterMembers {
        var result = self
        result.members.append(ComponentMember(name, at: self.size, type))
        result.size += size
        return result
    }

    /// Structures of one type.
    func structures(_ structure: ComponentStructure, _ names: String...) -> RegisterMembers {
        var result = self
        for name in names { result = result.one(name, .structure(structure.name), size: structure.size) }
        return result
    }

    /// Zeros.
    func padding(_ name: String, _ size: Int) -> RegisterMembers { one(name, .padding(size), size: size) }

    /// The structure of a name.
    func structure(_ name: String) -> ComponentStructure { ComponentStructure(name, size: size, members) }
}
