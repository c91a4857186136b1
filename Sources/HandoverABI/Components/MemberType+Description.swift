extension MemberType: CustomStringConvertible {
    /// The type as tables show it: `u32`, `address of pci_dev_ser`.
    public var description: String {
        switch self {
        case .integer(let width): Self.integer(width)
        case .bits(let width, let first, let count):
            count == 1
                ? "\(Self.integer(width)) bit \(first)" : "\(Self.integer(width)) bits \(first)-\(first + count - 1)"
        case .integers(let width, let count): "\(Self.integer(width))[\(count)]"
        case .text(let size): "char[\(size)]"
        case .texts(let size, let count): "char[\(count)][\(size)]"
        case .bytes(let size), .padding(let size), .runtime(let size): "u8[\(size)]"
        case .address: "u64"
        case .structure(let name): name
        case .structures(let name, let count): "\(name)[\(count)]"
        case .tail(let name, let count): "\(name)[\(count)]"
        case .pointer(let name): "u64 address of \(name)"
        case .list(let name, let next): "u64 address of \(name), linked by \(next)"
        case .pages(let name): "u64 address of pages of \(name)"
        case .blocks(let name): "u64 address of blocks of \(name)"
        case .vmalloc(let name, let count): "kho_vmalloc of \(name)[\(count)]"
        case .folios(let count): "kho_vmalloc of folios[\(count)]"
        }
    }

    private static func integer(_ width: Int) -> String {
        [1, 2, 4, 8].contains(width) ? "u\(width * 8)" : "u8[\(width)]"
    }
}

extension ComponentMember {
    /// What is demanded of the member's value or known of it, a clause each.
    public var remarks: [String] {
        var result: [String] = []
        switch type {
        case .padding: result.append("zeros")
        case .runtime: result.append("of the running kernel alone")
        case .bytes: result.append("not described")
        case .address: result.append("address")
        default: break
        }
        switch role {
        case .plain: break
        case .constant(let value): result.append("always \(value)")
        case .liveCount(let list): result.append("entries of \(list) that are no holes")
        case .count(let list): result.append("entries of \(list)")
        case .atMost(let value): result.append("at most \(value)")
        }
        if !values.isEmpty { result.append(values.map { "\($0.value) \($0.name)" }.joined(separator: ", ")) }
        if !bits.isEmpty { result.append(bits.map { "bit \($0.value) \($0.name)" }.joined(separator: ", ")) }
        if let condition { result.append("where \(condition.member) is \(condition.value)") }
        return result
    }
}

extension ComponentStructure.Hole: CustomStringConvertible {
    /// What marks a slot that holds nothing, a clause.
    public var description: String {
        switch self {
        case .zero(let member): "\(member) is 0"
        case .bit(let member, let bit): "bit \(bit) of \(member) is set"
        }
    }
}

extension ComponentLink: CustomStringConvertible {
    /// The reference, a clause.
    public var description: String {
        let origin = "\(structure).\(members.joined(separator: ", "))"
        let end =
            switch target {
            case .file(let component): "the token of a file of \(component)"
            case .object(let component, let structure): "the address of a \(structure) of \(component)"
            case .key(let component, let structure, let members):
                "\(members.joined(separator: ", ")) of a \(structure) of \(component)"
            }
        return "\(origin) is \(end)" + (isOptional ? ", or none" : "")
    }
}

extension ComponentFormat.Place {
    /// Where the format hangs, a clause.
    public var text: String {
        switch self {
        case .file: "behind a file"
        case .flb: "behind an object bound to files"
        case .orchestrator: "the orchestrator's own root"
        }
    }
}

extension FormatVersion: CustomStringConvertible {
    /// How a format tells its version, a clause.
    public var description: String {
        switch self {
        case .string(let name):
            name.base.version.map { "version \($0) in the string" } ?? "no version but the string"
        case .word(let version): "the name, and version \(version) at the start of the structure"
        case .features(let names): "the name, and masks of the features \(names.joined(separator: ", "))"
        }
    }
}
