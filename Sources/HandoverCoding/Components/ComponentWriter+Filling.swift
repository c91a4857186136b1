import HandoverABI
import HandoverState
import PhysicalMemory

extension ComponentWriter {
    /// Writes a component whose structures have their places.
    func fill(_ part: Part, in builder: inout ImageBuilder) throws(EncodingError) {
        guard let structure = part.format.structure(part.format.root) else { return }
        try write(part.root, as: structure, part, &builder)
    }

    /// Writes a structure with memory of its own, and what comes behind its fixed part.
    private func write(
        _ object: ComponentObject, as structure: ComponentStructure, next: (member: String, address: UInt64)? = nil,
        _ part: Part, _ builder: inout ImageBuilder
    ) throws(EncodingError) {
        guard let address = object.address else { return }
        var bytes = try self.bytes(of: object, as: structure, next: next, part, &builder)
        for member in structure.members {
            guard case .tail(let name, _) = member.type, case .objects(let objects)? = object[member.name],
                let element = part.format.structure(name)
            else { continue }
            for object in objects { bytes += try self.bytes(of: object, as: element, part, &builder) }
        }
        try builder.write(bytes, at: address)
    }

    /// The bytes of the fixed part of a structure; what it leads to is written.
    private func bytes(
        of object: ComponentObject, as structure: ComponentStructure,
        next: (member: String, address: UInt64)? = nil, _ part: Part, _ builder: inout ImageBuilder
    ) throws(EncodingError) -> [UInt8] {
        guard object.structure == structure.name else {
            throw unusable(part, structure, nil, "a \(object.structure) stands in its place")
        }
        if let stray = object.members.first(where: { structure.member($0.name) == nil }) {
            throw unusable(part, structure, nil, "it has no member \"\(stray.name)\"")
        }
        var bytes = StructureBytes(count: structure.size)
        for member in structure.members {
            let place = Place(object: object, structure: structure, member: member)
            if let next, next.member == member.name {
                bytes.set(next.address, at: member.offset, width: 8)
            } else if let condition = member.condition, object.number(condition.member) ?? 0 != condition.value {
                try setRaw(place, part, &bytes)
            } else {
                try set(place, part, &bytes, &builder)
            }
        }
        return bytes.bytes
    }

    /// A member of an object that is written.
    private struct Place {
        let object: ComponentObject
        let structure: ComponentStructure
        let member: ComponentMember
        var value: ComponentValue? { object[member.name] }
    }

    private func unusable(
        _ part: Part, _ structure: ComponentStructure, _ member: ComponentMember?, _ reason: String
    ) -> EncodingError {
        .unusable(path: part.path, reason: structure.name + (member.map { "." + $0.name } ?? "") + ": " + reason)
    }

    /// Writes what stands where a member means nothing.
    private func setRaw(_ place: Place, _ part: Part, _ bytes: inout StructureBytes) throws(EncodingError) {
        switch place.value {
        case nil: break
        case .bytes(let raw)? where raw.count == part.format.size(of: place.member.type):
            bytes.set(raw, at: place.member.offset)
        default:
            throw unusable(
                part, place.structure, place.member, "it means nothing here, so that only its bytes can be written")
        }
    }

    private func set(
        _ place: Place, _ part: Part, _ bytes: inout StructureBytes, _ builder: inout ImageBuilder
    ) throws(EncodingError) {
        let member = place.member
        switch member.type {
        case .padding, .runtime, .tail: return
        case .integer, .bits:
            let number = try number(of: place, part)
            guard bytes.set(number: number, of: member.type, at: member.offset) else {
                throw unusable(part, place.structure, member, "\(number) does not fit")
            }
            return
        default: break
        }
        guard let value = place.value else { return }
        let start = member.offset
        switch (member.type, value) {
        case (_, .unreadable):
            throw unusable(part, place.structure, member, "it could not be read, so that it cannot be written")
        case (.integers(let width, let count), .numbers(let numbers)):
            guard numbers.count == count, width == 8 || numbers.allSatisfy({ $0 >> UInt64(width * 8) == 0 }) else {
                throw unusable(part, place.structure, member, "\(count) numbers of \(width) bytes stand here")
            }
            for (index, number) in numbers.enumerated() { bytes.set(number, at: start + index * width, width: width) }
        case (.text(let size), .text(let text)): bytes.set(try field(text, size, place, part), at: start)
        case (.texts(let size, let count), .texts(let texts)):
            guard texts.count == count else {
                throw unusable(part, place.structure, member, "\(count) texts stand here")
            }
            for (index, text) in texts.enumerated() {
                bytes.set(try field(text, size, place, part), at: start + index * size)
            }
        case (.bytes(let size), .bytes(let raw)):
            guard raw.count == size else { throw unusable(part, place.structure, member, "\(size) bytes stand here") }
            bytes.set(raw, at: start)
        case (.structure(let name), .object(let inner)):
            guard let element = part.format.structure(name) else { return }
            bytes.set(try self.bytes(of: inner, as: element, part, &builder), at: start)
        case (.structures(let name, let count), .objects(let objects)):
            guard let element = part.format.structure(name), objects.count == count else {
                throw unusable(part, place.structure, member, "\(count) \(name) stand here")
            }
            for (index, object) in objects.enumerated() {
                bytes.set(try self.bytes(of: object, as: element, part, &builder), at: start + index * element.size)
            }
        default:
            if try !setReference(place, value, part, &bytes, &builder) {
                throw unusable(part, place.structure, member, "the value is of another kind")
            }
        }
    }

    // MARK: References

    /// Writes what a member leads to, and its address.
    ///
    /// - Returns: whether the value is one for such a member.
    private func setReference(
        _ place: Place, _ value: ComponentValue, _ part: Part, _ bytes: inout StructureBytes,
        _ builder: inout ImageBuilder
    ) throws(EncodingError) -> Bool {
        let member = place.member
        let start = member.offset
        switch (member.type, value) {
        case (.address, .absent), (.pointer, .absent), (.list, .absent), (.pages, .absent), (.blocks, .absent): break
        case (.address, .address(let old)), (.pointer, .address(let old)), (.list, .address(let old)),
            (.pages, .address(let old)), (.blocks, .address(let old)):
            bytes.set((moved[old.value] ?? old).value, at: start, width: 8)
        case (.pointer(let name), .object(let inner)):
            guard let element = part.format.structure(name) else { return false }
            try write(inner, as: element, part, &builder)
            bytes.set(inner.address?.value ?? 0, at: start, width: 8)
        case (.list(let name, let next), .objects(let objects)):
            guard let element = part.format.structure(name) else { return false }
            for (index, object) in objects.enumerated() {
                let following = index + 1 < objects.count ? objects[index + 1].address?.value ?? 0 : 0
                try write(object, as: element, next: (next, following), part, &builder)
            }
            bytes.set(objects.first?.address?.value ?? 0, at: start, width: 8)
        case (.pages(let name), .objects(let objects)), (.blocks(let name), .objects(let objects)):
            guard let element = part.format.structure(name), let owner = place.object.address else { return false }
            let pages =
                chains[.init(owner: owner, structure: place.structure.name, member: member.name)] ?? []
            try fill(pages, with: objects, as: element, part, &builder)
            bytes.set(pages.first?.address.value ?? 0, at: start, width: 8)
        case (.vmalloc(let name, _), .objects(let objects)):
            guard let element = part.format.structure(name) else { return false }
            var list: [UInt8] = []
            for object in objects { list += try self.bytes(of: object, as: element, part, &builder) }
            var words: [UInt64] = []
            words.reserveCapacity(list.count / 8 + 1)
            let all = StructureBytes(list + [UInt8](repeating: 0, count: (8 - list.count % 8) % 8))
            for offset in stride(from: 0, to: all.count, by: 8) { words.append(all.integer(at: offset, width: 8)) }
            bytes.set(try builder.writeVmalloc(words: words, of: listPath(of: place, part)).bytes, at: start)
        case (.folios, .folios(let table)):
            let words = try ImageBuilder.words(of: table, path: part.path)
            bytes.set(try builder.writeVmalloc(words: words, of: listPath(of: place, part)).bytes, at: start)
        default: return false
        }
        return true
    }

    private func listPath(of place: Place, _ part: Part) -> String {
        ComponentFormat.listPath(
            part.path, of: place.structure, at: place.object.address, place.member.name, in: part.format)
    }

    private func fill(
        _ pages: [Placement.ChainPage], with objects: [ComponentObject], as element: ComponentStructure, _ part: Part,
        _ builder: inout ImageBuilder
    ) throws(EncodingError) {
        var done = 0
        for (index, page) in pages.enumerated() {
            var head = Record(Block.layout)
            head[Block.next] = index + 1 < pages.count ? pages[index + 1].address.value : 0
            head[Block.count] = UInt64(page.count)
            var bytes = head.bytes
            for object in objects[done..<done + page.count] {
                bytes += try self.bytes(of: object, as: element, part, &builder)
            }
            done += page.count
            try builder.write(bytes, at: page.address)
        }
    }

    // MARK: Values

    /// The number of a member: what is counted where it is a count, what the object says, or what it has to be.
    private func number(of place: Place, _ part: Part) throws(EncodingError) -> UInt64 {
        if let counted = counted(place, part) { return counted }
        switch (place.value, place.member.role) {
        case (.number(let number)?, _): return number
        case (nil, .constant(let value)): return value
        case (nil, _): return 0
        default: throw unusable(part, place.structure, place.member, "a number stands here")
        }
    }

    /// How many structures of a list there are; `nil` where the member counts none that is at hand.
    private func counted(_ place: Place, _ part: Part) -> UInt64? {
        let name = place.member.name
        var isLive = false
        var counted: String?
        switch place.member.role {
        case .count(let list): counted = list
        case .liveCount(let list): (counted, isLive) = (list, true)
        default:
            counted =
                place.structure.members.first {
                    switch $0.type {
                    case .tail(_, name), .vmalloc(_, name), .folios(name): true
                    default: false
                    }
                }?.name
        }
        guard let list = counted else { return nil }
        switch place.object[list] {
        case .objects(let objects)?:
            let element = place.structure.member(list)?.type.element.flatMap { part.format.structure($0) }
            return UInt64(isLive ? objects.count { element?.isHole($0) != true } : objects.count)
        case .folios(let table)?: return table.count + table.holeCount
        default: return nil
        }
    }

    /// Characters in a field, NUL behind them where there is room.
    private func field(
        _ text: String, _ size: Int, _ place: Place, _ part: Part
    ) throws(EncodingError) -> [UInt8] {
        guard let bytes = KernelText.bytes(of: text), !bytes.contains(0), bytes.count <= size else {
            throw unusable(part, place.structure, place.member, "the text does not fit its \(size) characters")
        }
        return bytes + [UInt8](repeating: 0, count: size - bytes.count)
    }
}
