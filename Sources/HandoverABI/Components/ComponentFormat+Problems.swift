extension ComponentFormat {
    /// What is wrong with the description itself, a sentence each; nothing is read or written by one that has any.
    ///
    /// Descriptions come from files too, so that all that a reader relies on is looked at: sizes and offsets, names that
    /// lead somewhere, and structures that do not lead back to themselves.
    public var problems: [String] {
        var result: [String] = []
        for (what, text) in [("component", component), ("revision", revision)] where !Self.isName(text) {
            result.append("\"\(text)\" is no name of a \(what): letters, digits, '-', '_' and '.' are")
        }
        if place != .orchestrator, compatible.utf8.isEmpty || compatible.utf8.count >= FileRecord.compatible.size {
            result.append(
                "the string \"\(compatible)\" does not fit the \(FileRecord.compatible.size) characters of a record")
        }
        if structure(root) == nil { result.append("the structure \"\(root)\", which data points to, is not described") }
        var names: Set<String> = []
        for structure in structures {
            if !names.insert(structure.name).inserted {
                result.append("two structures have the name \"\(structure.name)\"")
            }
            result += problems(in: structure)
        }
        result += links.flatMap { problems(in: $0) }
        // Sizes and paths through structures have an end only where nothing leads back.
        if structures.count > Self.mostStructures {
            result.append("\(structures.count) structures are more than \(Self.mostStructures)")
        } else if let name = structureLeadingToItself() {
            result.append("the structure \"\(name)\" leads to itself; a list is described by its next member")
        }
        return result
    }

    /// The largest fixed part of a structure: the largest block that kernels allocate, of pages of 4 KiB.
    public static let largestStructure = 4 << 20

    /// How many structures a format has at most; no way through them is longer.
    public static let mostStructures = 128

    private static func isName(_ text: String) -> Bool {
        !text.utf8.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): true
                case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
                default: false
                }
            }
    }

    // MARK: Structures

    private func problems(in structure: ComponentStructure) -> [String] {
        let name = structure.name
        var result: [String] = []
        if name.utf8.isEmpty { result.append("a structure has no name") }
        guard structure.size > 0, structure.size <= Self.largestStructure else {
            return result + ["\(name): a size of \(structure.size) bytes is not between 1 and \(Self.largestStructure)"]
        }
        var names: Set<String> = []
        for member in structure.members {
            if !names.insert(member.name).inserted || member.name.utf8.isEmpty {
                result.append("\(name): two members have the name \"\(member.name)\", or one has none")
            }
            result += problems(of: member, in: structure).map { "\(name).\(member.name): \($0)" }
        }
        result += overlaps(in: structure)
        switch structure.hole {
        case .zero(let member)?:
            if integer(member, in: structure) == nil {
                result.append("\(name): the hole's \"\(member)\" is no integer")
            }
        case .bit(let member, let bit)?:
            guard let bits = integer(member, in: structure), bit >= 0, bit < bits else {
                result.append("\(name): the hole's bit \(bit) is none of \"\(member)\"")
                break
            }
        case nil: break
        }
        return result
    }

    /// Members that share bytes, except bits that share none; and what a tail covers.
    private func overlaps(in structure: ComponentStructure) -> [String] {
        var result: [String] = []
        var end = 0
        var last: ComponentMember?
        let sorted = structure.members.filter { !$0.type.isTail && $0.offset >= 0 }.sorted { $0.offset < $1.offset }
        var used: UInt64 = 0
        for member in sorted {
            if case .bits(let width, let first, let count) = member.type, Self.areBits(width, first, count) {
                let mask = (count == 64 ? ~0 : (UInt64(1) << UInt64(count)) - 1) << UInt64(first)
                if let last, case .bits(width, _, _) = last.type, last.offset == member.offset {
                    if used & mask != 0 {
                        result.append("\(structure.name): \"\(last.name)\" and \"\(member.name)\" share bits")
                    }
                    used |= mask
                    continue
                }
                used = mask
            }
            if let last, member.offset < end {
                result.append("\(structure.name): \"\(last.name)\" and \"\(member.name)\" overlap")
            }
            let (next, overflow) = member.offset.addingReportingOverflow(max(0, size(of: member.type)))
            if !overflow, next > end { (end, last) = (next, member) }
        }
        return result
    }

    // MARK: Members

    private func problems(of member: ComponentMember, in structure: ComponentStructure) -> [String] {
        var result = typeProblems(of: member, in: structure)
        if result.isEmpty {
            let size = size(of: member.type)
            if member.type.isTail {
                if member.offset != structure.size {
                    result.append("what comes behind the fixed part starts at its end, \(structure.size)")
                }
            } else if member.offset < 0 || size > structure.size - member.offset {
                result.append("\(size) bytes at \(member.offset) do not fit the \(structure.size) of the structure")
            }
        }
        switch member.role {
        case .plain: break
        case .constant(let value), .atMost(let value):
            guard let bits = member.type.bitCount else {
                result.append("only an integer can be held to a value")
                break
            }
            if bits < 64, value >> UInt64(bits) != 0 { result.append("the value \(value) does not fit \(bits) bits") }
        case .liveCount(let list), .count(let list):
            if member.type.bitCount == nil { result.append("only an integer can be a count") }
            if structure.member(list)?.type.element == nil { result.append("\"\(list)\" is no list of the structure") }
        }
        if !member.values.isEmpty || !member.bits.isEmpty {
            if let bits = member.type.bitCount {
                if let bit = member.bits.first(where: { $0.value >= UInt64(bits) }) {
                    result.append("there is no bit \(bit.value)")
                }
            } else {
                result.append("only an integer can have named values")
            }
        }
        if let condition = member.condition {
            if integer(condition.member, in: structure) == nil || condition.member == member.name {
                result.append("its condition's \"\(condition.member)\" is no integer of the structure")
            }
            if member.type.isTail { result.append("what comes behind the fixed part has no condition") }
        }
        return result
    }

    private func typeProblems(of member: ComponentMember, in structure: ComponentStructure) -> [String] {
        var result: [String] = []
        func demand(_ isFit: Bool, _ message: @autoclosure () -> String) { if !isFit { result.append(message()) } }
        func limit(_ count: Int, _ size: Int) {
            demand(
                count > 0 && size > 0 && count <= Self.largestStructure / max(1, size),
                "\(count) of \(size) bytes are none, or too many")
        }
        switch member.type {
        case .integer(let width): demand((1...8).contains(width), "an integer has 1 to 8 bytes")
        case .bits(let width, let first, let count):
            demand(
                Self.areBits(width, first, count), "no integer has \(count) bits from bit \(first) of \(width) bytes")
        case .integers(let width, let count):
            demand((1...8).contains(width), "an integer has 1 to 8 bytes")
            limit(count, width)
        case .text(let size), .bytes(let size), .padding(let size), .runtime(let size): limit(1, size)
        case .texts(let size, let count): limit(count, size)
        case .address: break
        case .structure(let name), .pointer(let name): demand(self.structure(name) != nil, "there is no \"\(name)\"")
        case .structures(let name, let count):
            demand(self.structure(name) != nil, "there is no \"\(name)\"")
            limit(count, self.structure(name)?.size ?? 1)
        case .pages(let name), .blocks(let name):
            demand(self.structure(name) != nil, "there is no \"\(name)\"")
            let room = (1 << 12) - Block.layout.size
            demand((self.structure(name)?.size ?? 0) <= room, "a \"\(name)\" does not fit a page")
        case .list(let name, let next):
            guard let element = self.structure(name) else {
                result.append("there is no \"\(name)\"")
                break
            }
            demand(element.member(next)?.type == .address, "\"\(next)\" is no address in \"\(name)\"")
        case .tail(let name, let count), .vmalloc(let name, let count):
            demand(self.structure(name) != nil, "there is no \"\(name)\"")
            demand(
                structure.member(count)?.type.bitCount != nil, "its count \"\(count)\" is no integer of the structure")
        case .folios(let count):
            demand(
                structure.member(count)?.type.bitCount != nil, "its count \"\(count)\" is no integer of the structure")
        }
        if let element = member.type.element.flatMap({ self.structure($0) }), !member.type.leadsToAllocation,
            element.members.contains(where: { $0.type.isTail })
        {
            result.append("a \"\(element.name)\" has no fixed size, so that none can stand here")
        }
        return result
    }

    private static func areBits(_ width: Int, _ first: Int, _ count: Int) -> Bool {
        (1...8).contains(width) && (0..<64).contains(first) && (1...64).contains(count) && first + count <= width * 8
    }

    /// How many bits an integer of a structure has; members of structures within it are written with a dot.
    private func integer(_ path: String, in structure: ComponentStructure) -> Int? {
        member(at: path, in: structure)?.type.bitCount
    }

    /// The member at a path: its name, or that of a structure within this one, a dot, and the path there.
    public func member(at path: String, in structure: ComponentStructure) -> ComponentMember? {
        if let member = structure.member(path) { return member }
        guard let dot = path.firstIndex(of: "."),
            case .structure(let inner)? = structure.member(String(path[..<dot]))?.type,
            inner != structure.name, let next = self.structure(inner)
        else { return nil }
        return member(at: String(path[path.index(after: dot)...]), in: next)
    }

    // MARK: Links

    private func problems(in link: ComponentLink) -> [String] {
        guard let source = structure(link.structure) else {
            return ["a link starts at \"\(link.structure)\", which is not described"]
        }
        var result: [String] = []
        for name in link.members {
            let type = member(at: name, in: source)?.type
            if type?.bitCount == nil, type != .address {
                result.append("\(source.name): a link's \"\(name)\" is neither an integer nor an address")
            }
        }
        switch link.target {
        case .file, .object:
            if link.members.count != 1 { result.append("\(source.name): a token or an address is one member") }
        case .key(_, _, let members):
            if members.count != link.members.count || members.isEmpty {
                result.append("\(source.name): a link compares members pair by pair")
            }
        }
        return result
    }

    // MARK: Cycles

    /// A structure from which a way leads back to it.
    private func structureLeadingToItself() -> String? {
        var done: Set<String> = []
        for structure in structures {
            // A way as long as there are structures meets one of them twice.
            var way: [(name: String, rest: [String])] = [(structure.name, next(after: structure.name))]
            if done.contains(structure.name) { continue }
            while let step = way.last {
                guard let name = step.rest.last else {
                    done.insert(step.name)
                    way.removeLast()
                    continue
                }
                way[way.count - 1].rest.removeLast()
                if way.contains(where: { $0.name == name }) { return name }
                if !done.contains(name) { way.append((name, next(after: name))) }
            }
        }
        return nil
    }

    private func next(after name: String) -> [String] {
        (structure(name)?.members ?? []).compactMap { $0.type.element }.filter { structure($0) != nil }
    }
}

extension MemberType {
    /// The structure that it holds, or leads to.
    public var element: String? {
        switch self {
        case .structure(let name), .structures(let name, _), .tail(let name, _), .pointer(let name): name
        case .list(let name, _), .pages(let name), .blocks(let name), .vmalloc(let name, _): name
        default: nil
        }
    }

    /// Whether what it holds lies elsewhere, behind an address.
    public var isReference: Bool {
        switch self {
        case .pointer, .list, .pages, .blocks, .vmalloc, .folios: true
        default: false
        }
    }

    /// Whether what it leads to has memory of its own, so that it can end in a list.
    var leadsToAllocation: Bool {
        switch self {
        case .pointer, .list: true
        default: false
        }
    }

    /// Whether it comes behind the fixed part of a structure.
    public var isTail: Bool {
        if case .tail = self { true } else { false }
    }

    /// How many bits the number has that it holds; `nil` for what holds none.
    public var bitCount: Int? {
        switch self {
        case .integer(let width): width * 8
        case .bits(_, _, let count): count
        default: nil
        }
    }
}
