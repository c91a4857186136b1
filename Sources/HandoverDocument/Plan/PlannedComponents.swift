import HandoverABI
import HandoverState
import PhysicalMemory

extension RecordKeys {
    static let plannedPages = RecordKeys("pages", "content")
    static let plannedFolios = RecordKeys("size", "content", "holes", "folioOrder")
}

/// Reads the components of a plan: members by name, references by the labels of what they lead to.
///
/// What a plan leaves open is filled in: constants of the format, counts of lists, zeros for the rest.
struct PlannedComponents {
    private let formats: [ComponentFormat]
    private var labels: [String: Label] = [:]
    private var memory: [HandoverPlan.Memory] = []
    private var placeCount: UInt64 = 0

    /// A name for a structure, and the address that stands for it.
    private struct Label {
        let place: PhysicalAddress
        var isDefined = false
        /// Where the plan speaks of it first.
        let mention: DocumentValue
    }

    init(_ formats: [ComponentFormat]) { self.formats = formats }

    /// The memory that components refer to.
    ///
    /// - Throws: ``DocumentError`` where a label is no structure's.
    func finish() throws(DocumentError) -> [HandoverPlan.Memory] {
        let missing = labels.values.filter { !$0.isDefined }.min { $0.mention.index < $1.mention.index }
        if let missing {
            throw missing.mention.mismatch(.wrongValue, expected: "an address, or the label of a structure")
        }
        return memory
    }

    /// The component of a file or an object; `nil` where it has none.
    mutating func component(
        of fields: DocumentMapping, at place: ComponentFormat.Place
    ) throws(DocumentError) -> ComponentState? {
        let handler = place == .file ? fields.optional("handler") : nil
        guard let named = fields.optional("component") ?? handler else {
            if let members = fields.optional("members") {
                throw members.error(.wrongValue, "found members of nothing, expected the key component beside them")
            }
            return nil
        }
        let name = try named.string()
        let fitting = formats.filter { format in
            format.place == place
                && (format.name == name || format.component == name || format.compatible == name
                    || format.compatible + "@" + format.revision == name)
        }
        guard let format = fitting.first, format.problems.isEmpty else {
            let known = Set(formats.filter { $0.place == place }.map { $0.component }).sorted()
            throw named.mismatch(
                .wrongValue, expected: "one of \(known.joined(separator: ", ")), or one of their revisions")
        }
        if let handler, handler.index != named.index, try handler.string() != format.compatible {
            throw handler.mismatch(.wrongValue, expected: "\(format.compatible), as \(format.name) has it")
        }
        guard let structure = format.structure(format.root) else { return nil }
        let object = try object(of: structure, fields.optional("members"), in: format)
        return ComponentState(abi: format.name, confidence: .given, evidence: ["the plan says so"], root: object)
    }

    /// The string by which handovers name a component.
    func compatible(of state: ComponentState) -> String { formats.named(state.abi)?.compatible ?? "" }

    /// How many files keep an object alive.
    func count(of files: [HandoverPlan.File], dependingOn state: ComponentState) -> UInt64 {
        UInt64(
            files.count { file in
                let format = file.component.flatMap { formats.named($0.abi) }
                return format?.dependsOn.contains(state.component) ?? false
            })
    }

    // MARK: Objects

    private mutating func object(
        of structure: ComponentStructure, _ value: DocumentValue?, in format: ComponentFormat
    ) throws(DocumentError) -> ComponentObject {
        var given: [String: DocumentValue] = [:]
        var object = ComponentObject(structure.name)
        try value?.forEachEntry { (key, value) throws(DocumentError) in
            let name = key.tree.string(of: key.index)
            if structure.member(name) == nil, name == "label" {
                object.address = try define(value)
            } else if structure.member(name) == nil {
                let names = structure.members.filter { !$0.type.isUnread }.map { $0.name }
                throw key.error(
                    .unknownKey,
                    "found the key \(DocumentValue.quoted(key.text)), expected label, or a member of "
                        + "\(structure.name): \(names.joined(separator: ", "))")
            } else if given.updateValue(value, forKey: name) != nil {
                throw key.error(.duplicateKey, "found the key \(name) again, expected it once")
            }
        }
        for member in structure.members {
            let value = given[member.name]
            if let value, member.type.isUnread {
                throw value.error(.wrongValue, "found a value for \(member.name), which nobody reads, expected none")
            }
            if value == nil, let condition = member.condition, object.raw(condition.member) ?? 0 != condition.value {
                continue
            }
            if let read = try self.value(of: member, value, in: format) {
                object.members.append(.init(member.name, read))
            }
        }
        // Counts of lists are counted where they are written.
        fillSize(of: &object, structure, given: given)
        return object
    }

    /// The size of a file, where the plan tells it with the file's memory alone.
    private func fillSize(
        of object: inout ComponentObject, _ structure: ComponentStructure, given: [String: DocumentValue]
    ) {
        guard given["size"] == nil, structure.member("size")?.type.bitCount == 64 else { return }
        for member in structure.members {
            guard case .folios = member.type, case .address(let place)? = object[member.name],
                let size = memory.first(where: { $0.place == place })?.size
            else { continue }
            object["size"] = .number(size)
        }
    }

    // MARK: Labels

    private mutating func newPlace() -> PhysicalAddress {
        placeCount += 1
        // Far enough apart that what is counted from one does not meet another.
        return PhysicalAddress(HandoverPlan.Memory.firstPlace + placeCount << 12)
    }

    private mutating func define(_ value: DocumentValue) throws(DocumentError) -> PhysicalAddress {
        let name = try value.string()
        if labels[name]?.isDefined == true {
            throw value.error(
                .wrongValue, "found the label \(DocumentValue.quoted(value.text)) again, expected it once")
        }
        let place = labels[name]?.place ?? newPlace()
        labels[name] = Label(place: place, isDefined: true, mention: labels[name]?.mention ?? value)
        return place
    }

    private mutating func reference(_ value: DocumentValue) throws(DocumentError) -> PhysicalAddress {
        if value.node.kind == .plain, PlainScalar.integer(value.text) != nil {
            return PhysicalAddress(try value.number())
        }
        if value.node.kind == .quoted, PlainScalar.hexadecimal(value.text) != nil {
            return PhysicalAddress(try value.number())
        }
        let name = try value.string()
        if let label = labels[name] { return label.place }
        let place = newPlace()
        labels[name] = Label(place: place, mention: value)
        return place
    }

    // MARK: Members

    /// What a member holds; `nil` for one that nobody reads.
    private mutating func value(
        of member: ComponentMember, _ value: DocumentValue?, in format: ComponentFormat
    ) throws(DocumentError) -> ComponentValue? {
        if member.type.isUnread { return nil }
        guard let value, !value.isNull else { return try blank(member, in: format) }
        switch member.type {
        case .padding, .runtime: return nil
        case .integer, .bits: return .number(try value.number(of: member))
        case .integers(let width, let count):
            let limit: UInt64 = width >= 8 ? .max : 1 << UInt64(width * 8) - 1
            let numbers = try value.list { (value) throws(DocumentError) in try value.number(upTo: limit) }
            return .numbers(try value.fill(numbers, upTo: count, with: 0))
        case .text(let size): return .text(try value.text(upTo: size))
        case .texts(let size, let count):
            let texts = try value.list { (value) throws(DocumentError) in try value.text(upTo: size) }
            return .texts(try value.fill(texts, upTo: count, with: ""))
        case .bytes(let size): return .bytes(try value.fill(try value.bytes(), upTo: size, with: 0))
        case .address:
            if value.node.kind == .mapping { return .address(try pages(value)) }
            return .address(try reference(value))
        case .structure(let name):
            return try format.structure(name).map { (structure) throws(DocumentError) in
                .object(try object(of: structure, value, in: format))
            }
        case .pointer(let name):
            guard value.node.kind == .mapping else { return .address(try reference(value)) }
            return try format.structure(name).map { (structure) throws(DocumentError) in
                .object(try object(of: structure, value, in: format))
            }
        case .structures(let name, let count):
            guard let structure = format.structure(name) else { return nil }
            let empty = try object(of: structure, nil, in: format)
            return .objects(try value.fill(try objects(of: structure, value, in: format), upTo: count, with: empty))
        case .tail(let name, _), .list(let name, _), .pages(let name), .blocks(let name), .vmalloc(let name, _):
            guard let structure = format.structure(name) else { return nil }
            guard value.node.kind == .sequence || member.type.isTail else { return .address(try reference(value)) }
            return .objects(try objects(of: structure, value, in: format))
        case .folios: return .address(try folios(value))
        }
    }

    private mutating func objects(
        of structure: ComponentStructure, _ value: DocumentValue, in format: ComponentFormat
    ) throws(DocumentError) -> [ComponentObject] {
        var objects: [ComponentObject] = []
        for element in value.elements ?? [] { objects.append(try object(of: structure, element, in: format)) }
        if value.node.kind != .sequence { throw value.mismatch(expected: "a list of \(structure.name)") }
        return objects
    }

    /// What stands where a plan says nothing.
    private mutating func blank(
        _ member: ComponentMember, in format: ComponentFormat
    ) throws(DocumentError) -> ComponentValue? {
        if case .constant(let value) = member.role { return .number(value) }
        switch member.type {
        case .integer, .bits: return .number(0)
        case .integers(_, let count): return .numbers([UInt64](repeating: 0, count: count))
        case .text: return .text("")
        case .texts(_, let count): return .texts([String](repeating: "", count: count))
        case .bytes(let size): return .bytes([UInt8](repeating: 0, count: size))
        case .padding, .runtime: return nil
        case .address: return .address(0)
        case .pointer, .list, .pages, .blocks, .vmalloc: return .absent
        case .structure(let name):
            return try format.structure(name).map { (structure) throws(DocumentError) in
                .object(try object(of: structure, nil, in: format))
            }
        case .structures(let name, let count):
            guard let structure = format.structure(name) else { return nil }
            return .objects([ComponentObject](repeating: try object(of: structure, nil, in: format), count: count))
        case .tail: return .objects([])
        case .folios: return .folios(FolioTable(retaining: .every))
        }
    }

    // MARK: Memory

    /// Pages that an address is to lead to.
    private mutating func pages(_ value: DocumentValue) throws(DocumentError) -> PhysicalAddress {
        let fields = try value.mapping(.plannedPages)
        let pages = try fields.required("pages").count(upTo: 1 << 18)
        return try place(.pages, size: max(1, pages) << 12, fields)
    }

    /// Folios that a file is to have.
    private mutating func folios(_ value: DocumentValue) throws(DocumentError) -> PhysicalAddress {
        let fields = try value.mapping(.plannedFolios)
        let order = Int(try fields.optional("folioOrder")?.count(upTo: 10) ?? 0)
        return try place(
            .folios(order: order, holes: try fields.optional("holes")?.holes() ?? []),
            size: try fields.required("size").humanSize(), fields)
    }

    private mutating func place(
        _ form: HandoverPlan.Memory.Form, size: UInt64, _ fields: DocumentMapping
    ) throws(DocumentError) -> PhysicalAddress {
        let place = newPlace()
        memory.append(
            HandoverPlan.Memory(
                place: place, form: form, size: size, content: try fields.optional("content")?.content() ?? .zeros))
        return place
    }
}

extension MemberType {
    /// Whether its bytes mean nothing to a reader.
    fileprivate var isUnread: Bool {
        switch self {
        case .padding, .runtime: true
        default: false
        }
    }
}

extension DocumentValue {
    /// The number of a member: as a number, by the name of the value or the names of its bits, or, of 16 bits and more, as a
    /// function of PCI, `01:00.0`.
    fileprivate func number(of member: ComponentMember) throws(DocumentError) -> UInt64 {
        let bits = member.type.bitCount ?? 0
        let limit: UInt64 = bits >= 64 ? .max : 1 << UInt64(bits) - 1
        if node.kind == .sequence {
            var result: UInt64 = 0
            try forEach { (value) throws(DocumentError) in
                let bit = member.bits.first { value.spells($0.name) }?.value
                let flag: UInt64
                if let bit { flag = 1 << min(63, bit) } else { flag = try value.number(upTo: limit) }
                guard flag & result == 0 else { throw value.mismatch(.wrongValue, expected: "each flag once") }
                result |= flag
            }
            return result
        }
        if let named = member.values.first(where: { spells($0.name) }) { return named.value }
        if bits >= 16, !node.isContainer,
            let function = PCIAddress("0:" + String(decoding: text.prefix(16), as: UTF8.self))
        {
            return UInt64(function.function)
        }
        return try number(upTo: limit)
    }

    fileprivate func text(upTo size: Int) throws(DocumentError) -> String {
        let text = try string()
        guard text.utf8.count <= size else { throw mismatch(.wrongValue, expected: "at most \(size) bytes of text") }
        return text
    }

    /// As many as there are to be, the rest of one kind.
    fileprivate func fill<Element>(
        _ given: [Element], upTo count: Int, with rest: Element
    ) throws(DocumentError) -> [Element] {
        guard given.count <= count else {
            throw error(.wrongValue, "found \(given.count), expected at most \(count)")
        }
        return given + [Element](repeating: rest, count: count - given.count)
    }
}
