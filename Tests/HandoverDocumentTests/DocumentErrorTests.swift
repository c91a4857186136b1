import HandoverDocument
import HandoverState
import Testing

/// What happens to a sound document when a piece of it is replaced.
struct Fault: CustomTestStringConvertible, Sendable {
    let format: DocumentFormat
    let piece: String
    /// What takes its place; the sign ▮ stands where the error must point.
    let replacement: String
    let kind: DocumentError.Kind
    let path: String
    /// Words of the reason.
    let words: String
    /// Whether a schema cannot tell: what is wrong lies in what values have to do with each other.
    private(set) var isBeyondSchema = false

    init(
        _ piece: String, _ replacement: String, _ kind: DocumentError.Kind, _ path: String, _ words: String,
        in format: DocumentFormat = .json
    ) {
        self.format = format
        self.piece = piece
        self.replacement = replacement
        self.kind = kind
        self.path = path
        self.words = words
    }

    /// The same fault, which a schema cannot tell.
    var beyondSchema: Fault {
        var fault = self
        fault.isBeyondSchema = true
        return fault
    }

    var testDescription: String { "\(piece) -> \(replacement)" }

    /// The sound document with the piece replaced, and the sign still in it.
    func markedText() throws -> String {
        let sound = try Handover.sample.text(format)
        let parts = sound.split(separator: piece, maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2)
        return parts[0] + replacement + parts[1]
    }

    func text() throws -> String {
        String(try markedText().filter { $0 != "▮" })
    }

    static let folio = "liveUpdate.sessions[0].files[0].memfd.folios[0]"

    static let ofKeys = [
        Fault("\"kexecCount\": 1", "▮\"kexecs\": 1", .unknownKey, "kernel", "\"kexecs\", expected one of release"),
        Fault("\"size\": 345,", "\"size\": 345, ▮\"size\": 345,", .duplicateKey, "root", "size again"),
        Fault("\"root\": {", "\"root\": {},\n▮\"root\": {", .duplicateKey, "", "root again"),
        Fault("{\"order\": 0, \"blocks\": 3}", "▮{\"order\": 0}", .missingKey, "memory.orders[0]", "blocks"),
        Fault("\"pfn\": \"0x1000\", ", "", .missingKey, folio, "pfn"),
        Fault("\"address\": \"0x8000000\", ", "", .missingKey, "reserveMem[0]", "address"),
        Fault("\"schema\": \"https:", "\"schema\": ▮\"http:", .schema, "schema", "expected https://khotool.dev"),
        Fault("{\n  \"schema\": ", "▮{\n  \"$schema\": ", .schema, "", "no key schema"),
        Fault("\"abi\"", "\"detail\": ▮\"summary\", \"abi\"", .summary, "detail", "a summary"),
        Fault("\"abi\"", "\"detail\": ▮\"some\", \"abi\"", .wrongValue, "detail", "complete, summary"),
        Fault(
            "\"folios\": [\n   ", "\"flags\": [\n   ", .wrongType, "liveUpdate.sessions[0].files[0].memfd.flags",
            "a list"),
    ]

    static let ofTypes = [
        Fault("345", "▮\"345\"", .wrongType, "root.size", "the string \"345\", expected a whole number"),
        Fault("345", "▮{}", .wrongType, "root.size", "an object"),
        Fault("345", "▮[345]", .wrongType, "root.size", "a list"),
        Fault("345", "▮null", .wrongType, "root.size", "nothing"),
        Fault("345", "▮true", .wrongType, "root.size", "found true"),
        Fault("345", "▮-345", .outOfRange, "root.size", "the number -345"),
        Fault("345", "▮3.45e2", .outOfRange, "root.size", "the number 3.45e2").beyondSchema,
        Fault("345", "▮9223372036854775808", .outOfRange, "root.size", "to 9223372036854775807"),
        Fault("345", "▮18446744073709551616", .outOfRange, "root.size", "18446744073709551616"),
        Fault("\"kexecCount\": 1", "\"kexecCount\": ▮4294967296", .outOfRange, "kernel.kexecCount", "to 4294967295"),
        Fault("\"7.3.4-kho\"", "▮7", .wrongType, "kernel.release", "expected text"),
        Fault("\"0x4cc000\",\n    \"size\": 345", "▮\"4cc000\"", .wrongValue, "root.address", "\"4cc000\""),
        Fault("\"0x4cc000\",\n    \"size\": 345", "▮\"0x4cg000\"", .wrongValue, "root.address", "such as \"0x1000\""),
        Fault("\"0x4cc000\",\n    \"size\": 345", "▮\"0x10000000000000000\"", .wrongValue, "root.address", "0xffff"),
        Fault("\"0x4b484f21\"", "▮\"0x100000000\"", .outOfRange, "test.magic", "at most \"0xffffffff\""),
        Fault("\"evidence\": [", "\"evidence\": \"x\", ▮\"z\": [", .unknownKey, "abi", "\"z\""),
        Fault("\"shrink\", ", "▮3, ", .wrongValue, "liveUpdate.sessions[0].files[0].memfd.seals[0]", "one of seal"),
        Fault("\"matches\": true", "\"matches\": ▮1", .wrongType, "test.matches", "true or false"),
        Fault("\"d00dfeed\"", "▮\"d00dfee\"", .wrongValue, "subtrees[1].content", "two each"),
        Fault("\"d00dfeed\"", "▮\"d00dfeeg\"", .wrongValue, "subtrees[1].content", "two each"),
        Fault("\"d00dfeed\"", "▮12", .wrongType, "subtrees[1].content", "the number 12"),
        Fault("\"subtrees\": [", "\"subtrees\": [▮7,", .wrongType, "subtrees[0]", "an object"),
    ]

    static let ofValues = [
        Fault("4096,", "▮4097,", .wrongValue, "abi.pageSize", "4096, 16384 or 65536"),
        Fault("\"certain\"", "▮\"sure\"", .wrongValue, "abi.confidence", "certain, likely"),
        Fault("\"kind\": \"liveUpdate\"", "\"kind\": ▮\"LUO\"", .wrongValue, "subtrees[0].kind", "reserveMem"),
        Fault("37748736", "▮18446744073709551615", .outOfRange, "scratch[0].size", "within 64 bits").beyondSchema,
        Fault("12288, \"order\": 0", "12288, \"order\": ▮53", .outOfRange, "memory.ranges[0].order", "to 52"),
        Fault("12288, \"order\": 0", "▮12289, \"order\": 0", .wrongValue, "memory.ranges[0].size", "4096").beyondSchema,
        Fault("12288, \"order\": 0", "▮0, \"order\": 0", .wrongValue, "memory.ranges[0].size", "4096"),
        Fault(
            "{\"address\": \"0x1000000\"", "{\"address\": ▮\"0x1001000\"", .wrongValue, "memory.ranges[1].address",
            "2097152"
        ).beyondSchema,
        Fault(
            "{\"address\": \"0x4cc000\", \"size\": 12288, \"order\": 0}",
            "▮{\"address\": \"0x0\", \"size\": 9223372036854775808, \"order\": 52}", .outOfRange, "memory.ranges[0]",
            "52"
        ).beyondSchema,
        Fault(
            "{\"address\": \"0x4cc000\", \"size\": 12288, \"order\": 0}",
            "{\"address\": \"0xfffffffffffff000\", \"size\": ▮12288, \"order\": 0}", .outOfRange,
            "memory.ranges[0].size", "64"
        ).beyondSchema,
        Fault(
            "{\"address\": \"0x4cc000\", \"size\": 12288, \"order\": 0}",
            "{\"address\": \"0x4cc000\", \"size\": 12288, \"order\": 0},\n"
                + "▮{\"address\": \"0x4ce000\", \"size\": 8192, \"order\": 0}",
            .overlap, "memory.ranges[1]", "of order 0"),
        Fault(
            "{\"address\": \"0x4cc000\", \"size\": 12288, \"order\": 0}",
            "▮{\"address\": \"0x0\", \"size\": 9223372036854775808, \"order\": 0}", .tooLarge, "memory.ranges[0]",
            "machine"
        ).beyondSchema,
        Fault("\"blocks\": 5", "\"blocks\": ▮6", .disagreement, "memory.blocks", "expected 5"),
        Fault("4206592", "▮4206593", .disagreement, "memory.preservedBytes", "expected 4206592"),
        Fault("\"rangeCount\": 2", "\"rangeCount\": ▮1", .disagreement, "memory.rangeCount", "expected 2"),
        Fault(
            "{\"order\": 0, \"blocks\": 3}", "{\"order\": 0, \"blocks\": ▮4}", .disagreement, "memory.orders[0].blocks",
            "3"),
        Fault("{\"order\": 0, \"blocks\": 3},", "", .disagreement, "memory.orders[0]", "order 9"),
        Fault(",\n      {\"order\": 9, \"blocks\": 2}", "", .disagreement, "memory.orders", "no order 9"),
        Fault("\"ranges\": [", "\"orders\": [", .duplicateKey, "memory", "orders again"),
        Fault("\"pfn\": \"0x1000\"", "\"pfn\": ▮\"0x0\"", .wrongValue, folio + ".pfn", "hole"),
        Fault("\"pfn\": \"0x1000\"", "\"pfn\": ▮\"0x10000000000000\"", .outOfRange, folio + ".pfn", "0xfffffffffffff"),
        Fault("[\"dirty\", \"uptodate\"]", "[\"dirty\", ▮\"dirty\"]", .wrongValue, folio + ".flags[1]", "once"),
        Fault("[\"dirty\", \"uptodate\"]", "[▮\"0x1000\"]", .outOfRange, folio + ".flags[0]", "0xfff"),
        Fault("[\"dirty\", \"uptodate\"]", "[▮\"clean\"]", .wrongValue, folio + ".flags[0]", "dirty, uptodate"),
        Fault("\"hole\": true", "\"hole\": ▮false", .wrongValue, folio.dropLast(3) + "[1].hole", "true"),
        Fault(
            "\"hole\": true", "\"pfn\": ▮\"0x1\", \"hole\": true", .wrongValue, folio.dropLast(3) + "[1].pfn", "hole"),
        Fault(
            "\"holes\": 1", "\"holes\": ▮2", .disagreement, "liveUpdate.sessions[0].files[0].memfd.holes", "expected 1"),
        Fault("\"matches\": true", "\"matches\": ▮false", .disagreement, "test.matches", "checksum"),
    ]

    static let ofYAML = [
        Fault("size: 345", "size: ▮yes", .wrongType, "root.size", "text to some readers", in: .yaml),
        Fault("release: 7.3.4-kho", "release: ▮7.3", .wrongType, "kernel.release", "the number 7.3", in: .yaml),
        Fault("release: 7.3.4-kho", "release: ▮2026-08-01", .wrongType, "kernel.release", "number", in: .yaml),
        Fault("release: 7.3.4-kho", "release: ▮no", .wrongType, "kernel.release", "quotes", in: .yaml),
        Fault("release: 7.3.4-kho", "release: ▮~", .wrongType, "kernel.release", "nothing", in: .yaml),
        Fault("size: 345", "size: ▮0345", .outOfRange, "root.size", "0345", in: .yaml),
        Fault("size: 345", "size: ▮0x1_0", .outOfRange, "root.size", "0x1_0", in: .yaml),
        Fault("content: \"d00dfeed\"", "content: ▮12345678", .wrongType, "subtrees[1].content", "string", in: .yaml),
        Fault("hole: true", "hole: ▮yes", .wrongType, folio.dropLast(3) + "[1].hole", "true or false", in: .yaml),
        Fault("size: 345", "size: ▮&a 345", .notation, "", "an anchor", in: .yaml),
        Fault("size: 345", "size: ▮*a", .notation, "", "an alias", in: .yaml),
        Fault("size: 345", "size: ▮!!int 345", .notation, "", "a tag", in: .yaml),
        Fault("size: 345", "▮[a]: 345", .notation, "", "as a key", in: .yaml),
        Fault("schema: ", "▮%YAML 1.2\n---\nschema: ", .notation, "", "a directive", in: .yaml),
        Fault("size: 345", "size: \"345▮\u{7}\"", .syntax, "", "control characters", in: .yaml),
        Fault("size: 345", "size: 345\n   x▮: 1", .syntax, "", "mapping values are not allowed", in: .yaml),
        Fault("size: 345", "size: 345\n  ▮<<: {}", .unknownKey, "root", "\"<<\"", in: .yaml),
    ]

    static let ofJSON = [
        Fault("345", "▮0345", .syntax, "", "no string, number"),
        Fault("345", "▮0x159", .syntax, "", "no string, number"),
        Fault("345", "▮.5", .syntax, "", "no string, number"),
        Fault("345", "▮+1", .syntax, "", "no string, number"),
        Fault("345", "▮True", .syntax, "", "no string, number"),
        Fault("345", "▮'345'", .syntax, "", "no string, number"),
        Fault("345", "345 ▮5", .syntax, "", "neither a comma"),
        Fault("345,", "345,▮,", .syntax, "", "no key"),
        Fault("345", "345▮]", .syntax, "", "neither a comma"),
        Fault("\"size\": 345", "▮size: 345", .syntax, "", "no key between double quotes"),
        Fault("\"size\": 345", "\"size\" ▮345", .syntax, "", "no colon"),
        Fault("\"7.3.4-kho\"", "\"7.3▮\n\"", .syntax, "", "a control character"),
        Fault("\"7.3.4-kho\"", "\"7.3▮\\x\"", .syntax, "", "unknown escape"),
        Fault("\"7.3.4-kho\"", "\"▮\\u12g4\"", .syntax, "", "four hexadecimal"),
        Fault("\"7.3.4-kho\"", "\"▮\\ud83d\"", .syntax, "", "surrogate"),
        Fault("\"7.3.4-kho\"", "\"▮\\ud83d\\u0041\"", .syntax, "", "surrogate"),
        Fault("\"7.3.4-kho\"", "\"▮\\ude00\"", .syntax, "", "surrogate"),
        Fault("\"7.3.4-kho\"", "\"日本é\", ▮7", .syntax, "", "no key"),
    ]
}

@Suite struct DocumentErrorTests {
    @Test(arguments: [Fault.ofKeys, Fault.ofTypes, Fault.ofValues, Fault.ofYAML, Fault.ofJSON].joined())
    func `A fault is named with its line, column and path`(fault: Fault) throws {
        let marked = try fault.markedText()
        let text = try fault.text()
        let error = try #require(throws: DocumentError.self) {
            try HandoverDocumentReader().read(Array(text.utf8))
        }
        #expect(error.kind == fault.kind, "\(error)")
        #expect(error.path == fault.path, "\(error)")
        #expect(error.reason.contains(fault.words), "\(error)")
        if let mark = marked.unicodeScalars.firstIndex(of: "▮") {
            let before = marked.unicodeScalars[..<mark]
            let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(error.line == lines.count, "\(error)")
            #expect(error.column == (lines.last?.count ?? 0) + 1, "\(error)")
        }
    }

    @Test func `An error is one line for people`() throws {
        let text = try Handover.sample.text(.json)
        let bad = text.split(separator: "345", maxSplits: 1).joined(separator: "\"big\\n\"")
        let error = try #require(throws: DocumentError.self) { try HandoverDocumentReader().read(Array(bad.utf8)) }
        #expect(
            error.description
                == "line 18, column 13: root.size: found the string \"big\\u{a}\", "
                + "expected a whole number from 0 to 9223372036854775807")
    }

    @Test(arguments: DocumentFormat.allCases)
    func `A summary is refused as such`(format: DocumentFormat) throws {
        let bytes = try Handover.sample.bytes(format, .summary)
        let error = try #require(throws: DocumentError.self) { try HandoverDocumentReader().read(bytes) }
        #expect(error.kind == .summary)
        #expect(error.path == "detail")
    }

    @Test(arguments: ["  \"detail\": \"summary\",\n", "  detail: summary\n"])
    func `A summary that does not say so is refused too`(line: String) throws {
        let text = try Handover.sample.text(line.contains("\"") ? .json : .yaml, .summary)
        let unsaid = text.split(separator: line.drop { $0 == " " && !line.contains("\"") }, maxSplits: 1).joined()
        let error = try #require(throws: DocumentError.self) { try HandoverDocumentReader().read(Array(unsaid.utf8)) }
        #expect(error.kind == .summary)
        #expect(error.path == "memory")
    }

    @Test func `A handover of which only totals were kept is written as a summary`() throws {
        var handover = Handover.sample
        var totals = FolioTable(retaining: .totals)
        totals.append(Folio(index: 0, frame: 1, flags: [], order: 0), pageShift: 12)
        handover.state.liveUpdate?.sessions?[0].files[0].memfd?.folios = totals
        #expect(try handover.text(.json).contains("\"detail\": \"summary\""))
    }

    @Test func `Every kind of fault is tried`() {
        let tried = Set(
            [Fault.ofKeys, Fault.ofTypes, Fault.ofValues, Fault.ofYAML, Fault.ofJSON].joined().map(\.kind))
        // The rest is in HostileDocumentTests.
        #expect(Set(DocumentError.Kind.allCases).subtracting(tried) == [.encoding, .tooDeep])
    }
}
