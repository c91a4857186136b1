import HandoverABI

extension RecordKeys {
    static let format = RecordKeys(
        "schema", "component", "revision", "compatible", "place", "rank", "source", "root", "structures", "links",
        "dependsOn", "gaps")
    static let formatStructure = RecordKeys("name", "size", "hole", "members")
    static let formatHole = RecordKeys("zero", "bit", "of")
    static let formatMember = RecordKeys(
        "name", "at", "type", "of", "size", "repeat", "count", "next", "firstBit", "bitCount", "constant", "atMost",
        "counts", "countsLive", "values", "flags", "when")
    static let formatName = RecordKeys("value", "name")
    static let formatCondition = RecordKeys("member", "is")
    static let formatLink = RecordKeys(
        "from", "members", "file", "object", "key", "structure", "keyMembers", "optional", "nothing")
}

/// How much one description may have; what it is held to grows with its square at most.
private enum Bounds {
    static let name = 64
    static let sentence = 1024
    static let members = 512
    static let allMembers = 4096
    static let links = 128
    static let names = 256
}

extension ComponentFormat {
    init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.format)
        if let schema = fields.optional("schema"), try schema.string() != ComponentFormatReader.schema {
            throw schema.mismatch(.schema, expected: ComponentFormatReader.schema)
        }
        let place = try fields.required("place")
        guard try place.choice(of: Place.self) != .orchestrator else {
            throw place.mismatch(.wrongValue, expected: "file or flb")
        }
        var structures: [ComponentStructure] = []
        var memberCount = 0
        try fields.required("structures").forEach { (value) throws(DocumentError) in
            let structure = try ComponentStructure(value)
            memberCount += structure.members.count
            guard structures.count < Self.mostStructures, memberCount <= Bounds.allMembers else {
                throw value.error(
                    .tooLarge, "found more than \(Self.mostStructures) structures or \(Bounds.allMembers) members")
            }
            structures.append(structure)
        }
        self.init(
            try fields.name("component"), revision: try fields.name("revision"),
            compatible: try fields.name("compatible"), place: try place.choice(of: Place.self),
            rank: Int(try fields.optional("rank")?.count(upTo: 1 << 16) ?? 1),
            source: try fields.optional("source")?.sentence() ?? "", root: try fields.name("root"),
            structures: structures,
            links: try fields.list("links", upTo: Bounds.links) { (value) throws(DocumentError) in
                try ComponentLink(value)
            },
            dependsOn: try fields.list("dependsOn", upTo: Bounds.links) { (value) throws(DocumentError) in
                try value.name()
            },
            gaps: try fields.list("gaps", upTo: Bounds.links) { (value) throws(DocumentError) in
                try value.sentence()
            })
    }
}

extension ComponentStructure {
    fileprivate init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.formatStructure)
        let hole = try fields.optional("hole").map { (value) throws(DocumentError) in
            let fields = try value.mapping(.formatHole)
            switch (fields.optional("zero"), fields.optional("bit"), fields.optional("of")) {
            case (let member?, nil, nil): return Hole.zero(try member.name())
            case (nil, let bit?, let member?): return Hole.bit(try member.name(), Int(try bit.count(upTo: 63)))
            default: throw value.error(.wrongValue, "found another hole, expected zero, or bit and of")
            }
        }
        self.init(
            try fields.name("name"), size: try fields.required("size").extent(), hole: hole,
            try fields.list("members", upTo: Bounds.members) { (value) throws(DocumentError) in
                try ComponentMember(value)
            })
    }
}

extension ComponentMember {
    fileprivate init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.formatMember)
        self.init(
            try fields.name("name"), at: try fields.required("at").extent(), try MemberType(fields),
            try Role(fields), values: try Self.names(fields, "values"), bits: try Self.names(fields, "flags"),
            when: try fields.optional("when").map { (value) throws(DocumentError) in
                let fields = try value.mapping(.formatCondition)
                return Condition(try fields.name("member"), is: try fields.required("is").number())
            })
    }

    private static func names(_ fields: DocumentMapping, _ key: String) throws(DocumentError) -> [NamedValue] {
        try fields.list(key, upTo: Bounds.names) { (value) throws(DocumentError) in
            let fields = try value.mapping(.formatName)
            return NamedValue(try fields.required("value").number(), try fields.name("name"))
        }
    }
}

extension ComponentMember.Role {
    fileprivate init(_ fields: DocumentMapping) throws(DocumentError) {
        let given = ["constant", "atMost", "counts", "countsLive"].filter { fields.optional($0) != nil }
        guard given.count <= 1 else {
            throw fields.value.error(
                .wrongValue, "found \(given.joined(separator: " and ")), expected one of them at most")
        }
        switch given.first {
        case "constant"?: self = .constant(try fields.required("constant").number())
        case "atMost"?: self = .atMost(try fields.required("atMost").number())
        case "counts"?: self = .count(of: try fields.name("counts"))
        case "countsLive"?: self = .liveCount(of: try fields.name("countsLive"))
        default: self = .plain
        }
    }
}

extension MemberType {
    /// The words for types other than integers, and the keys that go with each.
    private static let words: [(word: String, keys: [String])] = [
        ("text", ["size", "repeat"]), ("bytes", ["size"]), ("padding", ["size"]), ("runtime", ["size"]),
        ("address", []), ("structure", ["of", "repeat"]), ("tail", ["of", "count"]), ("pointer", ["of"]),
        ("list", ["of", "next"]), ("pages", ["of"]), ("blocks", ["of"]), ("vmalloc", ["of", "count"]),
        ("folios", ["count"]),
    ]
    private static let details = ["of", "size", "repeat", "count", "next", "firstBit", "bitCount"]

    fileprivate init(_ fields: DocumentMapping) throws(DocumentError) {
        let type = try fields.required("type")
        let word = try type.string()
        let width = (1...8).first { word == "u\($0 * 8)" }
        let keys = width == nil ? Self.words.first { $0.word == word }?.keys : ["repeat", "firstBit", "bitCount"]
        guard let keys else {
            throw type.mismatch(
                .wrongValue,
                expected: "u8, u16 to u64, or one of " + Self.words.map { $0.word }.joined(separator: ", "))
        }
        for key in Self.details where !keys.contains(key) {
            if let stray = fields.optional(key) {
                throw stray.error(.wrongValue, "found the key \(key), which says nothing of \(word), expected none")
            }
        }
        let count = try fields.optional("repeat")?.extent()
        func element() throws(DocumentError) -> String { try fields.name("of") }
        func size() throws(DocumentError) -> Int { try fields.required("size").extent() }
        func counter() throws(DocumentError) -> String { try fields.name("count") }
        switch word {
        case "text":
            let size = try size()
            self = count.map { .texts(size, count: $0) } ?? .text(size)
        case "bytes": self = .bytes(try size())
        case "padding": self = .padding(try size())
        case "runtime": self = .runtime(try size())
        case "address": self = .address
        case "structure":
            let name = try element()
            self = count.map { .structures(name, count: $0) } ?? .structure(name)
        case "tail": self = .tail(try element(), count: try counter())
        case "pointer": self = .pointer(try element())
        case "list": self = .list(try element(), next: try fields.name("next"))
        case "pages": self = .pages(try element())
        case "blocks": self = .blocks(try element())
        case "vmalloc": self = .vmalloc(try element(), count: try counter())
        case "folios": self = .folios(count: try counter())
        default:
            let width = width ?? 0
            guard fields.optional("firstBit") != nil || fields.optional("bitCount") != nil else {
                self = count.map { .integers(width, count: $0) } ?? .integer(width)
                return
            }
            if let stray = fields.optional("repeat") {
                throw stray.error(.wrongValue, "found the key repeat, expected none with bits")
            }
            self = .bits(
                width: width, first: Int(try fields.required("firstBit").count(upTo: 63)),
                count: Int(try fields.required("bitCount").count(upTo: 64)))
        }
    }
}

extension ComponentLink {
    fileprivate init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.formatLink)
        let target: Target
        switch (fields.optional("file"), fields.optional("object"), fields.optional("key")) {
        case (let component?, nil, nil): target = .file(component: try component.name())
        case (nil, let component?, nil):
            target = .object(component: try component.name(), structure: try fields.name("structure"))
        case (nil, nil, let component?):
            target = .key(
                component: try component.name(), structure: try fields.name("structure"),
                members: try fields.list("keyMembers", upTo: Bounds.links) { (value) throws(DocumentError) in
                    try value.name()
                })
        default:
            throw value.error(.wrongValue, "found no single target, expected one of file, object, key")
        }
        let members = try fields.required("members")
        self.init(
            from: try fields.name("from"),
            try fields.list("members", upTo: Bounds.links) { (value) throws(DocumentError) in try value.name() },
            to: target, isOptional: try fields.optional("optional")?.bool() ?? false,
            nothing: try fields.optional("nothing").map { (_) throws(DocumentError) in
                try fields.list("nothing", upTo: Bounds.links) { (value) throws(DocumentError) in try value.number() }
            } ?? [0])
        if self.members.isEmpty { throw members.mismatch(.wrongValue, expected: "the members that refer") }
    }
}

extension DocumentMapping {
    fileprivate func name(_ key: String) throws(DocumentError) -> String { try required(key).name() }

    /// The elements of a list that may be left out.
    fileprivate func list<Element>(
        _ key: String, upTo limit: Int, _ body: (DocumentValue) throws(DocumentError) -> Element
    ) throws(DocumentError) -> [Element] {
        var result: [Element] = []
        try optional(key)?.forEach { (value) throws(DocumentError) in
            guard result.count < limit else { throw value.error(.tooLarge, "found more than \(limit) of \(key)") }
            result.append(try body(value))
        }
        return result
    }
}

extension DocumentValue {
    /// A name, as short as those in the kernel's source.
    fileprivate func name() throws(DocumentError) -> String {
        let name = try string()
        let isShown = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
        guard !name.isEmpty, name.utf8.count <= Bounds.name, isShown else {
            throw mismatch(.wrongValue, expected: "a name of 1 to \(Bounds.name) letters without spaces")
        }
        return name
    }

    fileprivate func sentence() throws(DocumentError) -> String {
        let text = try string()
        guard text.utf8.count <= Bounds.sentence else {
            throw mismatch(.wrongValue, expected: "at most \(Bounds.sentence) bytes of text")
        }
        return text
    }

    /// A size or an offset within a structure.
    fileprivate func extent() throws(DocumentError) -> Int {
        Int(try number(upTo: UInt64(ComponentFormat.largestStructure)))
    }
}
