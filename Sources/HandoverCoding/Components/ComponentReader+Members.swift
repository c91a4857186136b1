import HandoverABI
import HandoverState
import PhysicalMemory

extension ComponentReader {
    /// The members of a structure that starts at an offset of bytes.
    mutating func members(
        of structure: ComponentStructure, in bytes: StructureBytes, at offset: Int, address: PhysicalAddress?,
        tails: [Tail] = []
    ) -> ComponentObject {
        var object = ComponentObject(structure.name, address: address)
        object.members.reserveCapacity(structure.members.count)
        var broken: Set<String> = []
        for member in structure.members {
            let place = Place(structure: structure, member: member, bytes: bytes, offset: offset, address: address)
            guard isMeant(member, in: place) else {
                let size = format.size(of: member.type)
                if !bytes.isZero(at: place.start, count: size) {
                    object.members.append(.init(member.name, .bytes(Array(bytes.slice(at: place.start, count: size)))))
                }
                continue
            }
            switch member.type {
            case .padding(let size):
                if !bytes.isZero(at: place.start, count: size) {
                    reader.log.note(
                        .componentPadding, path, address, "\(structure.name).\(member.name) is not zero")
                }
                continue
            case .runtime: continue
            case .tail:
                guard let tail = tails.first(where: { $0.member == member.name }) else { continue }
                let start = tails.prefix { $0.member != member.name }.reduce(structure.size) { $0 + $1.size }
                let value = elements(tail, in: bytes, at: offset + start, address: address)
                object.members.append(.init(member.name, value))
            default:
                let read = value(of: place)
                if !read.isWhole { broken.insert(member.name) }
                object.members.append(.init(member.name, read.value))
            }
        }
        check(object, of: structure, without: broken)
        return object
    }

    /// A member, and the bytes of its structure.
    struct Place {
        let structure: ComponentStructure
        let member: ComponentMember
        let bytes: StructureBytes
        /// Where the structure starts in the bytes.
        let offset: Int
        /// Where the structure lies.
        let address: PhysicalAddress?

        /// Where the member starts in the bytes.
        var start: Int { offset + member.offset }
        var name: String { "\(structure.name).\(member.name)" }

        /// The number in another member of the structure.
        func number(of name: String) -> UInt64 {
            structure.member(name).flatMap { bytes.number(of: $0.type, at: offset + $0.offset) } ?? 0
        }
    }

    /// Whether the condition of a member holds.
    private func isMeant(_ member: ComponentMember, in place: Place) -> Bool {
        guard let condition = member.condition else { return true }
        return place.number(of: condition.member) == condition.value
    }

    /// The structures of a list behind a fixed part.
    private mutating func elements(
        _ tail: Tail, in bytes: StructureBytes, at start: Int, address: PhysicalAddress?
    ) -> ComponentValue {
        guard let count = tail.count else { return .unreadable }
        var objects: [ComponentObject] = []
        for index in 0..<min(count, extent.limit) {
            let offset = start + index * tail.structure.size
            objects.append(
                members(
                    of: tail.structure, in: bytes, at: offset,
                    address: address?.advanced(by: UInt64(max(0, offset)))))
        }
        return .objects(objects)
    }

    /// What a member within the fixed part holds, and whether all of it could be read.
    private mutating func value(of place: Place) -> (value: ComponentValue, isWhole: Bool) {
        let (bytes, start, member) = (place.bytes, place.start, place.member)
        switch member.type {
        case .integer, .bits:
            let number = bytes.number(of: member.type, at: start) ?? 0
            check(number, of: place)
            return (.number(number), true)
        case .integers(let width, let count):
            return (.numbers((0..<count).map { bytes.integer(at: start + $0 * width, width: width) }), true)
        case .text(let size): return (.text(text(at: start, size, of: place)), true)
        case .texts(let size, let count):
            return (.texts((0..<count).map { text(at: start + $0 * size, size, of: place) }), true)
        case .bytes(let size): return (.bytes(Array(bytes.slice(at: start, count: size))), true)
        case .address: return (.address(PhysicalAddress(bytes.integer(at: start, width: 8))), true)
        case .structure(let name):
            guard let inner = format.structure(name) else { return (.unreadable, false) }
            return (.object(members(of: inner, in: bytes, at: start, address: address(of: place, 0))), true)
        case .structures(let name, let count):
            guard let inner = format.structure(name) else { return (.unreadable, false) }
            var objects: [ComponentObject] = []
            for index in 0..<count {
                let offset = index * inner.size
                objects.append(
                    members(of: inner, in: bytes, at: start + offset, address: address(of: place, offset)))
            }
            return (.objects(objects), true)
        case .pointer(let name): return (pointee(name, at: bytes.integer(at: start, width: 8)), true)
        case .list(let name, let next): return list(of: name, next: next, from: bytes.integer(at: start, width: 8))
        case .pages(let name): return chain(of: name, .anyCount, place)
        case .blocks(let name): return chain(of: name, .records, place)
        case .vmalloc(let name, let count): return vmalloc(of: name, count: place.number(of: count), place)
        case .folios(let count): return folios(count: place.number(of: count), place)
        case .padding, .runtime, .tail: return (.absent, true)
        }
    }

    private func address(of place: Place, _ offset: Int) -> PhysicalAddress? {
        place.address?.advanced(by: UInt64(max(0, place.member.offset + offset)))
    }

    private mutating func text(at start: Int, _ size: Int, of place: Place) -> String {
        let text = KernelText(field: place.bytes.slice(at: start, count: size))
        if !text.isPadded {
            reader.log.note(.componentPadding, path, place.address, "bytes follow the text in \(place.name)")
        }
        return text.description
    }

    /// The structure behind an address, read where nothing has led to it before.
    private mutating func pointee(_ name: String, at value: UInt64) -> ComponentValue {
        let address = PhysicalAddress(value)
        guard value != 0 else { return .absent }
        guard let structure = format.structure(name) else { return .unreadable }
        noteLanding(address, name)
        guard met.meet(name, at: address, by: .pointer) == .first else { return .address(address) }
        return object(structure, at: address, claiming: .everything).map { .object($0) } ?? .unreadable
    }

    /// Pointers of kernels lead to preserved pages.
    func isPreserved(_ address: PhysicalAddress) -> Bool? {
        guard var lookup = memfds.lookup else { return nil }
        return lookup.order(ofFrame: address.value >> UInt64(reader.pageShift)) != nil
    }

    mutating func noteLanding(_ address: PhysicalAddress, _ name: String) {
        guard extent == .sample, let isPreserved = isPreserved(address) else { return }
        if isPreserved {
            evidence.support("\(name) lies in preserved memory")
        } else {
            evidence.contradict("\(name) at \(address) does not lie in preserved memory")
        }
    }

    // MARK: Values

    /// Holds a number to what the format says of it.
    private mutating func check(_ number: UInt64, of place: Place) {
        let member = place.member
        switch member.role {
        case .constant(let value):
            if number == value {
                if value != 0 { evidence.support("\(place.name) is \(value)") }
            } else {
                reader.log.damage(
                    .componentConstant, path, place.address, "\(place.name) is \(number), the format has \(value)")
            }
        case .atMost(let limit):
            if number > limit {
                reader.log.note(
                    .componentValue, path, place.address, "\(place.name) is \(number), more than \(limit)")
            }
        case .plain, .count, .liveCount: break
        }
        if !member.values.isEmpty, !member.values.contains(where: { $0.value == number }) {
            reader.log.note(.componentValue, path, place.address, "\(place.name) is \(number), which has no name")
        }
        if !member.bits.isEmpty {
            let known = member.bits.reduce(UInt64(0)) { $0 | (1 << min(63, $1.value)) }
            if number & ~known != 0 {
                reader.log.note(
                    .componentValue, path, place.address,
                    "\(place.name) has the bits 0x\(String(number & ~known, radix: 16)), which have no names")
            }
        }
    }

    /// Holds counts to what was counted.
    private mutating func check(
        _ object: ComponentObject, of structure: ComponentStructure, without broken: Set<String>
    ) {
        for member in structure.members {
            let list: String
            let isLive: Bool
            switch member.role {
            case .count(let name): (list, isLive) = (name, false)
            case .liveCount(let name): (list, isLive) = (name, true)
            default: continue
            }
            guard !broken.contains(list), let announced = object.number(member.name) else { continue }
            let found: Int
            switch object[list] {
            case .absent?: found = 0
            case .objects(let objects)?:
                let element = structure.member(list)?.type.element.flatMap { format.structure($0) }
                found = isLive ? objects.count { element?.isHole($0) != true } : objects.count
                if extent == .sample, objects.count >= extent.limit { continue }
            default: continue
            }
            if announced == UInt64(found) {
                if found > 0 { evidence.support("\(structure.name).\(member.name) counts \(list)") }
            } else {
                reader.log.damage(
                    .componentCount, path, object.address,
                    "\(structure.name).\(member.name) is \(announced), \(list) has \(found)")
            }
        }
    }
}
