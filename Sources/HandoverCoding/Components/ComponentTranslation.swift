public import HandoverABI
public import HandoverState
import PhysicalMemory

/// What a component holds, put into another revision of its format.
///
/// Members go by their names, or by those that ``ComponentMeaning`` holds to be the same; versions and counts are the new
/// format's own. Nothing is lost or made up without being told.
public struct ComponentTranslation: Sendable {
    /// What the new format holds.
    public let object: ComponentObject
    /// What it has no place for.
    public let losses: [Item]
    /// What it asks for and the old one did not say.
    public let additions: [Item]
    /// What cannot be: values without room, and what cannot be told from what is there.
    public let obstacles: [Item]

    /// Something about a translation.
    public struct Item: Hashable, Sendable {
        /// Where: `/LUO/vm-0/0x20/reset_works`.
        public let path: String
        /// What, in a clause.
        public let reason: String

        /// Something about a translation.
        public init(_ path: String, _ reason: String) {
            self.path = path
            self.reason = reason
        }
    }

    /// Translates what was read by one format into another one of the same component.
    public init(of object: ComponentObject, from old: ComponentFormat, to new: ComponentFormat, at path: String) {
        var translator = ComponentTranslator(old: old, new: new)
        self.object = translator.translate(object, as: new.root, at: path, depth: 0)
        losses = translator.losses
        additions = translator.additions
        obstacles = translator.obstacles
    }
}

/// Translates structure by structure.
struct ComponentTranslator {
    typealias Item = ComponentTranslation.Item

    let old: ComponentFormat
    let new: ComponentFormat
    private(set) var losses: [Item] = []
    private(set) var additions: [Item] = []
    private(set) var obstacles: [Item] = []

    init(old: ComponentFormat, new: ComponentFormat) {
        self.old = old
        self.new = new
    }

    mutating func translate(
        _ object: ComponentObject, as name: String, at path: String, depth: Int
    ) -> ComponentObject {
        var result = ComponentObject(name, address: object.address)
        guard depth < ComponentWalk.depthLimit, let structure = new.structure(name) else {
            obstacles.append(Item(path, "\(new.name) has no structure \(name)"))
            return result
        }
        if let reason = ComponentMeaning.underivable(object.structure, name) {
            obstacles.append(Item(path, reason))
            return result
        }
        var used: Set<String> = []
        let counts = structure.counts
        for member in structure.members where member.isTold && counts[member.name] == nil {
            if case .constant(let value) = member.role {
                result.members.append(ComponentObject.Member(member.name, .number(value)))
                used.insert(member.name)
                continue
            }
            let place = "\(path)/\(member.name)"
            let source = ComponentMeaning.names(of: member.name, in: new.component).first {
                object.value(at: $0) != nil
            }
            if let source, let value = object.value(at: source) {
                used.insert(String(source.prefix { $0 != "." }))
                let value = convert(value, to: member.type, at: place, depth: depth)
                result.members.append(ComponentObject.Member(member.name, value))
            } else if let value = missing(member, of: structure, in: result, at: place) {
                result.members.append(ComponentObject.Member(member.name, value))
            }
        }
        fill(counts, of: structure, in: &result, at: path)
        tellLosses(of: object, but: used, counts, at: path)
        return result
    }

    // MARK: Members

    /// What stands in a member that the old format does not have.
    private mutating func missing(
        _ member: ComponentMember, of structure: ComponentStructure, in result: ComponentObject, at path: String
    ) -> ComponentValue? {
        if let condition = member.condition, result.raw(condition.member) != condition.value { return nil }
        // 0 would make it an entry that holds nothing.
        if structure.hole == .zero(member.name) {
            additions.append(Item(path, "\(old.name) does not say it: 1"))
            return .number(1)
        }
        switch member.type {
        case .integer, .bits:
            additions.append(Item(path, "\(old.name) does not say it: 0"))
            return .number(0)
        case .integers(_, let count):
            additions.append(Item(path, "\(old.name) does not say it: zeros"))
            return .numbers([UInt64](repeating: 0, count: count))
        case .text:
            additions.append(Item(path, "\(old.name) does not say it: no text"))
            return .text("")
        case .texts(_, let count):
            additions.append(Item(path, "\(old.name) does not say it: no text"))
            return .texts([String](repeating: "", count: count))
        case .bytes(let size):
            obstacles.append(Item(path, "\(old.name) does not say it, and \(size) bytes cannot be made up"))
            return nil
        case .padding, .runtime: return nil
        case .address, .pointer:
            additions.append(Item(path, "\(old.name) does not say it: none"))
            return .absent
        case .list, .pages, .blocks, .vmalloc, .tail, .structures:
            additions.append(Item(path, "\(old.name) does not say it: none"))
            return .objects([])
        case .folios:
            additions.append(Item(path, "\(old.name) does not say it: none"))
            return .folios(FolioTable(retaining: .every))
        case .structure(let name):
            return .object(translate(ComponentObject(name), as: name, at: path, depth: ComponentWalk.depthLimit - 2))
        }
    }

    /// Members that say how many entries a list has.
    private mutating func fill(
        _ counts: [String: String], of structure: ComponentStructure, in result: inout ComponentObject, at path: String
    ) {
        for (place, member) in structure.members.enumerated() {
            guard let list = counts[member.name] else { continue }
            let number: UInt64
            switch result[list] {
            case .objects(let entries):
                if case .liveCount = member.role {
                    number = UInt64(entries.count { new.structure($0.structure)?.isHole($0) != true })
                } else {
                    number = UInt64(entries.count)
                }
            case .numbers(let values): number = UInt64(values.count)
            case .folios(let table): number = table.count &+ table.holeCount
            default: number = 0
            }
            let value = convert(.number(number), to: member.type, at: "\(path)/\(member.name)", depth: 0)
            // Members stand in the format's order, as far as there are any before this one.
            let index = min(place, result.members.count)
            result.members.insert(ComponentObject.Member(member.name, value), at: index)
        }
    }

    private mutating func tellLosses(
        of object: ComponentObject, but used: Set<String>, _ counts: [String: String], at path: String
    ) {
        let structure = old.structure(object.structure)
        let oldCounts = structure?.counts ?? [:]
        for member in object.members where !used.contains(member.name) {
            if oldCounts[member.name] != nil || counts[member.name] != nil { continue }
            if case .constant? = structure?.member(member.name)?.role { continue }
            guard let text = member.value.lostText else { continue }
            losses.append(Item("\(path)/\(member.name)", "\(new.name) has no place for it: \(text)"))
        }
    }

    // MARK: Values

    private mutating func convert(
        _ value: ComponentValue, to type: MemberType, at path: String, depth: Int
    ) -> ComponentValue {
        switch (value, type) {
        case (.number(let number), .integer(let width)): return fit(number, bits: width * 8, at: path)
        case (.number(let number), .bits(_, _, let count)): return fit(number, bits: count, at: path)
        case (.number(let number), .address): return number == 0 ? .absent : .address(PhysicalAddress(number))
        case (.address(let address), .integer(let width)): return fit(address.value, bits: width * 8, at: path)
        case (.address, .address), (.absent, .address), (.absent, .pointer), (.folios, .folios): return value
        case (.absent, .list), (.absent, .blocks), (.absent, .vmalloc): return value
        case (.absent, .tail), (.absent, .pages): return .objects([])
        case (.numbers(let numbers), .integers(let width, let count)):
            for (index, number) in numbers.enumerated() {
                _ = fit(number, bits: width * 8, at: "\(path)/\(index)")
            }
            if numbers.count > count {
                obstacles.append(Item(path, "\(numbers.count) numbers, and \(new.name) has room for \(count)"))
            }
            return value
        case (.text(let text), .text(let size)):
            if (KernelText.bytes(of: text)?.count ?? .max) > size {
                obstacles.append(Item(path, "the text does not fit \(size) characters of \(new.name)"))
            }
            return value
        case (.texts(let texts), .texts(let size, let count)):
            if texts.count > count || texts.contains(where: { (KernelText.bytes(of: $0)?.count ?? .max) > size }) {
                obstacles.append(Item(path, "the texts do not fit \(count) of \(size) characters of \(new.name)"))
            }
            return value
        case (.bytes(let bytes), .bytes(let size)):
            if bytes.count != size {
                obstacles.append(
                    Item(path, "\(size) bytes of \(new.name) cannot be told from \(bytes.count) of \(old.name)"))
            }
            return value
        case (.unreadable, _):
            obstacles.append(Item(path, "it could not be read"))
            return value
        default: return convertStructures(value, to: type, at: path, depth: depth)
        }
    }

    private mutating func convertStructures(
        _ value: ComponentValue, to type: MemberType, at path: String, depth: Int
    ) -> ComponentValue {
        switch (value, type.structures) {
        case (.object(let object), .one(let name)):
            return .object(translate(object, as: name, at: path, depth: depth + 1))
        case (.objects(let entries), .list(let name)):
            return .objects(translate(entries, as: name, at: path, depth: depth))
        // A list that one format has in a structure of its own, with nothing else in it.
        case (.objects(let entries), .one(let name)):
            guard let list = new.structure(name)?.onlyList else { break }
            var wrapper = ComponentObject(name)
            wrapper[list.name] = .objects(entries)
            return .object(translate(wrapper, as: name, at: path, depth: depth + 1))
        case (.object(let object), .list(let name)):
            guard let list = old.structure(object.structure)?.onlyList, let entries = object.objects(at: list.name)
            else { break }
            return .objects(translate(entries, as: name, at: path, depth: depth))
        default: break
        }
        obstacles.append(Item(path, "what \(old.name) has there is not what \(new.name) has"))
        return value
    }

    private mutating func translate(
        _ entries: [ComponentObject], as name: String, at path: String, depth: Int
    ) -> [ComponentObject] {
        let structure = new.structure(name)
        var result: [ComponentObject] = []
        for (slot, entry) in entries.enumerated() {
            if old.structure(entry.structure)?.isHole(entry) == true {
                // Slots keep their places where there may be holes.
                guard structure?.hole != nil else { continue }
                var silent = self
                result.append(silent.translate(entry, as: name, at: path, depth: depth + 1))
                continue
            }
            result.append(translate(entry, as: name, at: "\(path)/\(slot)", depth: depth + 1))
        }
        return result
    }

    private mutating func fit(_ number: UInt64, bits: Int, at path: String) -> ComponentValue {
        if bits < 64, number >> UInt64(bits) != 0 {
            obstacles.append(Item(path, "0x\(String(number, radix: 16)) does not fit the \(bits) bits of \(new.name)"))
        }
        return .number(number)
    }
}
