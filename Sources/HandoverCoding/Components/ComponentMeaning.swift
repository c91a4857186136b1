import HandoverABI
import HandoverState
import PhysicalMemory

/// What revisions of known components call differently, and what of them cannot be told from each other.
enum ComponentMeaning {
    /// The names under which other revisions have a member, its own first.
    static func names(of member: String, in component: String) -> [String] {
        for group in synonyms[component] ?? [] where group.contains(member) {
            return [member] + group.filter { $0 != member }
        }
        return [member]
    }

    /// Members that mean the same.
    private static let synonyms: [String: [[String]]] = [
        "kvm-vcpu": [["cpuid", "cpuid_entries"]]
    ]

    /// Why one structure cannot be told from another that stands in its place; `nil` where its members decide.
    static func underivable(_ old: String, _ new: String) -> String? {
        switch (old, new) {
        case ("kvm_sregs", "kvm_sregs2"):
            "kvm_sregs2 holds the page directory pointers, which kvm_sregs leaves to the guest's memory"
        case ("kvm_sregs2", "kvm_sregs"):
            "kvm_sregs holds the bitmap of pending interrupts, which kvm_sregs2 leaves to the events"
        default: nil
        }
    }
}

/// What a member's type says of structures.
enum StructuresOfMember {
    case none
    case one(String)
    case list(String)
}

extension MemberType {
    /// Whether structures are in it or behind it, and which.
    var structures: StructuresOfMember {
        switch self {
        case .structure(let name), .pointer(let name): .one(name)
        case .structures(let name, _), .tail(let name, _), .list(let name, _), .pages(let name), .blocks(let name),
            .vmalloc(let name, _):
            .list(name)
        default: .none
        }
    }
}

extension ComponentMember {
    /// Whether values have it: padding and what only a running kernel reads are left out.
    var isTold: Bool {
        switch type {
        case .padding, .runtime: false
        default: true
        }
    }
}

extension ComponentStructure {
    /// The members that say how many entries a list has, and the list.
    var counts: [String: String] {
        var result: [String: String] = [:]
        for member in members {
            switch member.role {
            case .count(let list), .liveCount(let list): result[member.name] = list
            default: break
            }
            switch member.type {
            case .tail(_, let count), .vmalloc(_, let count), .folios(let count):
                if result[count] == nil { result[count] = member.name }
            default: break
            }
        }
        return result
    }

    /// The one list that the structure is made of, beside its count.
    var onlyList: ComponentMember? {
        let counts = counts
        let others = members.filter { $0.isTold && counts[$0.name] == nil }
        guard others.count == 1, let list = others.first, case .list = list.type.structures else { return nil }
        return list
    }
}

extension ComponentValue {
    /// What is lost with it, in words; `nil` for nothing.
    var lostText: String? {
        switch self {
        case .number(let number): String(number)
        case .numbers(let numbers): "\(numbers.count) numbers"
        case .text(let text): "\"\(text)\""
        case .texts(let texts): "\(texts.count) texts"
        case .bytes(let bytes): "\(bytes.count) bytes"
        case .address(let address): "\(address)"
        case .object(let object): object.structure
        case .objects(let objects): objects.isEmpty ? nil : objects.count == 1 ? "1 entry" : "\(objects.count) entries"
        case .folios(let table): "\(table.count) folios"
        case .absent: nil
        case .unreadable: "it could not be read"
        }
    }
}
