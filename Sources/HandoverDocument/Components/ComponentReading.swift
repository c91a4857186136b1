import HandoverABI
import HandoverState
import PhysicalMemory

/// Reads the objects of a component from a document, each member as what its format says it is.
struct ComponentReading {
    /// The name of the format.
    let abi: String
    /// The format; `nil` where it is not described, so that only what says of itself what it is can be read.
    let format: ComponentFormat?
    let pageShift: Int

    func object(_ value: DocumentValue, expecting expected: String?) throws(DocumentError) -> ComponentObject {
        let fields = try value.mapping(.componentObject)
        var name = expected
        if let structure = fields.optional("structure") { name = try structure.string() }
        guard let name else {
            throw value.error(.missingKey, "found no key structure, expected it, since \(notDescribed)")
        }
        var object = ComponentObject(name)
        object.address = try fields.optional("at")?.address()
        let structure = format?.structure(name)
        var names: Set<String> = []
        try fields.required("members").forEachEntry { (key, value) throws(DocumentError) in
            let name = key.tree.string(of: key.index)
            guard names.insert(name).inserted else {
                throw key.error(.duplicateKey, "found the key \(name) again, expected it once")
            }
            let member = structure?.member(name)
            if let structure, member == nil, !value.tellsKind, !value.isNull {
                throw key.error(
                    .unknownKey,
                    "found the key \(DocumentValue.quoted(key.text)), expected a member of \(structure.name): "
                        + structure.members.map { $0.name }.joined(separator: ", "))
            }
            object.members.append(.init(name, try self.value(value, of: member, in: structure)))
        }
        return object
    }

    private var notDescribed: String {
        "the format \(abi) is not described here (--components names a file that describes it)"
    }

    private func value(
        _ value: DocumentValue, of member: ComponentMember?, in structure: ComponentStructure?
    ) throws(DocumentError) -> ComponentValue {
        if value.isNull { return .absent }
        if value.tellsKind { return try told(value) }
        guard let member else {
            throw value.error(
                .wrongValue,
                "found a value that does not say what it is, expected the keys is and value: \(notDescribed)")
        }
        switch member.type {
        case .integer, .bits: return .number(try number(value, as: MemberNotation(member, in: structure)))
        case .integers(let width, _):
            return .numbers(
                try value.list { (value) throws(DocumentError) in
                    try number(value, as: width > 4 ? .hexadecimal : .number)
                })
        case .text: return .text(try value.string())
        case .texts: return .texts(try value.list { (value) throws(DocumentError) in try value.string() })
        case .bytes: return .bytes(try value.bytes())
        case .address: return .address(try value.address())
        case .structure(let name): return .object(try object(value, expecting: name))
        case .pointer(let name):
            return value.node.kind == .mapping
                ? .object(try object(value, expecting: name)) : .address(try value.address())
        case .list(let name, _), .pages(let name), .blocks(let name):
            return value.node.kind == .sequence
                ? .objects(try objects(value, expecting: name)) : .address(try value.address())
        case .structures(let name, _), .tail(let name, _), .vmalloc(let name, _):
            return .objects(try objects(value, expecting: name))
        case .folios: return .folios(try folios(value))
        case .padding, .runtime:
            throw value.mismatch(.wrongValue, expected: "nothing, since \(member.name) holds nothing to keep")
        }
    }

    private func number(_ value: DocumentValue, as notation: MemberNotation) throws(DocumentError) -> UInt64 {
        switch notation {
        case .number: try value.count()
        case .hexadecimal: try value.hexadecimal()
        }
    }

    private func objects(_ value: DocumentValue, expecting name: String?) throws(DocumentError) -> [ComponentObject] {
        if value.node.kind == .mapping, value["count"] != nil {
            throw value.error(.summary, "found a total, expected the list; totals alone cannot be read back")
        }
        return try value.list { (value) throws(DocumentError) in try object(value, expecting: name) }
    }

    private func folios(_ value: DocumentValue) throws(DocumentError) -> FolioTable {
        let fields = try value.mapping(.componentFolios)
        guard let table = try FolioTable(fields, pageShift: pageShift) else {
            throw value.error(.missingKey, "found no key folios, expected it here")
        }
        return table
    }

    /// A value that says what it is.
    private func told(_ value: DocumentValue) throws(DocumentError) -> ComponentValue {
        let fields = try value.mapping(.componentValue)
        let kind = try fields.required("is").choice(of: ComponentValueKind.self)
        if kind == .unreadable {
            if let value = fields.optional("value") {
                throw value.mismatch(.wrongValue, expected: "none of what could not be read")
            }
            return .unreadable
        }
        let value = try fields.required("value")
        switch kind {
        case .number: return .number(try value.hexadecimal())
        case .numbers:
            return .numbers(try value.list { (value) throws(DocumentError) in try value.hexadecimal() })
        case .text: return .text(try value.string())
        case .texts: return .texts(try value.list { (value) throws(DocumentError) in try value.string() })
        case .bytes: return .bytes(try value.bytes())
        case .address: return .address(try value.address())
        case .object: return .object(try object(value, expecting: nil))
        case .objects: return .objects(try objects(value, expecting: nil))
        case .folios: return .folios(try folios(value))
        case .unreadable: return .unreadable
        }
    }
}

extension DocumentValue {
    /// Whether nothing stands there: `null`.
    var isNull: Bool { node.kind == .plain && PlainScalar(text) == .null }

    /// Whether it is an object that says first what it is.
    fileprivate var tellsKind: Bool {
        guard node.kind == .mapping, tree.index(after: index) > index + 1 else { return false }
        return DocumentValue(tree: tree, index: index + 1).spells("is")
    }

    /// Calls `body` with each key of an object and its value.
    func forEachEntry(
        _ body: (_ key: DocumentValue, _ value: DocumentValue) throws(DocumentError) -> Void
    ) throws(DocumentError) {
        guard node.kind == .mapping else { throw mismatch(expected: "an object") }
        let end = tree.index(after: index)
        var key = index + 1
        while key < end {
            try body(DocumentValue(tree: tree, index: key), DocumentValue(tree: tree, index: key + 1))
            key = tree.index(after: key + 1)
        }
    }
}
