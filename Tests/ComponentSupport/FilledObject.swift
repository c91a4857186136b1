public import HandoverABI
public import HandoverState
import PhysicalMemory

extension ComponentFormat {
    /// An object with something in every member: every number another, lists of a few, nothing absent.
    ///
    /// It is the same in each run, so that what is written of it can be kept.
    public var filled: ComponentObject {
        var filling = Filling(format: self)
        return filling.object(root)
    }
}

/// Counts what it puts into members, so that no two are alike.
private struct Filling {
    let format: ComponentFormat
    private var count: UInt64 = 0

    init(format: ComponentFormat) {
        self.format = format
    }

    private mutating func next() -> UInt64 {
        count += 1
        return count
    }

    /// A number of so many bits; of wide ones the high bits are used too.
    private mutating func number(bits: Int) -> UInt64 {
        let number = next()
        let wide = bits > 16 ? number | number << UInt64(bits - 12) : number
        let fit = bits < 64 ? wide & (1 << UInt64(bits) - 1) : wide
        return fit == 0 ? 1 : fit
    }

    private mutating func address() -> PhysicalAddress {
        PhysicalAddress(0x6000_0000 + next() << 12)
    }

    private mutating func objects(_ name: String, _ count: Int) -> [ComponentObject] {
        (0..<count).map { _ in object(name) }
    }

    mutating func object(_ name: String) -> ComponentObject {
        guard let structure = format.structure(name) else { return ComponentObject(name) }
        var values: [String: ComponentValue] = [:]
        for member in structure.members where member.condition == nil { values[member.name] = value(of: member) }
        for member in structure.members {
            // What decides whether others mean something has the value that gives them a meaning.
            guard let condition = member.condition else { continue }
            values[condition.member] = .number(condition.value)
            values[member.name] = value(of: member)
        }
        for member in structure.members {
            guard let list = list(countedBy: member, in: structure) else { continue }
            values[member.name] = .number(count(of: values[list]))
        }
        return ComponentObject(
            name, structure.members.compactMap { member in values[member.name].map { .init(member.name, $0) } })
    }

    private func list(countedBy member: ComponentMember, in structure: ComponentStructure) -> String? {
        switch member.role {
        case .count(let name), .liveCount(let name): return name
        default: break
        }
        return structure.members.first { other in
            switch other.type {
            case .tail(_, member.name), .vmalloc(_, member.name), .folios(member.name): true
            default: false
            }
        }?.name
    }

    private func count(of value: ComponentValue?) -> UInt64 {
        switch value {
        case .objects(let objects)?: UInt64(objects.count)
        case .folios(let table)?: table.count + table.holeCount
        default: 0
        }
    }

    private mutating func value(of member: ComponentMember) -> ComponentValue? {
        switch member.type {
        case .integer(let width): .number(number(member, bits: width * 8))
        case .bits(_, _, let count): .number(number(member, bits: count))
        case .integers(let width, let count): .numbers((0..<count).map { _ in number(bits: width * 8) })
        case .text(let size): .text(String("name-\(next())".prefix(size - 1)))
        case .texts(let size, let count): .texts((0..<count).map { _ in String("name-\(next())".prefix(size - 1)) })
        case .bytes(let size): .bytes((0..<size).map { _ in UInt8(truncatingIfNeeded: next()) | 1 })
        case .padding, .runtime: nil
        case .address: .address(address())
        case .structure(let name): .object(object(name))
        case .structures(let name, let count): .objects(objects(name, count))
        case .pointer(let name): .object(object(name))
        case .tail(let name, _), .list(let name, _), .pages(let name), .blocks(let name), .vmalloc(let name, _):
            .objects(objects(name, 3))
        case .folios: .folios(folios())
        }
    }

    private mutating func number(_ member: ComponentMember, bits: Int) -> UInt64 {
        switch member.role {
        case .constant(let value): return value
        case .atMost(let limit): return min(limit, number(bits: bits))
        default: break
        }
        // A mark of a hole would take the slot away with all that is in it.
        if !member.values.isEmpty { return member.values[Int(next()) % member.values.count].value }
        if member.bits.contains(where: { $0.name == "DELETED" }) { return 2 }
        if !member.bits.isEmpty { return member.bits.reduce(0) { $0 | 1 << $1.value } }
        return number(bits: bits)
    }

    private func folios() -> FolioTable {
        var table = FolioTable(retaining: .every)
        for index in 0..<UInt64(3) {
            let flags = Folio.Flags(rawValue: 1)
            table.append(
                Folio(index: index, frame: 0x7_0000 + index, flags: flags, order: 0), pageShift: 12)
        }
        return table
    }
}
