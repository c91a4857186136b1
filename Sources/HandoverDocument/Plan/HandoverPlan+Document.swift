import HandoverABI
import HandoverState
import PhysicalMemory

extension RecordKeys {
    static let plan = RecordKeys("kernel", "ram", "scratch", "reserveMem", "liveUpdate", "test")
    static let planKernel = RecordKeys("release", "kexecCount")
    static let planRange = RecordKeys("address", "size")
    static let planRegion = RecordKeys("name", "address", "size", "content")
    static let planLiveUpdate = RecordKeys("number", "sessions", "flbs")
    static let planSession = RecordKeys("name", "files")
    static let planFile = RecordKeys("token", "memfd", "component", "handler", "members")
    static let planMemfd = RecordKeys("size", "position", "seals", "content", "holes", "folioOrder")
    static let planHole = RecordKeys("offset", "size")
    static let planContent = RecordKeys("file", "text", "hex", "fill")
    static let planFLB = RecordKeys("name", "data", "count", "component", "members")
    static let planTest = RecordKeys("folioOrders")
}

extension HandoverPlan {
    init(_ value: DocumentValue, by formats: [ComponentFormat]) throws(DocumentError) {
        self.init()
        let fields = try value.mapping(.plan)
        var components = PlannedComponents(formats)
        if let kernel = fields.optional("kernel") {
            let fields = try kernel.mapping(.planKernel)
            release = try fields.required("release").name(upTo: 64)
            kexecCount = UInt32(try fields.optional("kexecCount")?.count(upTo: UInt64(UInt32.max)) ?? 1)
        }
        ram = try fields.optional("ram")?.ranges()
        scratch = try fields.optional("scratch")?.ranges()
        try readRegions(fields)
        if let liveUpdate = fields.optional("liveUpdate") { try readLiveUpdate(liveUpdate, &components) }
        memory = try components.finish()
        if let test = fields.optional("test") {
            testOrders = try test.mapping(.planTest).required("folioOrders").list {
                (value) throws(DocumentError) in Int(try value.count(upTo: 10))
            }
        }
    }

    private mutating func readRegions(_ fields: DocumentMapping) throws(DocumentError) {
        try fields.optional("reserveMem")?.forEach { (value) throws(DocumentError) in
            let region = try Region(value)
            if reserveMem.contains(where: { $0.name == region.name }) {
                throw value.error(.wrongValue, "found the region \(region.name) again, expected each name once")
            }
            reserveMem.append(region)
        }
    }

    private mutating func readLiveUpdate(
        _ value: DocumentValue, _ components: inout PlannedComponents
    ) throws(DocumentError) {
        let fields = try value.mapping(.planLiveUpdate)
        liveUpdateNumber = try fields.optional("number")?.count() ?? 1
        var sessions: [Session] = []
        try fields.required("sessions").forEach { (value) throws(DocumentError) in
            let session = try Session(value, &components)
            if sessions.contains(where: { $0.name == session.name }) {
                throw value.error(.wrongValue, "found the session \(session.name) again, expected each name once")
            }
            sessions.append(session)
        }
        let files = sessions.flatMap { $0.files }
        flbs =
            try fields.optional("flbs")?.list { (value) throws(DocumentError) in
                let fields = try value.mapping(.planFLB)
                let count = try fields.optional("count")?.count()
                guard let component = try components.component(of: fields, at: .flb) else {
                    return FileLifecycleBound(
                        name: try fields.required("name").name(upTo: 47), data: try fields.required("data").number(),
                        count: count ?? UInt64(files.count))
                }
                if let data = fields.optional("data") {
                    throw data.error(.wrongValue, "found data beside a component, expected one of both")
                }
                let name = components.compatible(of: component)
                if let given = fields.optional("name"), try given.string() != name {
                    throw given.mismatch(.wrongValue, expected: "\(name), as \(component.abi) has it, or no such key")
                }
                return FileLifecycleBound(
                    name: name, data: 0, count: count ?? components.count(of: files, dependingOn: component),
                    component: component)
            } ?? []
        for (index, object) in flbs.enumerated() where flbs[..<index].contains(where: { $0.name == object.name }) {
            throw value.error(.wrongValue, "found the object \(object.name) twice in flbs, expected each name once")
        }
        self.sessions = sessions
    }
}

extension HandoverPlan.Region {
    fileprivate init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.planRegion)
        let size = try fields.required("size")
        let count = try size.humanSize()
        guard count > 0, count % 4096 == 0, count <= 1 << 40 else {
            throw size.mismatch(.outOfRange, expected: "whole pages, at most 1TiB")
        }
        self.init(
            name: try fields.required("name").regionName(),
            address: try fields.optional("address").map(PhysicalAddress.init(number:)),
            size: count, content: try fields.optional("content")?.content() ?? .zeros)
    }
}

extension HandoverPlan.Session {
    fileprivate init(
        _ value: DocumentValue, _ components: inout PlannedComponents
    ) throws(DocumentError) {
        let fields = try value.mapping(.planSession)
        self.init(name: try fields.required("name").name(upTo: 63), files: [])
        try fields.required("files").forEach { (value) throws(DocumentError) in
            let file = try HandoverPlan.File(value, &components)
            if files.contains(where: { $0.token == file.token }) {
                throw value.error(
                    .wrongValue,
                    "found the token 0x\(String(file.token, radix: 16)) again, expected each once a session")
            }
            files.append(file)
        }
    }
}

extension HandoverPlan.File {
    fileprivate init(
        _ value: DocumentValue, _ components: inout PlannedComponents
    ) throws(DocumentError) {
        let fields = try value.mapping(.planFile)
        if let component = try components.component(of: fields, at: .file) {
            if let memfd = fields.optional("memfd") {
                throw memfd.error(.wrongValue, "found a memfd beside a component, expected one of both")
            }
            self.init(
                token: try fields.required("token").number(), handler: components.compatible(of: component),
                component: component)
            return
        }
        let memfd = try fields.required("memfd").mapping(.planMemfd)
        let seals = try memfd.optional("seals")?.flags(
            of: Memfd.Seals.names.map { ($0.seal.rawValue, $0.name) }, upTo: 0x3f)
        self.init(
            token: try fields.required("token").number(), size: try memfd.optional("size")?.humanSize(),
            position: try memfd.optional("position")?.humanSize() ?? 0, seals: Memfd.Seals(rawValue: seals ?? 0),
            content: try memfd.optional("content")?.content() ?? .zeros, holes: [],
            order: Int(try memfd.optional("folioOrder")?.count(upTo: 10) ?? 0))
        if size == nil, content == .zeros {
            throw memfd.value.error(.missingKey, "found neither size nor content, expected one to tell the length")
        }
        holes = try memfd.optional("holes")?.holes() ?? []
    }
}

extension DocumentValue {
    /// A name of at most so many bytes, which the kernel closes with NUL.
    fileprivate func name(upTo limit: Int) throws(DocumentError) -> String {
        let name = try string()
        guard !name.isEmpty, name.utf8.count <= limit, !name.utf8.contains(0) else {
            throw mismatch(.wrongValue, expected: "a name of 1 to \(limit) bytes")
        }
        return name
    }

    /// A name that can stand in `reserve_mem=SIZE:ALIGN:NAME` and be a node of a tree.
    fileprivate func regionName() throws(DocumentError) -> String {
        let name = try name(upTo: 15)
        guard name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ":") })
        else {
            throw mismatch(.wrongValue, expected: "a name of letters and digits, without / and :")
        }
        return name
    }

    fileprivate func ranges() throws(DocumentError) -> [MemoryRange] {
        var ranges: [MemoryRange] = []
        try forEach { (value) throws(DocumentError) in
            let fields = try value.mapping(.planRange)
            let size = try fields.required("size").humanSize()
            guard let range = MemoryRange(start: try PhysicalAddress(number: fields.required("address")), size: size)
            else {
                throw value.mismatch(.outOfRange, expected: "a range that ends within 64 bits")
            }
            if ranges.contains(where: { $0.overlaps(range) }) {
                throw value.error(.overlap, "found \(range), which overlaps a range before it, expected each byte once")
            }
            ranges.append(range)
        }
        return ranges
    }

    /// The parts of a file that hold nothing.
    func holes() throws(DocumentError) -> [MemoryRange] {
        try list { (value) throws(DocumentError) in
            let fields = try value.mapping(.planHole)
            let offset = PhysicalAddress(try fields.required("offset").humanSize())
            guard let hole = MemoryRange(start: offset, size: try fields.required("size").humanSize()) else {
                throw value.mismatch(.outOfRange, expected: "a hole that ends within 64 bits")
            }
            return hole
        }
    }

    func content() throws(DocumentError) -> HandoverPlan.Content {
        let fields = try mapping(.planContent)
        let given = ["file", "text", "hex", "fill"].filter { fields.optional($0) != nil }
        guard given.count == 1 else {
            throw error(.wrongValue, "found \(given.count) kinds of content, expected one of file, text, hex, fill")
        }
        if let path = fields.optional("file") { return .file(try path.string()) }
        if let text = fields.optional("text") { return .bytes(Array(try text.string().utf8)) }
        if let hex = fields.optional("hex") { return .bytes(try hex.bytes()) }
        return .fill(UInt8(try fields.required("fill").number(upTo: 255)))
    }
}

extension PhysicalAddress {
    fileprivate init(number value: DocumentValue) throws(DocumentError) {
        self.init(try value.number())
    }
}
