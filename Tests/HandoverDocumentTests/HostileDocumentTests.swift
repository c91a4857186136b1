import HandoverDocument
import HandoverState
import Testing

@Suite struct HostileDocumentTests {
    private func error(_ text: String, limits: DocumentLimits = DocumentLimits()) -> DocumentError? {
        error(Array(text.utf8), limits: limits)
    }

    private func error(_ bytes: [UInt8], limits: DocumentLimits = DocumentLimits()) -> DocumentError? {
        do {
            _ = try HandoverDocumentReader(limits: limits).read(bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test func `A document that begins with nothing is empty`() {
        for text in ["", " ", "\n\n", "# nothing\n", "---\n", "\u{feff}"] {
            let found = error(text)
            #expect(found != nil, "\(text.debugDescription)")
        }
        #expect(error("")?.reason == "the document is empty")
    }

    @Test func `Deep nesting is refused at the limit`() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("- ", ""), ("{a: ", "}")] {
            for depth in [65, 1000, 100_000] {
                let text = String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
                let found = error(open.hasPrefix("[") ? "{\"schema\": " + text + "}" : text)
                #expect(found?.kind == .tooDeep || found?.kind == .syntax, "\(open) \(depth)")
            }
        }
        let deep = String(repeating: "[", count: 63) + String(repeating: "]", count: 63)
        #expect(error("{\"schema\": \(deep)}")?.kind == .wrongType)
        #expect(error("{\"schema\": [\(deep)]}")?.kind == .tooDeep)
        #expect(error("schema: \(deep)")?.kind == .wrongType)
        #expect(error("schema: [\(deep)]")?.kind == .tooDeep)
    }

    @Test func `An alias bomb does not go off`() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            text += "a\(level): &a\(level) [" + String(repeating: "*a\(level - 1), ", count: 9) + "]\n"
        }
        #expect(error(text)?.kind == .notation)
        #expect(error("schema: *unknown")?.kind == .notation)
        #expect(error("&a [*a]")?.kind == .notation)
    }

    @Test func `Many directives take no time`() {
        let many = String(repeating: "%TAG !a! tag:example\n", count: 200_000)
        #expect(error(many + "--- {}")?.kind == .notation)
        #expect(error("a: 1\n...\n" + many)?.kind == .notation)
    }

    @Test func `More than one document is refused`() throws {
        let one = try Handover.sample.text(.yaml)
        #expect(error("---\n" + one) == nil)
        #expect(error(one + "...\n") == nil)
        #expect(error(one + "---\nmore: 1\n")?.kind == .notation)
        let json = try Handover.sample.text(.json)
        #expect(error(json + " \n\t ") == nil)
        #expect(error(json + "{}")?.kind == .syntax)
    }

    @Test func `Limits of size and number hold exactly`() throws {
        for format in DocumentFormat.allCases {
            let bytes = try Handover.sample.bytes(format)
            var limits = DocumentLimits()
            limits.size = bytes.count
            #expect(error(bytes, limits: limits) == nil)
            limits.size -= 1
            #expect(error(bytes, limits: limits)?.kind == .tooLarge)
            limits = DocumentLimits()
            limits.values = 20
            #expect(error(bytes, limits: limits)?.kind == .tooLarge)
            limits.values = -1
            limits.depth = -1
            #expect(error(bytes, limits: limits) != nil)
        }
    }

    @Test func `Huge scalars are read or refused, not choked on`() throws {
        let long = String(repeating: "x", count: 3_000_000)
        #expect(error("{\"schema\": \"\(long)\"}")?.kind == .schema)
        #expect(error("schema: \(long)")?.kind == .schema)
        #expect(error("{\"\(long)\": 1}")?.kind == .schema)
        #expect(error("schema: | \n  \(long)\n  \(long)")?.kind == .schema)
        #expect(error(String(repeating: "\"", count: 1_000_001)) != nil)
        #expect(error("{\"schema\": \(String(repeating: "9", count: 1_000_000))}")?.kind == .wrongType)
        var handover = Handover.sample
        handover.state.subtrees[1].content = [UInt8](repeating: 0xa5, count: 300_000)
        handover.abi.evidence = [String(repeating: "\n", count: 300_000)]
        for format in DocumentFormat.allCases {
            #expect(try HandoverDocumentReader().read(handover.bytes(format)) == handover)
        }
    }

    @Test func `An object of a million keys is refused quickly`() {
        var text = "{\"schema\": \"https://khotool.dev/schemas/handover-state-1.json\""
        for index in 0..<300_000 { text += ",\"k\(index)\":1" }
        #expect(error(text + "}")?.kind == .unknownKey)
    }

    @Test func `Bytes that are not text are told by their place`() {
        for bytes in [[0x80], [0xc3], [0xed, 0xa0, 0x80], [0xff], [0xf4, 0x90, 0x80, 0x80]] as [[UInt8]] {
            let found = error(Array("{\"a\": 1,\n\"schemaé\": \"".utf8) + bytes + Array("\"}".utf8))
            #expect(found?.kind == .encoding)
            #expect(found?.line == 2)
            #expect(found?.column == 13)
        }
        #expect(error(Array("a: \u{0}".utf8))?.kind == .syntax)
        #expect(error([0xff, 0xfe, 0x61, 0x00])?.kind == .encoding)
    }

    @Test(arguments: DocumentFormat.allCases)
    func `Every truncation of a document is an error or, for YAML, less of the same`(format: DocumentFormat) throws {
        let bytes = try Handover.sample.bytes(format)
        for length in 0..<bytes.count - 1 {
            let found = error(Array(bytes[..<length]))
            if format == .json { #expect(found != nil, "\(length)") }
        }
    }

    @Test(arguments: DocumentFormat.allCases)
    func `Flipped bits never trap, and what is still read can be written`(format: DocumentFormat) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        let bytes = try Handover.sample.bytes(format)
        for _ in 0..<1000 {
            var damaged = bytes
            for _ in 0...Int.random(in: 0...3, using: &generator) {
                damaged[Int.random(in: 0..<bytes.count, using: &generator)] ^=
                    1 << UInt8(Int.random(in: 0...7, using: &generator))
            }
            guard let read = try? HandoverDocumentReader().read(damaged) else { continue }
            #expect(try HandoverDocumentReader().read(read.bytes(format)) == read, "seed \(seed)")
        }
    }

    @Test func `Random scraps of syntax never trap`() {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        let scraps = [
            "{", "}", "[", "]", ":", ",", "\"", "'", "\n", "\n  ", "- ", "? ", ": ", "| ", ">-\n", "a", "schema", "1",
            "0x",
            "\\", "\\u", "d83d", "#", "%", "&", "*", "!", "---", "...", "\t", "\r", "\u{85}", "\u{feff}", "null", "é",
            " ",
        ]
        for _ in 0..<5000 {
            let text = generator.list(upTo: 30) { $0.pick(scraps) }.joined()
            let bytes = Array(text.utf8)
            for format in DocumentFormat.allCases {
                let read = try? HandoverDocumentReader().read(bytes, as: format)
                #expect(read == nil, "seed \(seed): \(text.debugDescription)")
            }
        }
    }
}
