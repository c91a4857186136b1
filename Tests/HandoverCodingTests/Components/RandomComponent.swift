import HandoverABI
import HandoverState
import PhysicalMemory

extension ComponentFormat {
    /// An object such as a kernel with this format could store.
    func random(using generator: inout SeededGenerator) -> ComponentObject {
        random(structure(root), using: &generator, depth: 0)
    }

    private func random(
        _ structure: ComponentStructure?, using generator: inout SeededGenerator, depth: Int
    ) -> ComponentObject {
        guard let structure else { return ComponentObject("") }
        var values: [String: ComponentValue] = [:]
        for member in structure.members where member.condition == nil {
            values[member.name] = value(of: member, using: &generator, depth: depth)
        }
        for member in structure.members {
            guard let condition = member.condition, case .number(condition.value)? = values[condition.member] else {
                continue
            }
            values[member.name] = value(of: member, using: &generator, depth: depth)
        }
        for member in structure.members {
            guard let count = count(member, in: structure, values) else { continue }
            values[member.name] = .number(count)
        }
        return ComponentObject(
            structure.name,
            structure.members.compactMap { member in values[member.name].map { .init(member.name, $0) } })
    }

    /// What a member has to be that counts others.
    private func count(
        _ member: ComponentMember, in structure: ComponentStructure, _ values: [String: ComponentValue]
    ) -> UInt64? {
        var list: String?
        var isLive = false
        switch member.role {
        case .count(let name): list = name
        case .liveCount(let name): (list, isLive) = (name, true)
        default:
            for other in structure.members {
                switch other.type {
                case .tail(_, member.name), .vmalloc(_, member.name), .folios(member.name): list = other.name
                default: break
                }
            }
        }
        guard let list else { return nil }
        switch values[list] {
        case .objects(let objects)?:
            let element = structure.member(list)?.type.element.flatMap { self.structure($0) }
            return UInt64(isLive ? objects.count { element?.isEmptySlot($0) != true } : objects.count)
        case .folios(let table)?: return table.count + table.holeCount
        default: return 0
        }
    }

    private func value(
        of member: ComponentMember, using generator: inout SeededGenerator, depth: Int
    ) -> ComponentValue? {
        func objects(_ name: String, _ count: Int) -> ComponentValue {
            .objects((0..<count).map { _ in random(structure(name), using: &generator, depth: depth + 1) })
        }
        // Enough for a second page now and then, but not within a list within a list.
        let many =
            depth > 0
            ? Int.random(in: 1...3, using: &generator)
            : generator.once(in: 3) ? 520 : Int.random(in: 1...40, using: &generator)
        switch member.type {
        case .integer(let width): return .number(number(member, bits: width * 8, using: &generator))
        case .bits(_, _, let count): return .number(number(member, bits: count, using: &generator))
        case .integers(let width, let count):
            return .numbers((0..<count).map { _ in generator.next() >> UInt64(64 - width * 8) })
        case .text(let size): return .text(generator.text(upTo: size))
        case .texts(let size, let count): return .texts((0..<count).map { _ in generator.text(upTo: size) })
        case .bytes(let size): return .bytes((0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) })
        case .padding, .runtime: return nil
        // Nothing that is written anew has an address here.
        case .address: return .address(PhysicalAddress(generator.number(bits: 40) << 12))
        case .structure(let name): return .object(random(structure(name), using: &generator, depth: depth))
        case .structures(let name, let count): return objects(name, count)
        case .tail(let name, _): return objects(name, generator.once(in: 5) ? 0 : min(many, 60))
        case .pointer(let name):
            if generator.once(in: 4) { return .absent }
            return .object(random(structure(name), using: &generator, depth: depth + 1))
        case .list(let name, _), .blocks(let name): return generator.once(in: 5) ? .absent : objects(name, many)
        case .pages(let name): return objects(name, generator.once(in: 5) ? 0 : many - 1)
        case .vmalloc(let name, _): return objects(name, generator.once(in: 5) ? 0 : many)
        case .folios:
            var table = FolioTable(retaining: .every)
            for index in 0..<(generator.once(in: 5) ? 0 : many) {
                let frame = generator.once(in: 9) ? 0 : 1 << 40 + generator.number(bits: 30)
                let flags = frame == 0 ? 0 : UInt16.random(in: 0...3, using: &generator)
                table.append(
                    Folio(index: UInt64(index), frame: frame, flags: .init(rawValue: flags), order: nil), pageShift: 12)
            }
            return .folios(table)
        }
    }

    private func number(_ member: ComponentMember, bits: Int, using generator: inout SeededGenerator) -> UInt64 {
        switch member.role {
        case .constant(let value): return value
        case .atMost(let limit): return UInt64.random(in: 0...limit, using: &generator)
        default: break
        }
        if !member.values.isEmpty { return generator.pick(member.values.map(\.value)) }
        if !member.bits.isEmpty {
            return member.bits.reduce(0) { generator.once(in: 2) ? $0 | 1 << $1.value : $0 }
        }
        return generator.number(bits: bits)
    }
}

extension ComponentStructure {
    /// Whether an object stands for a slot that holds nothing.
    func isEmptySlot(_ object: ComponentObject) -> Bool {
        switch hole {
        case .zero(let name)?: return object.number(name) == 0
        case .bit(let path, let bit)?:
            let names = path.split(separator: ".").map(String.init)
            guard names.count == 2, case .object(let inner)? = object[names[0]] else { return false }
            return (inner.number(names[1]) ?? 0) >> UInt64(bit) & 1 == 1
        case nil: return false
        }
    }
}

extension SeededGenerator {
    fileprivate mutating func text(upTo size: Int) -> String {
        String((0..<Int.random(in: 0...size, using: &self)).map { _ in pick(Array("abcxyz0189_-. /")) })
    }
}
