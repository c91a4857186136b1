import HandoverState
import PhysicalMemory
import Testing

@testable import HandoverDocument

@Suite struct JSONSyntaxTests {
    /// The strings, keys and numbers of a text, in order.
    private func scalars(_ text: String, as format: DocumentFormat = .json) throws -> [String] {
        let tree = try HandoverDocumentReader().tree(of: Array(text.utf8), as: format)
        return tree.nodes.indices.filter { !tree.nodes[$0].isContainer }.map { tree.string(of: $0) }
    }

    @Test func `Escapes stand for their characters`() throws {
        #expect(try scalars(#"["\"\\\/\b\f\n\r\t"]"#) == ["\"\\/\u{8}\u{c}\n\r\t"])
        #expect(try scalars(#"["\u0041\u00e9\u20AC"]"#) == ["Aé€"])
        #expect(try scalars(#"["\uD83D\uDE00", "\udbff\udfff"]"#) == ["😀", "\u{10ffff}"])
        #expect(try scalars(#"["\u0000"]"#) == ["\u{0}"])
    }

    @Test func `Characters that YAML takes for line breaks stay in strings`() throws {
        #expect(
            try scalars("[\"a\u{2028}b\u{2029}c\u{85}d\u{7f}e\u{feff}f\"]") == [
                "a\u{2028}b\u{2029}c\u{85}d\u{7f}e\u{feff}f"
            ])
    }

    @Test func `A byte order mark, tabs and carriage returns are space`() throws {
        #expect(try scalars("\u{feff}{\t\"a\"\r\n\t:\t1 }\r\n") == ["a", "1"])
        #expect(HandoverDocumentReader.format(of: Array("\u{feff}\r\n\t{ \t\"".utf8)) == .json)
    }

    @Test func `All forms of numbers are numbers`() throws {
        let numbers = ["0", "-0", "10", "1.5", "-1.25e10", "1E+2", "1e-2"]
        #expect(try scalars("[" + numbers.joined(separator: ",") + "]") == numbers)
    }

    @Test func `Values need no space around them, nor line breaks`() throws {
        #expect(try scalars(#"{"a":[1,"b",{"c":null}],"d":true}"#) == ["a", "1", "b", "c", "null", "d", "true"])
        let long = "[" + (0..<200_000).map { "{\"index\":\($0)}" }.joined(separator: ",") + "]"
        #expect(try scalars(long).count == 400_000)
    }

    @Test func `YAML that begins like JSON is told apart`() {
        for (text, format) in [
            ("{}", DocumentFormat.json), ("{", .json), (" { \"a\"", .json), ("{a: 1}", .yaml),
            ("# {\n{\"a\": 1}", .yaml),
            ("[]", .yaml), ("schema: x", .yaml), ("", .yaml), ("{ # c", .yaml),
        ] {
            #expect(HandoverDocumentReader.format(of: Array(text.utf8)) == format, "\(text)")
        }
    }

    @Test func `Hand-written YAML is read`() throws {
        let handover = try HandoverDocumentReader().read(
            Array(
                """
                # What a test needs, and no more.
                schema: 'https://khotool.dev/schemas/handover-state-1.json'
                abi: {pageSize: 0x1000, confidence: given, evidence: [by hand]}
                root: {size: 0}
                subtrees: []
                memory:
                  ranges:
                    - {address: 0x200000, size: 0x200000, order: 9}   # numbers without quotes are fine
                    - address: 4096
                      size: 8192
                      order: 0
                liveUpdate:
                  number: 1
                  sessions:
                  - name: vm-0
                    files:
                    - token: 256
                      handler: >-
                        memfd-v2
                      data: "0x0"

                """.utf8))
        #expect(handover.state.memory?.blockCount == 3)
        #expect(handover.state.memory?.order(at: 0x200000) == 9)
        #expect(handover.state.liveUpdate?.sessions?.first?.files.first?.token == 256)
        #expect(handover.state.liveUpdate?.sessions?.first?.files.first?.handler == "memfd-v2")
    }

    @Test(arguments: [
        ("", PlainScalar.null), ("~", .null), ("Null", .null), ("nULL", .text), ("true", .boolean(true)),
        ("False", .boolean(false)), ("0", .integer(0)), ("18446744073709551615", .integer(.max)),
        ("18446744073709551616", .otherNumber), ("0xff", .integer(255)), ("0xFfff_f", .otherNumber),
        ("0x", .otherNumber),
        ("00", .otherNumber), ("-5", .otherNumber), ("+5", .otherNumber), ("1_0", .otherNumber), ("1.", .otherNumber),
        (".5", .otherNumber), ("1e9", .otherNumber), ("0o17", .otherNumber), ("0b1", .otherNumber),
        ("1:30", .otherNumber),
        ("2026-08-01", .otherNumber), (".inf", .otherNumber), (".NaN", .otherNumber), ("yes", .disputed),
        ("y", .disputed),
        ("=", .disputed), ("<<", .disputed), ("7.3.4", .text), ("7.3.4-kho", .text), ("-", .text), (".", .text),
        ("1a", .text),
        ("vm-0", .text), ("0xfg", .text), ("yess", .text),
    ])
    func `A word without quotes has the meaning on which readers agree`(text: String, meaning: PlainScalar) {
        #expect(PlainScalar(ArraySlice(text.utf8)) == meaning)
    }
}
