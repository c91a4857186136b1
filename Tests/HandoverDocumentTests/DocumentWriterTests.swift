import HandoverDocument
import HandoverState
import Testing

@Suite struct DocumentWriterTests {
    private func write<Writer: DocumentWriter>(
        _ make: (@escaping ByteSink) -> Writer, _ body: (inout Writer) throws(ByteSinkError) -> Void
    ) throws -> String {
        var bytes: [UInt8] = []
        var writer = make { chunk in for index in chunk.indices { bytes.append(chunk[index]) } }
        try body(&writer)
        try writer.finish()
        return String(decoding: bytes, as: UTF8.self)
    }

    private func everything<Writer: DocumentWriter>(_ writer: inout Writer) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("text", "a\"b")
        try writer.field("number", UInt64.max)
        try writer.field("negative", Int.min)
        try writer.field("hexadecimal", hexadecimal: 0)
        try writer.field("bytes", bytes: [0, 255])
        try writer.key("nothing")
        try writer.null()
        try writer.key("lists")
        try writer.beginArray(.block)
        try writer.beginArray(.block)
        try writer.bool(true)
        try writer.beginArray(.block)
        try writer.endArray()
        try writer.beginObject(.block)
        try writer.endObject()
        try writer.endArray()
        try writer.beginArray(.line)
        try writer.number(1)
        try writer.beginObject(.block)
        try writer.field("a", line: ["b", "c"])
        try writer.endObject()
        try writer.beginArray(.line)
        try writer.endArray()
        try writer.endArray()
        try writer.beginArray(.line)
        try writer.endArray()
        try writer.endArray()
        try writer.field("#size-cells", 2)
        try writer.field("no", line: [])
        try writer.key("empty")
        try writer.beginObject(.block)
        try writer.endObject()
        try writer.endObject()
    }

    @Test func `JSON has its members on lines and its records on one`() throws {
        #expect(
            try write(JSONWriter.init(to:), everything) == """
                {
                  "text": "a\\"b",
                  "number": 18446744073709551615,
                  "negative": -9223372036854775808,
                  "hexadecimal": "0x0",
                  "bytes": "00ff",
                  "nothing": null,
                  "lists": [
                    [
                      true,
                      [],
                      {}
                    ],
                    [1, {"a": ["b", "c"]}, []],
                    []
                  ],
                  "#size-cells": 2,
                  "no": [],
                  "empty": {}
                }

                """)
    }

    @Test func `YAML has its members on lines and its records on one`() throws {
        #expect(
            try write(YAMLWriter.init(to:), everything) == """
                text: "a\\"b"
                number: 18446744073709551615
                negative: -9223372036854775808
                hexadecimal: "0x0"
                bytes: "00ff"
                nothing: null
                lists:
                  -
                    - true
                    - []
                    - {}
                  - [1, {a: [b, c]}, []]
                  - []
                "#size-cells": 2
                "no": []
                empty: {}

                """)
    }

    private func record<Writer: DocumentWriter>(_ writer: inout Writer) throws(ByteSinkError) {
        try writer.beginArray(.line)
        try writer.number(1)
        try writer.string("yes")
        try writer.endArray()
    }

    private func nothing<Writer: DocumentWriter>(_ writer: inout Writer) throws(ByteSinkError) {
        try writer.beginArray(.block)
        try writer.endArray()
    }

    private func word<Writer: DocumentWriter>(_ writer: inout Writer) throws(ByteSinkError) {
        try writer.string("yes")
    }

    @Test func `A document may be any one value`() throws {
        #expect(try write(JSONWriter.init(to:), record) == "[1, \"yes\"]\n")
        #expect(try write(YAMLWriter.init(to:), record) == "[1, \"yes\"]\n")
        #expect(try write(JSONWriter.init(to:), nothing) == "[]\n")
        #expect(try write(YAMLWriter.init(to:), nothing) == "[]\n")
        #expect(try write(JSONWriter.init(to:), word) == "\"yes\"\n")
        #expect(try write(YAMLWriter.init(to:), word) == "\"yes\"\n")
    }

    @Test func `Numbers of every length are written in full`() throws {
        var numbers: [UInt64] = [0, .max]
        for shift in 0..<64 { numbers += [1 << UInt64(shift), (1 << UInt64(shift)) - 1] }
        var power: UInt64 = 1
        for _ in 0..<19 {
            power *= 10
            numbers += [power, power - 1]
        }
        let written = try write(JSONWriter.init(to:)) { (writer) throws(ByteSinkError) in
            try writer.beginArray(.line)
            for number in numbers {
                try writer.number(number)
                try writer.hexadecimal(number)
            }
            try writer.endArray()
        }
        let expected = numbers.map { "\($0), \"0x\(String($0, radix: 16))\"" }.joined(separator: ", ")
        #expect(written == "[" + expected + "]\n")
    }

    @Test func `Text reaches the sink in chunks as it is written`() throws {
        var sizes: [Int] = []
        var writer = JSONWriter { sizes.append($0.count) }
        try writer.beginArray(.block)
        for number in 0..<100_000 as Range<UInt64> { try writer.number(number) }
        #expect(sizes.count >= 10)
        try writer.endArray()
        try writer.finish()
        #expect(sizes.dropLast().allSatisfy { $0 >= 65536 && $0 < 65536 + 100 })
    }

    @Test(arguments: DocumentFormat.allCases)
    func `Writing stops when the sink fails`(format: DocumentFormat) {
        var handover = Handover.sample
        handover.abi.evidence = Array(repeating: "again and again", count: 100_000)
        var calls = 0
        #expect(throws: ByteSinkError(code: 32)) {
            try HandoverDocumentEncoder().encode(handover, as: format) { (_) throws(ByteSinkError) in
                calls += 1
                throw ByteSinkError(code: 32)
            }
        }
        #expect(calls == 1)
    }

    @Test func `A summary leaves long lists out and keeps totals`() throws {
        let text = try Handover.sample.text(.json, .summary)
        for key in ["\"ranges\"", "\"folios\""] { #expect(!text.contains(key)) }
        for key in ["\"preservedBytes\": 4206592", "\"folioBytes\": 2097152", "\"holes\": 1"] {
            #expect(text.contains(key))
        }
    }
}
